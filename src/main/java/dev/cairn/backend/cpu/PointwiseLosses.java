package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Pointwise;
import org.jspecify.annotations.Nullable;

/** Losses that are a sum over elements, and their gradients. */
final class PointwiseLosses {
    private static final long EXPONENTIAL_COST = 32;

    private final Elementwise elements;
    private final LaneSums sums;

    PointwiseLosses(Elementwise elements, LaneSums sums) {
        this.elements = elements;
        this.sums = sums;
    }

    void compute(Pointwise l, double parameter, double scale, Buffer prediction, Buffer target, Buffer loss,
            @Nullable Buffer gradient) {
        long cost = l == Pointwise.BINARY_CROSS_ENTROPY ? EXPONENTIAL_COST : 1;
        double sum = sums.total(value(l), parameter, cost, prediction, target);
        if (gradient != null) {
            elements.zip(slope(l), parameter, scale, cost, prediction, target, false, gradient);
        }
        HeapBlock.floats(loss)[loss.offset()] = (float) (scale * sum);
    }

    private static LaneSums.Term value(Pointwise l) {
        return switch (l) {
            case SQUARED -> PointwiseLosses::squared;
            case ABSOLUTE -> PointwiseLosses::absolute;
            case HUBER -> PointwiseLosses::huber;
            case BINARY_CROSS_ENTROPY -> PointwiseLosses::crossEntropy;
        };
    }

    private static Kernel slope(Pointwise l) {
        return switch (l) {
            case SQUARED -> PointwiseLosses::squaredSlope;
            case ABSOLUTE -> PointwiseLosses::absoluteSlope;
            case HUBER -> PointwiseLosses::huberSlope;
            case BINARY_CROSS_ENTROPY -> PointwiseLosses::crossEntropySlope;
        };
    }

    private static void squared(double parameter, float[] p, int pFrom, float[] t, int tFrom, double[] lanes,
            int from, int to, double[] work) {
        for (int j = from; j < to; j++) {
            double d = (double) p[pFrom + j] - t[tFrom + j];
            lanes[j] += d * d;
        }
    }

    private static void squaredSlope(double parameter, double scale, float[] p, float[] t, float[] dp, int from,
            int to, double[] work) {
        float factor = (float) (2 * scale);
        for (int i = from; i < to; i++) {
            dp[i] = factor * (p[i] - t[i]);
        }
    }

    private static void absolute(double parameter, float[] p, int pFrom, float[] t, int tFrom, double[] lanes,
            int from, int to, double[] work) {
        for (int j = from; j < to; j++) {
            lanes[j] += Math.abs((double) p[pFrom + j] - t[tFrom + j]);
        }
    }

    private static void absoluteSlope(double parameter, double scale, float[] p, float[] t, float[] dp, int from,
            int to, double[] work) {
        float factor = (float) scale;
        for (int i = from; i < to; i++) {
            dp[i] = factor * Math.signum(p[i] - t[i]);
        }
    }

    /** With e = min(d, δ): e (d - e / 2), which is d² / 2 or δ (d - δ / 2). */
    private static void huber(double delta, float[] p, int pFrom, float[] t, int tFrom, double[] lanes, int from,
            int to, double[] work) {
        for (int j = from; j < to; j++) {
            double d = Math.abs((double) p[pFrom + j] - t[tFrom + j]);
            double e = Math.min(d, delta);
            lanes[j] += e * (d - 0.5 * e);
        }
    }

    private static void huberSlope(double parameter, double scale, float[] p, float[] t, float[] dp, int from, int to,
            double[] work) {
        float factor = (float) scale;
        float delta = (float) parameter;
        for (int i = from; i < to; i++) {
            dp[i] = factor * Math.max(Math.min(p[i] - t[i], delta), -delta);
        }
    }

    /**
     * (1 - t) p + (1 + (w - 1) t) (ln(1 + e) + max(-p, 0)) with e = e^-|p|. With s = e / (2 + e), at most 1/3, the logarithm
     * is 2 (s + s³/3 + s⁵/5 + ...).
     */
    private static void crossEntropy(double weight, float[] p, int pFrom, float[] t, int tFrom, double[] lanes,
            int from, int to, double[] work) {
        for (int j = from; j < to; j++) {
            work[j - from] = Exponential.of(-Math.abs(p[pFrom + j]));
        }
        for (int j = from; j < to; j++) {
            double s = work[j - from] / (2 + work[j - from]);
            double s2 = s * s;
            work[j - from] = 2 * s * (1 + s2 * (1.0 / 3 + s2 * (1.0 / 5 + s2 * (1.0 / 7 + s2 * (1.0 / 9 + s2 * (1.0 / 11
                    + s2 * (1.0 / 13 + s2 * (1.0 / 15))))))));
        }
        for (int j = from; j < to; j++) {
            double x = p[pFrom + j];
            double y = t[tFrom + j];
            lanes[j] += (1 - y) * x + (1 + (weight - 1) * y) * (work[j - from] + Math.max(-x, 0));
        }
    }

    /** (1 - t) - (1 + (w - 1) t) σ(-p). */
    private static void crossEntropySlope(double weight, double scale, float[] p, float[] t, float[] dp, int from,
            int to, double[] work) {
        for (int i = from; i < to; i++) {
            work[i - from] = Exponential.sigmoid(-p[i]);
        }
        for (int i = from; i < to; i++) {
            dp[i] = (float) (scale * ((1 - t[i]) - (1 + (weight - 1) * t[i]) * work[i - from]));
        }
    }
}
