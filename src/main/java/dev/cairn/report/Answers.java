package dev.cairn.report;

import dev.cairn.metrics.Predictions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a network answered for each sample of a data set. It listens to an evaluation:
 * {@code evaluator.evaluate(loader, answers)}.
 */
public final class Answers implements Consumer<Predictions> {
    private int[] predicted;
    private int[] labels;
    private double[] margins;
    private int samples;

    /** Before the evaluation. */
    public Answers() {
        predicted = new int[0];
        labels = new int[0];
        margins = new double[0];
    }

    @Override
    public void accept(Predictions batch) {
        int needed = samples + batch.rows();
        if (needed > labels.length) {
            int room = Math.max(needed, 2 * labels.length);
            predicted = Arrays.copyOf(predicted, room);
            labels = Arrays.copyOf(labels, room);
            margins = Arrays.copyOf(margins, room);
        }
        for (int row = 0; row < batch.rows(); row++) {
            predicted[samples] = batch.predicted(row);
            labels[samples] = batch.label(row);
            margins[samples] = batch.margin(row);
            samples++;
        }
    }

    /** How many samples were answered. */
    public int samples() {
        return samples;
    }

    /** The class that the i-th sample was taken for; {@link Predictions#NONE} for none. */
    public int predicted(int i) {
        return predicted[i];
    }

    /** Whether the i-th sample was taken for what it is. */
    public boolean isRight(int i) {
        return predicted[i] == labels[i];
    }

    /** The numbers of the samples that were taken for something else, the furthest from the truth first. */
    public int[] mistakes(int most) {
        return IntStream.range(0, samples).filter(i -> !isRight(i)).boxed()
                .sorted(Comparator
                        .comparingDouble(i -> Double.isNaN(margins[i]) ? Double.NEGATIVE_INFINITY : margins[i]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
