package dev.cairn.report;

import dev.cairn.data.ArrayDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures of a data set, and of what a network made of it. */
public final class DataCharts {
    private static final int COLUMNS = 10;
    private static final int CLASSES = 10;
    private static final int MISTAKES = 24;
    private static final int MISTAKES_A_ROW = 8;
    private static final int LONG_NAMED_A_ROW = 6;
    private static final int SHORT = 4;

    private DataCharts() {
    }

    /** How many samples each class has. */
    public static BarChart classes(ArrayDataset data) {
        return BarChart.of(data.name() + ": samples of each class", Axis.of("samples"), data.classNames())
                .plus("samples", Arrays.stream(data.classHistogram()).asDoubleStream().toArray());
    }

    /**
     * The samples that a network is furthest from the truth about, with what they are and what it takes them for.
     *
     * @param images  labelled, of shape [1, H, W] or [3, H, W]
     * @param answers for them, from their evaluation; at least one is wrong
     */
    public static ImageGrid mistakes(ArrayDataset images, Answers answers) {
        int[] worst = answers.mistakes(MISTAKES);
        List<String> names = images.classNames();
        List<ImageTile> tiles = Arrays.stream(worst)
                .mapToObj(i -> ImageTile.ofSample(
                        name(names, images.labels()[i]) + " → " + name(names, answers.predicted(i)), images, i))
                .toList();
        boolean shortNames = names.stream().allMatch(name -> name.length() <= SHORT);
        return ImageGrid.of("The worst mistakes: what it is → what it was taken for", tiles,
                shortNames ? MISTAKES_A_ROW : LONG_NAMED_A_ROW);
    }

    /** A network may tell more classes apart than its data set names. */
    private static String name(List<String> names, int label) {
        return label < 0 ? "nothing" : label < names.size() ? names.get(label) : Integer.toString(label);
    }

    /**
     * The first ten samples of each class, a row a class, of the first ten classes.
     *
     * @param images labelled, of shape [1, H, W] or [3, H, W]
     */
    public static ImageGrid samples(ArrayDataset images) {
        List<ImageTile> tiles = new ArrayList<>();
        int[] labels = images.labels();
        for (int label = 0; label < Math.min(images.classes(), CLASSES); label++) {
            int found = 0;
            for (int i = 0; i < labels.length && found < COLUMNS; i++) {
                if (labels[i] == label) {
                    tiles.add(ImageTile.ofSample(images.classNames().get(label), images, i));
                    found++;
                }
            }
        }
        return ImageGrid.of(images.name() + ": samples of each class", tiles, COLUMNS);
    }
}
