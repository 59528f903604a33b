package dev.cairn.cli;

import java.util.Arrays;
import java.util.List;

/**
 * One published figure beside what was obtained for it.
 *
 * @param publication where it stands
 * @param label       what it is called
 * @param figure      what was published
 * @param obtained    the same figure for each seed
 * @param samples     the sizes of the parts, as {@code 4018 (16835 for training)}
 * @param epochsToTop the mean number of epochs until within one percent of the best; NaN if not known
 * @param seconds     that all trainings together took; NaN if not known
 * @param failure     why nothing was obtained; empty if something was
 */
record ReproductionRow(Publication publication, String label, PublishedFigure figure, List<Double> obtained,
        String samples, double epochsToTop, double seconds, String failure) {
    private static final String NONE = "";
    private static final String TRAIN = "train";
    private static final String VARIANT = "-ours";

    /** What was obtained for a figure by repeats of a publication's trainings. */
    static ReproductionRow of(Publication publication, Publication.Row row, PublishedFigure figure,
            List<List<Trained>> repeats) {
        List<Double> obtained = repeats.stream()
                .map(trainings -> figure.take()
                        .of(trainings.stream().map(trained -> trained.figure(figure.set())).toList()))
                .toList();
        double epochs = repeats.stream().flatMap(List::stream).mapToDouble(Trained::epochsToTop)
                .filter(count -> !Double.isNaN(count)).average().orElse(Double.NaN);
        return new ReproductionRow(publication, publication.label(row), figure, obtained,
                samples(figure.set(), repeats), epochs,
                repeats.stream().flatMap(List::stream).mapToDouble(Trained::seconds).sum(), "");
    }

    /** The rows of a publication for which nothing could be obtained. */
    static List<ReproductionRow> failed(Publication publication, String failure) {
        return publication.rows().stream()
                .flatMap(row -> row.figures().stream().map(figure -> new ReproductionRow(publication,
                        publication.label(row), figure, List.of(), NONE, Double.NaN, Double.NaN, failure)))
                .toList();
    }

    private static String samples(String set, List<List<Trained>> repeats) {
        return repeats.stream().flatMap(List::stream).map(Trained::samples)
                .filter(samples -> samples.containsKey(set)).findFirst()
                .map(samples -> samples.get(set)
                        + (set.equals(TRAIN) ? "" : " (trained on " + samples.get(TRAIN) + ")"))
                .orElse(NONE);
    }

    /** Whether it was measured on so many samples. */
    boolean isOf(int count) {
        return samples.equals(Integer.toString(count)) || samples.startsWith(count + " ");
    }

    double mean() {
        return all().length == 0 ? Double.NaN : Arrays.stream(all()).average().orElse(Double.NaN);
    }

    double least() {
        return Arrays.stream(all()).min().orElse(Double.NaN);
    }

    double most() {
        return Arrays.stream(all()).max().orElse(Double.NaN);
    }

    private double[] all() {
        return obtained.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Whether the mean is at least as good as what was published. */
    boolean isReached() {
        return figure.isReachedBy(mean());
    }

    /** The answer in a word or two. */
    String verdict(List<String> names) {
        if (!failure.isEmpty()) {
            return "failed: " + failure;
        }
        if (isReached()) {
            return "reached";
        }
        String variant = publication.name() + VARIANT;
        return names.contains(variant) ? "not reached; see " + variant : "not reached";
    }
}
