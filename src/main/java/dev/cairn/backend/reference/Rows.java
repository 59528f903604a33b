package dev.cairn.backend.reference;

import org.jspecify.annotations.Nullable;

/** Sums over matrices, softmax and cross-entropy. */
final class Rows {
    private Rows() {
    }

    static void columnSums(Reals x, boolean accumulate, Reals y) {
        for (int j = 0; j < y.length(); j++) {
            double sum = 0;
            for (int i = j; i < x.length(); i += y.length()) {
                sum += x.get(i);
            }
            y.put(accumulate, j, sum);
        }
    }

    static void rowSums(Reals x, boolean accumulate, Reals y) {
        int columns = x.length() / y.length();
        for (int i = 0; i < y.length(); i++) {
            y.put(accumulate, i, sum(x.row(i, columns)));
        }
    }

    static double sum(Reals x) {
        double sum = 0;
        for (int i = 0; i < x.length(); i++) {
            sum += x.get(i);
        }
        return sum;
    }

    static double dot(Reals x, Reals y) {
        double sum = 0;
        for (int i = 0; i < x.length(); i++) {
            sum += x.get(i) * y.get(i);
        }
        return sum;
    }

    static void spread(Reals x, boolean accumulate, Reals y) {
        int columns = y.length() / x.length();
        for (int i = 0; i < y.length(); i++) {
            y.put(accumulate, i, x.get(i / columns));
        }
    }

    static void softmax(int rows, Reals x, Reals y) {
        int columns = x.length() / rows;
        for (int i = 0; i < rows; i++) {
            double[] p = softmax(x.row(i, columns));
            for (int j = 0; j < columns; j++) {
                y.row(i, columns).set(j, p[j]);
            }
        }
    }

    private static double[] softmax(Reals x) {
        double max = max(x);
        double sum = sumOfExp(x, max);
        double[] p = new double[x.length()];
        for (int j = 0; j < p.length; j++) {
            p[j] = Math.exp(x.get(j) - max) / sum;
        }
        return p;
    }

    private static double max(Reals x) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < x.length(); j++) {
            max = Math.max(max, x.get(j));
        }
        return max;
    }

    private static double sumOfExp(Reals x, double shift) {
        double sum = 0;
        for (int j = 0; j < x.length(); j++) {
            sum += Math.exp(x.get(j) - shift);
        }
        return sum;
    }

    static void softmaxGradient(int rows, Reals y, Reals dy, boolean accumulate, Reals dx) {
        int columns = y.length() / rows;
        for (int i = 0; i < rows; i++) {
            double dot = dot(dy.row(i, columns), y.row(i, columns));
            for (int j = i * columns; j < (i + 1) * columns; j++) {
                dx.put(accumulate, j, y.get(j) * (dy.get(j) - dot));
            }
        }
    }

    /** Cross-entropy whose target is either the labels or the probabilities; the other is null. */
    static void crossEntropy(int rows, Reals logits, @Nullable Ints labels, @Nullable Reals probabilities,
            @Nullable Reals classWeights, double smoothing, Reals loss, @Nullable Reals gradient) {
        int classes = logits.length() / rows;
        double divisor = labels != null && classWeights != null ? totalWeight(labels, classWeights) : rows;
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            double[] target = new double[classes];
            for (int c = 0; c < classes; c++) {
                double t = probabilities != null
                        ? probabilities.get(i * classes + c)
                        : labels != null && labels.get(i) == c ? 1 : 0;
                double weight = classWeights == null ? 1 : classWeights.get(c);
                target[c] = weight * ((1 - smoothing) * t + smoothing / classes) / divisor;
            }
            mean += crossEntropy(logits.row(i, classes), target);
            if (gradient != null) {
                crossEntropyGradient(softmax(logits.row(i, classes)), target, gradient.row(i, classes));
            }
        }
        loss.set(0, mean);
    }

    private static double totalWeight(Ints labels, Reals classWeights) {
        double total = 0;
        for (int i = 0; i < labels.length(); i++) {
            total += classWeights.get(labels.get(i));
        }
        return total;
    }

    /** Σ_c t_c (-ln p_c), where -ln p_c = (max - x_c) + ln Σ_k e^(x_k - max). */
    private static double crossEntropy(Reals x, double[] target) {
        double max = max(x);
        double logOfSum = Math.log(sumOfExp(x, max));
        double loss = 0;
        for (int c = 0; c < target.length; c++) {
            if (target[c] != 0) {
                loss += target[c] * (max - x.get(c) + logOfSum);
            }
        }
        return loss;
    }

    /** dx_c = p_c Σ_k t_k - t_c. */
    private static void crossEntropyGradient(double[] p, double[] target, Reals dx) {
        double total = 0;
        for (double t : target) {
            total += t;
        }
        for (int c = 0; c < p.length; c++) {
            dx.set(c, p[c] * total - target[c]);
        }
    }
}
