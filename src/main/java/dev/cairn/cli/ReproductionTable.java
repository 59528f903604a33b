package dev.cairn.cli;

import dev.cairn.files.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Published figures beside the obtained ones. */
final class ReproductionTable {
    private static final List<String> HEADER = List.of("name", "source", "measured on", "published", "obtained",
            "least..most", "epochs to 1 %", "seconds", "verdict");

    /** The digits of the official files. */
    private static final Set<Integer> SVHN = Set.of(73_257, 26_032);

    private final List<String> names;
    private final boolean quick;
    private final List<ReproductionRow> rows = new ArrayList<>();

    /**
     * @param names of all publications
     * @param quick whether the trainings were too brief for the figures to mean anything
     */
    ReproductionTable(List<String> names, boolean quick) {
        this.names = names;
        this.quick = quick;
    }

    /** Adds rows; they stand in the order of the publications. */
    void add(List<ReproductionRow> more) {
        rows.addAll(more);
        rows.sort(Comparator.comparingInt(row -> names.indexOf(row.publication().name())));
    }

    /** Whether the trainings of a publication failed. */
    boolean hasFailures() {
        return rows.stream().anyMatch(row -> !row.failure().isEmpty());
    }

    @Override
    public String toString() {
        TextTable table = new TextTable(HEADER);
        rows.forEach(row -> table.add(cells(row)));
        return table + remarks();
    }

    /** The same in Markdown. */
    String toMarkdown() {
        StringBuilder text = new StringBuilder(line(HEADER));
        text.append(line(HEADER.stream().map(_ -> "---").toList()));
        rows.forEach(row -> text.append(line(cells(row))));
        return text + remarks();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |\n";
    }

    private List<String> cells(ReproductionRow row) {
        PublishedFigure figure = row.figure();
        boolean failed = !row.failure().isEmpty();
        return List.of(row.label(), row.publication().source(),
                figure.measured(row.publication().isGrid()) + (row.samples().isEmpty() ? "" : " of " + row.samples()),
                figure.text(figure.value()), failed ? "-" : figure.text(row.mean()),
                failed ? "-" : figure.text(row.least()) + ".." + figure.text(row.most()),
                number("%.1f", row.epochsToTop()), number("%.0f", row.seconds()),
                quick && !failed ? "quick: means nothing" : row.verdict(names));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private String remarks() {
        boolean subset = rows.stream()
                .anyMatch(row -> row.publication().isOfSvhn() && SVHN.stream().noneMatch(row::isOf));
        return subset
                ? String.format(
                        "%nSVHN is a subset here, of the official 73257 training and 26032 test digits: its figures"
                                + " do not compare with published ones.%n")
                : "";
    }

    String toJson() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeBooleanField("quick", quick);
            json.writeArrayFieldStart("figures");
            for (ReproductionRow row : rows) {
                json.writeStartObject();
                json.writeStringField("name", row.publication().name());
                json.writeStringField("label", row.label());
                json.writeStringField("source", row.publication().source());
                json.writeStringField("measured", row.figure().measured(row.publication().isGrid()));
                json.writeStringField("samples", row.samples());
                Json.number(json, "published", row.figure().value());
                Json.number(json, "mean", row.mean());
                json.writeArrayFieldStart("obtained");
                for (double value : row.obtained()) {
                    Json.number(json, value);
                }
                json.writeEndArray();
                Json.number(json, "epochsToWithinOnePercent", row.epochsToTop());
                Json.number(json, "seconds", row.seconds());
                json.writeBooleanField("reached", row.isReached());
                json.writeStringField("failure", row.failure());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
