package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.autodiff.GradientReport;
import dev.cairn.files.Json;
import dev.cairn.train.GradientCheckCase;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Gradient checks that were made.
 *
 * @param results one a case
 * @param judged  whether the cases' own steps were used, for which there are bounds
 */
record GradientChecks(List<Result> results, boolean judged) {

    /** A case, what was found, and whether that is within its bounds. */
    record Result(GradientCheckCase check, GradientReport report, boolean passes) {
        static Result of(GradientCheckCase check) {
            GradientReport report = check.run();
            return new Result(check, report, check.passes(report));
        }

        /** A table with a heading. */
        String text(boolean judged) {
            String relative = Double.isInfinite(check.relative())
                    ? ""
                    : String.format(Locale.ROOT, ", relative %.1e", check.relative());
            String bounds = judged
                    ? String.format(Locale.ROOT, " (differences below %.1e%s)", check.absolute(), relative)
                    : "";
            return check.name() + ": " + (passes ? "ok" : "WRONG") + bounds + "\n" + report + "\n";
        }
    }

    /** The names of the cases that are outside their bounds. */
    List<String> failed() {
        return results.stream().filter(result -> !result.passes).map(result -> result.check.name()).toList();
    }

    /** One line. */
    String summary() {
        double largest = results.stream().mapToDouble(result -> result.report.absoluteDifference()).max().orElse(0);
        String verdict = failed().isEmpty() ? "all within their bounds" : failed().size() + " outside their bounds";
        return String.format(Locale.ROOT, "%d cases, largest difference %.1e%s", results.size(), largest,
                judged || !failed().isEmpty() ? ": " + verdict : "");
    }

    /** All there is, as a JSON array with an object a case. */
    String toJson() {
        return Json.text(json -> {
            json.writeStartArray();
            for (Result result : results) {
                json.writeStartObject();
                json.writeStringField("name", result.check.name());
                json.writeBooleanField("passes", result.passes);
                Json.number(json, "step", result.check.settings().step());
                json.writeArrayFieldStart("variables");
                for (GradientReport.Row row : result.report.rows()) {
                    write(json, row);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, GradientReport.Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", row.name());
        json.writeNumberField("checked", row.checked());
        write(json, "analytic", row.analytic());
        write(json, "numeric", row.numeric());
        Json.number(json, "absoluteDifference", row.absoluteDifference());
        Json.number(json, "relativeDifference", row.relativeDifference());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, GradientReport.Figures figures) throws IOException {
        json.writeObjectFieldStart(name);
        Json.number(json, "sum", figures.sum());
        Json.number(json, "mean", figures.mean());
        Json.number(json, "min", figures.min());
        Json.number(json, "max", figures.max());
        json.writeEndObject();
    }
}
