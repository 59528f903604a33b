package dev.cairn.nn;

import dev.cairn.Tensor;
import dev.cairn.autodiff.Dropouts;

/**
 * Sets elements to 0 at random in training and divides the others by 1 - rate, so that nothing changes on average; the
 * identity in evaluation (Srivastava et al., 2014). The mask follows from the model's seed, the layer's place and the step.
 */
public final class Dropout extends Layer {
    private final float rate;

    /**
     * @param rate the probability of dropping, in [0, 1), kept in single precision
     */
    public Dropout(double rate) {
        this.rate = (float) rate;
        if (!(this.rate >= 0 && this.rate < 1)) {
            throw new IllegalArgumentException("Dropout: rate " + rate + " must be at least 0 and below 1");
        }
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        if (mode == Mode.EVAL || rate == 0) {
            return x;
        }
        Parameters model = parameters();
        return Dropouts.dropout(x, rate, model.seed(), model.nextStream(number()), model.counter());
    }

    @Override
    public String toString() {
        return "Dropout(" + rate + ")";
    }
}
