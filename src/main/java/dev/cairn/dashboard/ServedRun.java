package dev.cairn.dashboard;

import dev.cairn.io.RunFolder;
import dev.cairn.train.History;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one run as a page sees it. */
final class ServedRun {
    private static final long MOST_JSON_BYTES = 4 << 20;
    private static final long MOST_HISTORY_BYTES = 16 << 20;

    private final String name;
    private final WatchedFile<JsonValue> metrics;
    private final WatchedFile<JsonValue> progress;
    private final WatchedFile<JsonValue> snapshot;
    private final WatchedFile<History> history;

    ServedRun(String name, Path folder) {
        this.name = name;
        metrics = new WatchedFile<>(folder.resolve(RunFolder.METRICS), MOST_JSON_BYTES, JsonValue::parse);
        progress = new WatchedFile<>(folder.resolve(RunFolder.PROGRESS), MOST_JSON_BYTES, JsonValue::parse);
        snapshot = new WatchedFile<>(folder.resolve(RunFolder.SNAPSHOT), MOST_JSON_BYTES, JsonValue::parse);
        history = new WatchedFile<>(folder.resolve(RunFolder.HISTORY), MOST_HISTORY_BYTES,
                text -> History.parseCsv(RunFolder.HISTORY, text));
    }

    String name() {
        return name;
    }

    WatchedFile<JsonValue> metrics() {
        return metrics;
    }

    WatchedFile<JsonValue> progress() {
        return progress;
    }

    WatchedFile<JsonValue> snapshot() {
        return snapshot;
    }

    WatchedFile<History> history() {
        return history;
    }

    /** What cannot be shown, a sentence each. */
    List<String> problems() {
        return Stream.of(metrics, progress, snapshot, history).map(WatchedFile::problem)
                .filter(problem -> !problem.isEmpty()).toList();
    }
}
