package dev.cairn.cli;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.data.Batches;
import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Goal;
import dev.cairn.search.Configuration;
import dev.cairn.search.Space;
import dev.cairn.search.TrialResult;
import dev.cairn.train.DivergedException;
import dev.cairn.train.GradientCheckSuite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Trains for published figures, several trainings at once. */
final class Reproduction implements AutoCloseable {
    private static final Map<String, String> QUICK = Map.of("epochs", "1", "train-size", "2000", "test-size", "1000");
    private static final int QUICK_TRAININGS = 3;
    private static final String VALIDATION = "0.1";

    private final DataFolders folders;
    private final boolean quick;
    private final Backend backend;
    private final DeviceOptions options;
    private final Consumer<String> listener;
    private final ExecutorService threads;
    private final SampleCache samples;

    /**
     * @param quick    whether to train once, briefly and on few samples
     * @param options  of the device of each training
     * @param atOnce   how many trainings run at once
     * @param listener is told in a line what each training came to
     */
    Reproduction(DataFolders folders, boolean quick, Backend backend, DeviceOptions options, int atOnce,
            OutputOptions output, Consumer<String> listener) {
        this.folders = folders;
        this.quick = quick;
        this.backend = backend;
        this.options = options;
        this.listener = listener;
        threads = Executors.newFixedThreadPool(atOnce);
        samples = new SampleCache(experiment -> experiment.prepare(experiment.load(output)));
    }

    /** All trainings of a publication that are under way. */
    record UnderWay(Publication publication, List<Started> rows) {
        /** Those of a row: for each seed, every combination of the grid. */
        record Started(Publication.Row row, List<SequencedMap<String, String>> points,
                List<List<Future<Trained>>> repeats) {

            /** What they came to. */
            List<List<Trained>> results() throws InterruptedException {
                List<List<Trained>> results = new ArrayList<>();
                for (List<Future<Trained>> repeat : repeats) {
                    List<Trained> trainings = new ArrayList<>();
                    for (Future<Trained> training : repeat) {
                        trainings.add(result(training));
                    }
                    results.add(trainings);
                }
                return results;
            }
        }

        /** Waits for them. */
        Outcome finished() throws InterruptedException {
            List<ReproductionRow> done = new ArrayList<>();
            List<TrialResult> trials = new ArrayList<>();
            for (Started started : rows) {
                List<List<Trained>> repeats = started.results();
                started.row().figures()
                        .forEach(figure -> done.add(ReproductionRow.of(publication, started.row(), figure, repeats)));
                if (publication.isGrid()) {
                    trials.addAll(trials(started, repeats.getFirst()));
                }
            }
            return new Outcome(done, trials);
        }

        private static List<TrialResult> trials(Started started, List<Trained> trainings) {
            String set = started.row().figures().getFirst().set();
            List<TrialResult> trials = new ArrayList<>();
            for (int i = 0; i < trainings.size(); i++) {
                double share = trainings.get(i).figure(set) / 100;
                trials.add(new TrialResult(new Configuration(i + 1, started.points().get(i)),
                        Double.isNaN(share) ? TrialResult.State.DIVERGED : TrialResult.State.FINISHED, share,
                        List.of()));
            }
            return trials;
        }
    }

    /**
     * What all trainings of a publication came to.
     *
     * @param rows   of the table
     * @param trials what each combination of a grid reached with the first seed; none where there is no grid
     */
    record Outcome(List<ReproductionRow> rows, List<TrialResult> trials) {
    }

    private static Trained result(Future<Trained> training) throws InterruptedException {
        try {
            return training.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Begins with all trainings of a publication, after those that were begun before. */
    UnderWay start(Publication publication) {
        List<UnderWay.Started> rows = new ArrayList<>();
        for (Publication.Row row : publication.rows()) {
            List<SequencedMap<String, String>> points = points(publication);
            List<List<Future<Trained>>> repeats = new ArrayList<>();
            for (int seed = 1; seed <= (quick ? 1 : publication.seeds()); seed++) {
                List<Future<Trained>> trainings = new ArrayList<>();
                for (SequencedMap<String, String> point : points) {
                    trainings.add(threads.submit(work(publication, row, point, seed)));
                }
                repeats.add(trainings);
            }
            rows.add(new UnderWay.Started(row, points, repeats));
        }
        return new UnderWay(publication, rows);
    }

    private List<SequencedMap<String, String>> points(Publication publication) {
        List<SequencedMap<String, String>> points = publication.isGrid()
                ? Space.parse(publication.grid(), ExperimentWords::isWhole).grid()
                : List.of(new LinkedHashMap<>());
        return quick ? points.subList(0, Math.min(points.size(), QUICK_TRAININGS)) : points;
    }

    private Callable<Trained> work(Publication publication, Publication.Row row, SequencedMap<String, String> point,
            int seed) {
        String name = publication.label(row) + (point.isEmpty() ? "" : " " + new Configuration(seed, point));
        Callable<Trained> work = publication.isCheck()
                ? () -> check(publication.checks())
                : training(publication, row, point, seed);
        return () -> {
            Trained trained = work.call();
            listener.accept(name + ", seed " + seed + ": " + String.join(", ", row.figures().stream()
                    .map(figure -> figure.set() + " " + figure.text(trained.figure(figure.set()))).distinct()
                    .toList()));
            return trained;
        };
    }

    private static Trained check(String text) {
        long start = System.nanoTime();
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        GradientCheckSuite.cases().stream().filter(check -> check.name().contains(text))
                .flatMap(check -> check.run().rows().stream())
                .forEach(row -> figures.merge(PublishedFigure.DIFFERENCE, row.absoluteDifference(), Math::max));
        return new Trained(figures, Double.NaN, new LinkedHashMap<>(), secondsSince(start));
    }

    private Callable<Trained> training(Publication publication, Publication.Row row,
            SequencedMap<String, String> point, int seed) {
        List<String> sets = row.figures().stream().map(PublishedFigure::set).distinct().toList();
        ExperimentWords words = folders.addTo(publication.words(row)).with(point)
                .with(Map.of("seed", Integer.toString(seed)));
        if (sets.contains("validation") && (quick || !words.options().containsKey("validation"))) {
            words = words.with(Map.of("validation", VALIDATION));
        }
        ExperimentWords own = quick ? words.with(QUICK) : words;
        return () -> train(own, sets);
    }

    private Trained train(ExperimentWords words, List<String> sets) {
        Experiment experiment = words.experiment();
        PreparedData data = samples.get(words, experiment);
        long start = System.nanoTime();
        try (Device device = Device.require(backend, options)) {
            Training training = experiment.start(data, device);
            if (sets.contains("test")) {
                training.watchTest();
            }
            training.run();
            SequencedMap<String, Double> percent = new LinkedHashMap<>();
            for (String set : sets) {
                Classification result = (Classification) training.evaluate(set);
                percent.put(set, 100 * result.accuracy());
            }
            double epochs = training.history()
                    .epochsUntilWithinOnePercentOfBest(sets.getFirst() + "_accuracy", Goal.MAXIMIZE);
            return new Trained(percent, epochs, sizes(data), secondsSince(start));
        } catch (DivergedException e) {
            return Trained.diverged(sets, secondsSince(start));
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private static SequencedMap<String, Integer> sizes(PreparedData data) {
        SequencedMap<String, Integer> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, Batches> set : data.evaluated().entrySet()) {
            sizes.put(set.getKey(), set.getValue().data().size());
        }
        return sizes;
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
