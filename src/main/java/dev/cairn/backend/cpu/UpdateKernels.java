package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.UpdateRule;

/**
 * The loops of {@link UpdateRule}, in their form and names. All arrays are indexed by the same i; g + l2 w is the gradient,
 * and {@code keep} is what decoupled weight decay leaves of w.
 */
final class UpdateKernels {
    private UpdateKernels() {
    }

    /** n elements from {@code from} on; states that the rule does not have are not touched. */
    static void apply(UpdateRule rule, float rate, float l2, float keep, Buffer rates, float[] g, float[] first,
            float[] second, float[] w, int from, int n) {
        switch (rule) {
            case UpdateRule.Sgd sgd when sgd.momentum() == 0 -> sgd(rate, l2, g, w, from, from + n);
            case UpdateRule.Sgd sgd when sgd.nesterov() -> nesterov((float) sgd.momentum(), rate, l2, g, first, w, from,
                    from + n);
            case UpdateRule.Sgd sgd -> momentum((float) sgd.momentum(), rate, l2, g, first, w, from, from + n);
            case UpdateRule.RmsProp(double decay, double epsilon) -> rmsProp((float) decay, (float) (1 - decay),
                    (float) epsilon, rate, l2, g, first, w, from, from + n);
            case UpdateRule.Adadelta(double decay, double epsilon) -> adadelta((float) decay, (float) (1 - decay),
                    (float) epsilon, rate, l2, g, first, second, w, from, from + n);
            case UpdateRule.Adam adam -> {
                float c1 = HeapBlock.floats(rates)[rates.offset() + 1];
                float c2 = HeapBlock.floats(rates)[rates.offset() + 2];
                adam((float) adam.beta1(), (float) (1 - adam.beta1()), (float) adam.beta2(),
                        (float) (1 - adam.beta2()), (float) adam.epsilon(), rate * c1, c2, l2, keep, g, first, second,
                        w,
                        from, from + n);
            }
        }
    }

    private static void sgd(float rate, float l2, float[] g, float[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= rate * (g[i] + l2 * w[i]);
        }
    }

    private static void momentum(float momentum, float rate, float l2, float[] g, float[] v, float[] w, int from,
            int to) {
        for (int i = from; i < to; i++) {
            float velocity = momentum * v[i] + (g[i] + l2 * w[i]);
            v[i] = velocity;
            w[i] -= rate * velocity;
        }
    }

    private static void nesterov(float momentum, float rate, float l2, float[] g, float[] v, float[] w, int from,
            int to) {
        for (int i = from; i < to; i++) {
            float gradient = g[i] + l2 * w[i];
            float velocity = momentum * v[i] + gradient;
            v[i] = velocity;
            w[i] -= rate * (gradient + momentum * velocity);
        }
    }

    private static void rmsProp(float decay, float rest, float epsilon, float rate, float l2, float[] g, float[] s,
            float[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            float gradient = g[i] + l2 * w[i];
            float square = decay * s[i] + rest * gradient * gradient;
            s[i] = square;
            w[i] -= rate * gradient / ((float) Math.sqrt(square) + epsilon);
        }
    }

    private static void adadelta(float decay, float rest, float epsilon, float rate, float l2, float[] g, float[] s,
            float[] u, float[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            float gradient = g[i] + l2 * w[i];
            float square = decay * s[i] + rest * gradient * gradient;
            float d = gradient * (float) Math.sqrt(u[i] + epsilon) / (float) Math.sqrt(square + epsilon);
            s[i] = square;
            u[i] = decay * u[i] + rest * d * d;
            w[i] -= rate * d;
        }
    }

    /** {@code rate} contains c1. */
    private static void adam(float beta1, float rest1, float beta2, float rest2, float epsilon, float rate, float c2,
            float l2, float keep, float[] g, float[] m, float[] v, float[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            float gradient = g[i] + l2 * w[i];
            float mean = beta1 * m[i] + rest1 * gradient;
            float square = beta2 * v[i] + rest2 * gradient * gradient;
            m[i] = mean;
            v[i] = square;
            w[i] = keep * w[i] - rate * mean / ((float) Math.sqrt(square * c2) + epsilon);
        }
    }
}
