package dev.cairn.report;

import dev.cairn.Parameter;
import dev.cairn.Shape;
import dev.cairn.nn.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the units of a network's first layer look for: their weights, each as an image of the input's shape. */
public final class FirstLayer {
    private static final int MOST_UNITS = 40;
    private static final int COLUMNS = 10;
    /** The share of weights that are shown in full strength or less: a few outliers would leave all others pale. */
    private static final double SHARE_IN_RANGE = 0.995;

    private FirstLayer() {
    }

    /**
     * The first forty units of a model's first fully connected layer; empty if the model does not begin with one or its
     * input is no image.
     *
     * @param sampleShape of the input, [1, H, W] or [3, H, W]
     */
    public static Optional<ImageGrid> of(Layer model, Shape sampleShape) {
        if (!ImageTile.areImages(sampleShape)) {
            return Optional.empty();
        }
        for (Parameter parameter : model.parameters()) {
            if (parameter.shape().rank() == 2) {
                return parameter.shape().dimension(0) == sampleShape.elements()
                        ? Optional.of(grid(parameter.toMatrix(), sampleShape))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** From weights of shape [inputs, units]. */
    private static ImageGrid grid(float[][] weights, Shape shape) {
        int units = weights[0].length;
        int shown = Math.min(MOST_UNITS, units);
        float largest = largest(weights, shown);
        List<ImageTile> tiles = IntStream.range(0, shown)
                .mapToObj(unit -> ImageTile.ofWeights("", column(weights, unit), shape, largest))
                .toList();
        String which = shown < units ? "the first " + shown + " of " + units + " units" : "all " + units + " units";
        List<Header.Entry> legend = shape.dimension(0) == 3
                ? List.of()
                : List.of(Header.Entry.area("below 0", Style.BLUE), Header.Entry.area("above 0", Style.VERMILION));
        return ImageGrid.of("Weights of the first layer, " + which, tiles, COLUMNS, legend);
    }

    private static float[] column(float[][] weights, int unit) {
        float[] column = new float[weights.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = weights[i][unit];
        }
        return column;
    }

    private static float largest(float[][] weights, int shown) {
        double[] sizes = Arrays.stream(weights)
                .flatMapToDouble(row -> IntStream.range(0, shown).mapToDouble(unit -> Math.abs(row[unit])))
                .filter(Double::isFinite).sorted().toArray();
        return sizes.length == 0 ? 0 : (float) sizes[(int) (SHARE_IN_RANGE * (sizes.length - 1))];
    }
}
