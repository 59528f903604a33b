package dev.cairn.dashboard;

import dev.cairn.train.History;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What one open page is told, as server-sent events (WHATWG HTML, "Server-sent events"): {@code summary} for every run that is new or has
 * changed, {@code gone} for one that is not there any more, {@code history} and {@code details} for the runs the page shows,
 * {@code complete} after each round that told something. A look at the files takes at most a fiftieth of the time.
 */
final class EventStream {
    private static final long LEAST_MILLIS_BETWEEN_ROUNDS = 400;
    private static final long MOST_MILLIS_BETWEEN_ROUNDS = 10_000;
    private static final long PAUSE_FACTOR = 50;
    private static final int ROUNDS_BETWEEN_SIGNS_OF_LIFE = 5;

    private final RunsFolder folder;
    private final Set<String> shown;
    private final CountDownLatch end;
    private final OutputStream out;
    private final Map<String, ServedRun> runs = new HashMap<>();
    private final Map<String, String> summaries = new HashMap<>();
    private final Map<String, History> histories = new HashMap<>();

    /**
     * @param shown the names of the runs that the page shows in full
     * @param end   reaches 0 when no more is to be told than what there is at that time
     */
    EventStream(RunsFolder folder, Set<String> shown, CountDownLatch end, OutputStream out) {
        this.folder = folder;
        this.end = end;
        this.shown = shown;
        this.out = out;
    }

    /** Tells what there is and what changes, until the page is closed or the end is reached. */
    void run() throws IOException, InterruptedException {
        boolean isLast = false;
        for (long round = 0; !isLast; round++) {
            isLast = end.getCount() == 0;
            long begin = System.nanoTime();
            if (tell() || round == 0) {
                send("complete", "{}");
            } else if (round % ROUNDS_BETWEEN_SIGNS_OF_LIFE == 0) {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            long took = (System.nanoTime() - begin) / 1_000_000;
            long pause = Math.clamp(PAUSE_FACTOR * took, LEAST_MILLIS_BETWEEN_ROUNDS, MOST_MILLIS_BETWEEN_ROUNDS);
            boolean _ = end.await(pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Whether there was anything to tell. */
    private boolean tell() throws IOException {
        Map<String, Path> found = folder.runs();
        boolean told = forgetAllBut(found.keySet());
        for (Map.Entry<String, Path> entry : found.entrySet()) {
            told |= tell(runs.computeIfAbsent(entry.getKey(), name -> new ServedRun(name, entry.getValue())));
        }
        return told;
    }

    private boolean forgetAllBut(Set<String> found) throws IOException {
        Set<String> gone = new HashSet<>(runs.keySet());
        gone.removeAll(found);
        for (String name : gone) {
            send("gone", RunText.gone(name));
            runs.remove(name);
            summaries.remove(name);
            histories.remove(name);
        }
        return !gone.isEmpty();
    }

    private boolean tell(ServedRun run) throws IOException {
        boolean isShown = shown.contains(run.name());
        boolean metricsChanged = run.metrics().refresh();
        run.progress().refresh();
        boolean historyChanged = isShown && run.history().refresh();
        boolean detailsChanged = isShown && (run.snapshot().refresh() | metricsChanged);
        String summary = RunText.summary(run, System.currentTimeMillis());
        boolean told = !summary.equals(summaries.put(run.name(), summary));
        if (told) {
            send("summary", summary);
        }
        if (historyChanged) {
            tellHistory(run);
            told = true;
        }
        if (detailsChanged) {
            send("details", RunText.details(run));
            told = true;
        }
        return told;
    }

    /** Only what was added, where the history has grown. */
    private void tellHistory(ServedRun run) throws IOException {
        History now = run.history().value().orElse(History.empty());
        History before = histories.getOrDefault(run.name(), History.empty());
        histories.put(run.name(), now);
        int known = before.rows().size();
        boolean grown = known > 0 && now.rows().size() >= known && now.columns().equals(before.columns())
                && now.rows().subList(0, known).equals(before.rows());
        send("history", RunText.history(run.name(), now, grown ? known : 0));
    }

    private void send(String event, String data) throws IOException {
        out.write(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
