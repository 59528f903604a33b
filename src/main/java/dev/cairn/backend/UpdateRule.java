package dev.cairn.backend;

/**
 * How an optimizer moves a parameter w along its gradient g. {@code rate} is the learning rate of the step times the
 * segment's factor; g already contains 2 λ w for the segment's L2 strength λ, but for {@link Adam} with
 * {@code decay > 0}, which is decoupled.
 */
public sealed interface UpdateRule {
    /** How many numbers a parameter element needs as state; all start at 0. */
    int slots();

    /**
     * Stochastic gradient descent. v = momentum · v + g; w -= rate · v, or with {@code nesterov}
     * w -= rate · (g + momentum · v) (Sutskever et al., 2013). Without momentum there is no v.
     */
    record Sgd(double momentum, boolean nesterov) implements UpdateRule {
        @Override
        public int slots() {
            return momentum == 0 ? 0 : 1;
        }
    }

    /** s = decay · s + (1 - decay) g²; w -= rate · g / (√s + epsilon) (Tieleman and Hinton, 2012). */
    record RmsProp(double decay, double epsilon) implements UpdateRule {
        @Override
        public int slots() {
            return 1;
        }
    }

    /**
     * s = decay · s + (1 - decay) g²; d = g √(u + epsilon) / √(s + epsilon); u = decay · u + (1 - decay) d²;
     * w -= rate · d (Zeiler, 2012).
     */
    record Adadelta(double decay, double epsilon) implements UpdateRule {
        @Override
        public int slots() {
            return 2;
        }
    }

    /**
     * m = beta1 · m + (1 - beta1) g; v = beta2 · v + (1 - beta2) g²; w -= rate · (m c1) / (√(v c2) + epsilon), where
     * c1 = 1 / (1 - beta1^t) and c2 = 1 / (1 - beta2^t) come from the table of rates (Kingma and Ba, 2015). Before that,
     * w -= rate · decay · w (Loshchilov and Hutter, 2019) for segments that decay.
     */
    record Adam(double beta1, double beta2, double epsilon, double decay) implements UpdateRule {
        @Override
        public int slots() {
            return 2;
        }
    }
}
