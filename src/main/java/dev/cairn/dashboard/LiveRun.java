package dev.cairn.dashboard;

import dev.cairn.files.AtomicFile;
import dev.cairn.io.RunFolder;
import dev.cairn.train.History;
import dev.cairn.train.TrainingListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A training run that can be followed: while it trains, its folder holds {@code history.csv}, {@code progress.json} and, where
 * somebody watches the network, {@code snapshot.json}. A thread of their own writes them and takes about a hundredth of its
 * time for that; the training thread only leaves numbers.
 *
 * <pre>{@code
 * try (LiveRun run = LiveRun.begin(folder, facts)) {
 *     History history = trainer.listener(run).fit(train, validation, epochs);
 *     run.end();
 *     folder.save(model, history, metrics);
 * }
 * }</pre>
 */
public final class LiveRun implements TrainingListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.cairn.dashboard");
    private static final long LEAST_NANOS_BETWEEN_WRITES = 200_000_000;
    /** However slow the disk is: a run that is silent for longer is taken for one that was killed. */
    private static final long MOST_NANOS_BETWEEN_WRITES = 5_000_000_000L;
    /** A write may follow after so many times what the last one took. */
    private static final long PAUSE_FACTOR = 100;

    private final RunFolder folder;
    private final Path path;
    private final RunFacts facts;
    private final long startMillis = System.currentTimeMillis();
    private final long start = System.nanoTime();
    private final Thread writer = Thread.ofPlatform().name("cairn-live-run").daemon().unstarted(this::writeUntilEnded);
    private @Nullable Watcher watcher;
    private volatile RunProgress.Steps steps = new RunProgress.Steps(0, 1, 0, 0);

    private final Object lock = new Object();
    private History history = History.empty();
    private boolean historyIsNew;
    private @Nullable Snapshot snapshot;
    private boolean ended;

    private LiveRun(RunFolder folder, RunFacts facts) {
        this.folder = folder;
        this.facts = facts;
        path = folder.begin();
    }

    /**
     * Creates the run's folder and begins to write there.
     *
     * @throws dev.cairn.CairnException if the folder cannot be created
     */
    public static LiveRun begin(RunFolder folder, RunFacts facts) {
        LiveRun run = new LiveRun(folder, facts);
        run.writer.start();
        return run;
    }

    /** Also shows what the network does with some samples, now and then after an evaluation. */
    public void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** Where the run's files are. */
    public Path path() {
        return path;
    }

    @Override
    public void onStep(long step, long totalSteps, long samples) {
        steps = new RunProgress.Steps(step, totalSteps, samples, (System.nanoTime() - start) * 1e-9);
    }

    @Override
    public void onEvaluation(History.Row row) {
        Snapshot seen = watcher == null ? null : watcher.lookIfDue(row.epoch());
        synchronized (lock) {
            history = history.plus(row);
            historyIsNew = true;
            snapshot = seen == null ? snapshot : seen;
        }
    }

    /** After the training: a last look at the network, and all that is left to write. Nothing is written afterwards. */
    public void end() {
        if (watcher != null && !history.rows().isEmpty()) {
            Snapshot seen = watcher.look(history.rows().getLast().epoch());
            synchronized (lock) {
                snapshot = seen;
            }
        }
        stop();
    }

    /** Stops writing; what the run has not saved is taken away. */
    @Override
    public void close() {
        stop();
        folder.abandon();
    }

    private void stop() {
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilEnded() {
        boolean isLast;
        do {
            long begin = System.nanoTime();
            isLast = writeNews();
            long took = System.nanoTime() - begin;
            pause(Math.clamp(PAUSE_FACTOR * took, LEAST_NANOS_BETWEEN_WRITES, MOST_NANOS_BETWEEN_WRITES));
        } while (!isLast);
    }

    /** Whether there will be no more. */
    private boolean writeNews() {
        History newHistory;
        Snapshot newSnapshot;
        SequencedMap<String, Double> figures;
        boolean isLast;
        synchronized (lock) {
            isLast = ended;
            figures = history.rows().isEmpty() ? new LinkedHashMap<>() : history.rows().getLast().values();
            newHistory = historyIsNew ? history : null;
            historyIsNew = false;
            newSnapshot = snapshot;
            snapshot = null;
        }
        try {
            if (newSnapshot != null) {
                AtomicFile.publish(path.resolve(RunFolder.SNAPSHOT), newSnapshot.toJson());
            }
            if (newHistory != null) {
                AtomicFile.publish(path.resolve(RunFolder.HISTORY), newHistory.toCsv());
            }
            AtomicFile.publish(path.resolve(RunFolder.PROGRESS),
                    new RunProgress(facts, startMillis, steps, figures).toJson());
        } catch (RuntimeException e) {
            // Who follows the run sees it late or not at all; the training goes on, and what cannot be saved will be said then.
            LOG.log(System.Logger.Level.DEBUG, "cannot tell how the run goes", e);
        }
        return isLast;
    }

    private void pause(long nanos) {
        long begin = System.nanoTime();
        synchronized (lock) {
            for (long left = nanos; left > 0 && !ended; left = nanos - (System.nanoTime() - begin)) {
                try {
                    lock.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    ended = true;
                }
            }
        }
    }
}
