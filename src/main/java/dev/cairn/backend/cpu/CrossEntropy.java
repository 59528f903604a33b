package dev.cairn.backend.cpu;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import org.jspecify.annotations.Nullable;

/**
 * Softmax cross-entropy and its gradient. With m the maximum of a row x and s = Σ_k e^(x_k - m): -ln p_c = (m - x_c) + ln s
 * in double precision, and the gradient is p_c Σ_k t_k - t_c, with targets t that contain class weight and share of the
 * mean.
 */
final class CrossEntropy {
    private static final long COST = 50;

    private final Team team;
    private double[] rowLosses = new double[Scratch.TILE];

    CrossEntropy(Team team) {
        this.team = team;
    }

    /** One call's operands, and what follows from them for all rows. */
    private record Call(int classes, Buffer logits, Buffer target, @Nullable Buffer weights, double smoothing,
            double divisor, @Nullable Buffer gradient) {
        boolean labelled() {
            return target.type() == ElementType.INT32;
        }

        double weight(int c) {
            return weights == null ? 1 : HeapBlock.floats(weights)[weights.offset() + c];
        }

        int label(int row) {
            return HeapBlock.ints(target)[target.offset() + row];
        }

        double probability(int row, int c) {
            return labelled()
                    ? label(row) == c ? 1 : 0
                    : HeapBlock.floats(target)[target.offset() + row * classes + c];
        }

        /** t (-ln p_c); a class whose t is 0 adds nothing, whatever its logit. */
        double loss(double t, int row, int c, float max, double logOfSum) {
            float x = HeapBlock.floats(logits)[logits.offset() + row * classes + c];
            return t == 0 ? 0 : t * ((double) max - x + logOfSum);
        }
    }

    void compute(int rows, Buffer logits, Buffer target, @Nullable Buffer weights, double smoothing, Buffer loss,
            @Nullable Buffer gradient) {
        Call call = new Call(logits.length() / rows, logits, target, weights, smoothing,
                divisor(rows, target, weights), gradient);
        if (rowLosses.length < rows) {
            rowLosses = new double[rows];
        }
        if (team.alone(COST * logits.length())) {
            compute(call, 0, rows, team.scratch());
        } else {
            team.share(rows, (from, to, scratch) -> compute(call, from, to, scratch));
        }
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            mean += rowLosses[i];
        }
        HeapBlock.floats(loss)[loss.offset()] = (float) mean;
    }

    private static double divisor(int rows, Buffer target, @Nullable Buffer weights) {
        if (weights == null || target.type() != ElementType.INT32) {
            return rows;
        }
        double total = 0;
        for (int i = 0; i < rows; i++) {
            int label = HeapBlock.ints(target)[target.offset() + i];
            total += HeapBlock.floats(weights)[weights.offset() + label];
        }
        return total;
    }

    private void compute(Call call, int firstRow, int endRow, Scratch scratch) {
        int classes = call.classes;
        int step = Math.max(1, Scratch.TILE / classes);
        float[] powers = scratch.rows(step * classes);
        float[] logits = HeapBlock.floats(call.logits);
        for (int start = firstRow; start < endRow; start += step) {
            int n = Math.min(step, endRow - start);
            for (int i = 0; i < n; i++) {
                int from = call.logits.offset() + (start + i) * classes;
                scratch.d[i] = Softmax.shift(logits, from, powers, i * classes, classes, scratch.work);
            }
            Exponential.applyToNegative(powers, 0, n * classes);
            for (int i = 0; i < n; i++) {
                row(call, start + i, scratch.d[i], powers, i * classes, scratch);
            }
        }
    }

    /** One row, from e^(x - max) at {@code powers[from ...]}. */
    private void row(Call call, int row, float max, float[] powers, int from, Scratch scratch) {
        double sum = LongRow.sum(powers, from, call.classes, scratch.work);
        rowLosses[row] = call.labelled() && call.smoothing == 0
                ? labelledRow(call, row, max, sum, powers, from)
                : generalRow(call, row, max, sum, powers, from, scratch.row(call.classes));
    }

    /** t is 0 but at the label. */
    private static double labelledRow(Call call, int row, float max, double sum, float[] powers, int from) {
        int label = call.label(row);
        double t = call.weight(label) / call.divisor;
        double loss = call.loss(t, row, label, max, Math.log(sum));
        if (call.gradient != null) {
            float[] target = HeapBlock.floats(call.gradient);
            int at = call.gradient.offset() + row * call.classes;
            float factor = (float) (t / sum);
            for (int c = 0; c < call.classes; c++) {
                target[at + c] = powers[from + c] * factor;
            }
            target[at + label] = (float) (t * (powers[from + label] / sum - 1));
        }
        return loss;
    }

    private static double generalRow(Call call, int row, float max, double sum, float[] powers, int from,
            double[] t) {
        double logOfSum = Math.log(sum);
        double total = 0;
        double loss = 0;
        for (int c = 0; c < call.classes; c++) {
            t[c] = call.weight(c) * ((1 - call.smoothing) * call.probability(row, c) + call.smoothing / call.classes)
                    / call.divisor;
            total += t[c];
            loss += call.loss(t[c], row, c, max, logOfSum);
        }
        if (call.gradient != null) {
            float[] target = HeapBlock.floats(call.gradient);
            int at = call.gradient.offset() + row * call.classes;
            for (int c = 0; c < call.classes; c++) {
                target[at + c] = (float) (powers[from + c] * (total / sum) - t[c]);
            }
        }
        return loss;
    }
}
