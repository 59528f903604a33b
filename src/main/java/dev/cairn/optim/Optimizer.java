package dev.cairn.optim;

import dev.cairn.Preparation;
import dev.cairn.Tensor;
import dev.cairn.backend.UpdateRule;
import dev.cairn.nn.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the parameters of a model along their gradients.
 *
 * <pre>{@code
 * Optimizer optimizer = new Sgd(0.1, 0.9);
 * optimizer.bind(model.initialize(device, 42));
 * for (Batch batch : batches) {
 *     try (Scope step = device.training()) {
 *         loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y()).backward();
 *         optimizer.step();
 *     }
 * }
 * }</pre>
 *
 * <p>Gradients of several losses add up until the next {@link #step()}: for the mean of k losses, divide each by k.
 */
public abstract class Optimizer {
    private static final String SECOND_STEP = "record: two steps of one optimizer, of which the second may replace the learning"
            + " rate of the first; record one";

    private final UpdateRule rule;
    private final double learningRate;
    private double maxNorm = Double.POSITIVE_INFINITY;
    private double maxValue = Double.POSITIVE_INFINITY;
    private Schedule schedule = Schedules.constant();
    private long stepsPerEpoch = 1;
    private int epochs = 1;
    private int changes;
    private long scheduledFrom;
    private @Nullable Binding binding;
    private Rates rates = new Rates();

    Optimizer(double learningRate, UpdateRule rule) {
        this.learningRate = requirePositive("learning rate", learningRate);
        this.rule = rule;
    }

    // Settings ----------------------------------------------------------------------------------------------------

    /** Scales the gradients of a step down to an L2 norm of at most maxNorm over all parameters, penalties left out. */
    public final Optimizer clipByNorm(double maxNorm) {
        this.maxNorm = requirePositive("clip norm", maxNorm);
        changes++;
        return this;
    }

    /** Brings every element of the gradients into [-maxValue, maxValue], penalties left out. */
    public final Optimizer clipByValue(double maxValue) {
        this.maxValue = requirePositive("clip value", maxValue);
        changes++;
        return this;
    }

    /**
     * Lets the learning rate follow a schedule, from its beginning, over a run that begins with the next step. The rates of an epoch are brought to
     * the device together, at most 131,072 of them; a step that was recorded before must be recorded anew where the room
     * for them has changed, as {@link #settingsChanged} tells.
     */
    public final Optimizer schedule(Schedule newSchedule, long newStepsPerEpoch, int newEpochs) {
        schedule = newSchedule;
        schedule.begin();
        stepsPerEpoch = newStepsPerEpoch;
        epochs = newEpochs;
        if (binding != null) {
            scheduledFrom = binding.parameters().step();
            changes += binding.rates().begin(stepsPerEpoch) ? 1 : 0;
        }
        return this;
    }

    /** Tells the schedule the mean training loss of the epoch that ends. */
    public final void endEpoch(double trainLoss) {
        schedule.onEpoch(trainLoss);
        if (binding != null) {
            binding.rates().begin(stepsPerEpoch);
        }
    }

    /** The learning rate of the next step, which each parameter's own factor multiplies. */
    public final double learningRate() {
        return rate(binding == null ? scheduledFrom : binding.parameters().step());
    }

    private double rate(long step) {
        return learningRate * schedule.factor(new Progress(Math.max(0, step - scheduledFrom), stepsPerEpoch, epochs));
    }

    // Steps -------------------------------------------------------------------------------------------------------

    /**
     * Takes a model's parameters and allocates state for them, before the first step. The same parameters again keep their
     * state; others end the binding to the former.
     *
     * @throws IllegalStateException if the parameters were made constant
     */
    public final void bind(Parameters parameters) {
        requireVariable("bind", parameters);
        if (binding != null && binding.parameters() == parameters) {
            return;
        }
        unbind();
        scheduledFrom = parameters.step();
        binding = parameters.device().allOrNothing(() -> new Binding(parameters, rule, toString(), stepsPerEpoch));
        rates = new Rates();
    }

    private void requireVariable(String operation, Parameters parameters) {
        String obstacle = parameters.whyNotVariable();
        if (obstacle != null) {
            throw new IllegalStateException(this + ": " + operation + ": " + obstacle);
        }
    }

    /** Releases the state. */
    public final void unbind() {
        if (binding != null) {
            binding.release();
            binding = null;
        }
    }

    /**
     * Updates the parameters by the gradients of the losses since the last step, and counts the step. Parameters that no
     * loss reached have a gradient of 0; frozen ones stay as they are.
     *
     * @throws IllegalStateException if it is not bound, no loss has reached any parameter, or they were made constant
     * @throws dev.cairn.UnrecordableException if it is the second step in one recording
     */
    public final void step() {
        Binding bound = bound();
        requireVariable("step", bound.parameters());
        if (settingsChanged()) {
            bound.readSettings(changes);
            rates = new Rates();
        }
        bound.parameters().device().prepareOnce(this, SECOND_STEP, rates);
        bound.update(maxNorm, maxValue);
    }

    /** The learning rates of the next steps come to the device. Those that were recorded with one have its settings. */
    private final class Rates implements Preparation {
        @Override
        public @Nullable String obstacle() {
            String constant = bound().parameters().whyNotVariable();
            if (constant != null) {
                return Optimizer.this + ": " + constant;
            }
            if (rates == this && !settingsChanged()) {
                return null;
            }
            return Optimizer.this
                    + ": its clipping, the length of its schedule's epochs or the settings of a parameter have"
                    + " changed since the step was recorded; record it anew";
        }

        @Override
        public void run() {
            Binding bound = bound();
            bound.rates().prepare(bound.parameters().step(), Optimizer.this::rate);
        }
    }

    /**
     * Whether its clipping, the length of its schedule's epochs, or a setting of a parameter as its penalty, has changed since
     * the last step was computed or recorded. What was recorded before can then not be replayed.
     */
    public final boolean settingsChanged() {
        return !bound().isCurrent(changes);
    }

    /** Where the losses of the steps are added up and watched. */
    public final LossMonitor losses() {
        return bound().losses();
    }

    /** What it remembers of the gradients, as long as the parameters, in the order of its rule; for checkpoints. */
    public final List<Tensor> state() {
        return bound().state();
    }

    private Binding bound() {
        if (binding == null) {
            throw new IllegalStateException(this + " is not bound; call bind(model.parameters()) first");
        }
        return binding;
    }

    // Checks ------------------------------------------------------------------------------------------------------

    static double requirePositive(String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " " + value + ": must be above 0 and finite");
        }
        return value;
    }

    /** A decay rate or momentum, in [0, 1). */
    static double requireBelowOne(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + " " + value + ": must be at least 0 and below 1");
        }
        return value;
    }
}
