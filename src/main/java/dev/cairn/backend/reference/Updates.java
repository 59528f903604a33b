package dev.cairn.backend.reference;

import dev.cairn.backend.Segments;
import dev.cairn.backend.UpdateRule;

/** What an optimizer does to the parameters. */
final class Updates {
    private Updates() {
    }

    /** One step; {@code rates} is the row (learning rate, c1, c2) of this step. */
    static void apply(UpdateRule rule, Segments segments, Reals rates, Reals gradients, Reals[] states,
            Reals parameters) {
        for (int s = 0; s < segments.count(); s++) {
            double rate = rates.get(0) * segments.rateFactors()[s];
            if (segments.rateFactors()[s] == 0) {
                continue;
            }
            for (int i = segments.offsets()[s]; i < segments.offsets()[s] + segments.lengths()[s]; i++) {
                double w = parameters.get(i);
                double g = gradients.get(i);
                if (rule instanceof UpdateRule.Adam adam && adam.decay() > 0) {
                    w -= segments.decays()[s] ? rate * adam.decay() * w : 0;
                } else {
                    g += 2 * segments.l2()[s] * w;
                }
                parameters.set(i, w - rate * direction(rule, g, rates, states, i));
            }
        }
    }

    /** Where to go from the gradient g; the state follows. */
    private static double direction(UpdateRule rule, double g, Reals rates, Reals[] states, int i) {
        return switch (rule) {
            case UpdateRule.Sgd sgd -> direction(sgd, g, states, i);
            case UpdateRule.RmsProp rmsProp -> direction(rmsProp, g, states, i);
            case UpdateRule.Adadelta adadelta -> direction(adadelta, g, states, i);
            case UpdateRule.Adam adam -> direction(adam, g, rates.get(1), rates.get(2), states, i);
        };
    }

    private static double direction(UpdateRule.Sgd rule, double g, Reals[] states, int i) {
        if (rule.momentum() == 0) {
            return g;
        }
        double v = rule.momentum() * states[0].get(i) + g;
        states[0].set(i, v);
        return rule.nesterov() ? g + rule.momentum() * v : v;
    }

    private static double direction(UpdateRule.RmsProp rule, double g, Reals[] states, int i) {
        double s = average(rule.decay(), states[0], i, g * g);
        return g / (Math.sqrt(s) + rule.epsilon());
    }

    private static double direction(UpdateRule.Adadelta rule, double g, Reals[] states, int i) {
        double s = average(rule.decay(), states[0], i, g * g);
        double d = g * Math.sqrt(states[1].get(i) + rule.epsilon()) / Math.sqrt(s + rule.epsilon());
        average(rule.decay(), states[1], i, d * d);
        return d;
    }

    private static double direction(UpdateRule.Adam rule, double g, double c1, double c2, Reals[] states, int i) {
        double m = average(rule.beta1(), states[0], i, g);
        double v = average(rule.beta2(), states[1], i, g * g);
        return m * c1 / (Math.sqrt(v * c2) + rule.epsilon());
    }

    /** The running average: state = decay · state + (1 - decay) · value. */
    private static double average(double decay, Reals state, int i, double value) {
        state.set(i, decay * state.get(i) + (1 - decay) * value);
        return state.get(i);
    }

    static void clipByNorm(double maxNorm, Reals x, Reals norm) {
        double length = Math.sqrt(Rows.dot(x, x));
        norm.set(0, length);
        if (length > maxNorm && Double.isFinite(length)) {
            for (int i = 0; i < x.length(); i++) {
                x.set(i, x.get(i) * (maxNorm / length));
            }
        }
    }
}
