package dev.cairn.cli;

import dev.cairn.bench.Measurement;
import dev.cairn.files.AtomicFile;
import dev.cairn.files.Json;
import dev.cairn.io.RunFolder;
import dev.cairn.report.Charts;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** What {@code cairn bench} leaves behind. */
final class BenchReport {
    private final List<Measurement> measurements;

    BenchReport(List<Measurement> measurements) {
        this.measurements = measurements;
    }

    /** The writers of the run folder's files by their names. */
    SequencedMap<String, Consumer<Path>> files() {
        SequencedMap<String, Consumer<Path>> files = new LinkedHashMap<>();
        if (Charts.isAvailable()) {
            BenchCharts.of(measurements).forEach((name, chart) -> files.put(name + ".svg", chart::writeSvg));
        }
        files.put(RunFolder.BENCH, file -> AtomicFile.write(file, toJson()));
        return files;
    }

    String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("date", LocalDate.now().toString());
            json.writeStringField("java", Runtime.version().toString());
            json.writeArrayFieldStart("measurements");
            for (Measurement measurement : measurements) {
                json.writeStartObject();
                json.writeStringField("device", measurement.device());
                for (Map.Entry<String, String> word : measurement.words().entrySet()) {
                    json.writeStringField(word.getKey(), word.getValue());
                }
                for (Map.Entry<String, Double> number : measurement.numbers().entrySet()) {
                    Json.number(json, number.getKey(), number.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
