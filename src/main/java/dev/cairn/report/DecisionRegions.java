package dev.cairn.report;

import dev.cairn.Shape;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Normalisation;
import dev.cairn.train.Evaluator;
import java.util.stream.IntStream;

/**
 * Which class a network sees where in the plane of two features.
 *
 * @param left    the smallest first feature
 * @param right   the largest
 * @param bottom  the smallest second feature
 * @param top     the largest
 * @param side    how many cells the plane is cut into along each side
 * @param classes the class in the middle of each cell, by row from the top; negative for none
 */
public record DecisionRegions(double left, double right, double bottom, double top, int side, int[] classes) {
    private static final int SIDE = 400;
    private static final int BATCH = 4096;
    private static final double MARGIN = 0.04;

    public DecisionRegions {
        if (!(right > left && top > bottom) || side < 1 || classes.length != side * side) {
            throw new IllegalArgumentException(
                    "decision regions from (" + left + ", " + bottom + ") to (" + right + ", "
                            + top + "): " + classes.length + " cells for a side of " + side);
        }
    }

    /**
     * Asks a network about the part of the plane that holds a data set.
     *
     * @param data          labelled, of two features
     * @param normalisation from the data to the network's input
     */
    public static DecisionRegions of(Evaluator evaluator, ArrayDataset data, Normalisation normalisation) {
        return of(evaluator, data, normalisation, SIDE);
    }

    /**
     * Asks a network about the part of the plane that holds a data set.
     *
     * @param side how many cells along each side
     */
    public static DecisionRegions of(Evaluator evaluator, ArrayDataset data, Normalisation normalisation, int side) {
        if (data.sampleShape().elements() != 2 || data.classes() == 0) {
            throw new IllegalArgumentException(
                    "decision regions: need samples of 2 features with classes, not " + data);
        }
        double[] x = range(data, 0);
        double[] y = range(data, 1);
        ArrayDataset cells = ArrayDataset.ofFloats("plane", middles(x, y, side), Shape.of(2),
                new int[side * side], data.classNames());
        Answers answers = new Answers();
        evaluator.evaluate(cells.batches(BATCH).normalised(normalisation), answers);
        int[] classes = IntStream.range(0, side * side).map(answers::predicted).toArray();
        return new DecisionRegions(x[0], x[1], y[0], y[1], side, classes);
    }

    /** The range of a feature, and a little more. */
    private static double[] range(ArrayDataset data, int feature) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < data.size(); i++) {
            float value = data.sample(i).values()[feature];
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double margin = most > least ? MARGIN * (most - least) : 1;
        return new double[] {least - margin, most + margin};
    }

    private static float[] middles(double[] x, double[] y, int side) {
        float[] points = new float[2 * side * side];
        for (int cell = 0; cell < side * side; cell++) {
            points[2 * cell] = (float) (x[0] + (x[1] - x[0]) * (cell % side + 0.5) / side);
            points[2 * cell + 1] = (float) (y[1] - (y[1] - y[0]) * (cell / side + 0.5) / side);
        }
        return points;
    }
}
