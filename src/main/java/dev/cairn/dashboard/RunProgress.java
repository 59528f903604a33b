package dev.cairn.dashboard;

import dev.cairn.files.Json;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How far a run is.
 *
 * @param startMillis when it began, in milliseconds since 1970
 * @param figures     of its last evaluation
 */
record RunProgress(RunFacts facts, long startMillis, Steps steps, SequencedMap<String, Double> figures) {

    /**
     * What the training thread leaves behind after every step.
     *
     * @param seconds since the run began
     */
    record Steps(long done, long total, long samples, double seconds) {
        double samplesPerSecond() {
            return seconds > 0 ? samples / seconds : Double.NaN;
        }

        double secondsLeft() {
            return done > 0 ? seconds / done * (total - done) : Double.NaN;
        }
    }

    String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("dataset", facts.dataset());
            json.writeStringField("backend", facts.backend());
            json.writeStringField("network", facts.network());
            json.writeNumberField("parameters", facts.parameters());
            json.writeNumberField("seed", facts.seed());
            json.writeNumberField("epochs", facts.epochs());
            json.writeNumberField("started", startMillis);
            json.writeNumberField("step", steps.done());
            json.writeNumberField("totalSteps", steps.total());
            Json.number(json, "seconds", steps.seconds());
            Json.number(json, "samplesPerSecond", steps.samplesPerSecond());
            Json.number(json, "secondsLeft", steps.secondsLeft());
            json.writeObjectFieldStart("figures");
            for (Map.Entry<String, Double> figure : figures.entrySet()) {
                Json.number(json, figure.getKey(), figure.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
