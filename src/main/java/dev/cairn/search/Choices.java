package dev.cairn.search;

import dev.cairn.backend.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A hyperparameter with a few values.
 *
 * @param whole whether its values are whole numbers
 */
record Choices(String name, List<String> values, boolean whole) implements Dimension {
    /** Numbers above zero that span such a factor were chosen by factors, and are refined so. */
    private static final double LOGARITHMIC_FROM = 20;

    Choices {
        values = List.copyOf(values);
    }

    @Override
    public String draw(RandomStream random) {
        return values.get(random.nextInt(values.size()));
    }

    /**
     * As many numbers as there are now, evenly spaced between the neighbours of the best and without these; of what is no
     * number, the best alone.
     */
    @Override
    public Dimension around(String best) {
        double[] sorted = numbers();
        int at = sorted.length < 2 ? -1 : Arrays.binarySearch(sorted, Double.parseDouble(best));
        if (at < 0) {
            return new Choices(name, List.of(best), whole);
        }
        double low = sorted[Math.max(0, at - 1)];
        double high = sorted[Math.min(sorted.length - 1, at + 1)];
        boolean logarithmic = sorted[0] > 0 && sorted[sorted.length - 1] / sorted[0] >= LOGARITHMIC_FROM;
        Spacing spacing = new Spacing(low, high, logarithmic, whole);
        int count = values.size();
        boolean lowEnd = at == 0;
        boolean highEnd = at == sorted.length - 1;
        int gaps = count + 1 - (lowEnd ? 1 : 0) - (highEnd ? 1 : 0);
        List<String> finer = IntStream.range(0, count)
                .mapToObj(i -> spacing.at((i + (lowEnd ? 0.0 : 1.0)) / gaps))
                .distinct().toList();
        return new Choices(name, finer, whole);
    }

    /** All values in ascending order if they are numbers, else none. */
    private double[] numbers() {
        try {
            return values.stream().mapToDouble(Double::parseDouble).sorted().toArray();
        } catch (NumberFormatException e) {
            return new double[0];
        }
    }
}
