package dev.cairn.cli;

import dev.cairn.files.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Published figures beside the obtained ones. */
final class ReproductionTable {
    private static final List<String> HEADER = List.of("name", "source", "measured on", "published", "obtained",
            "least..most", "epochs to 1 %", "");

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

    void add(ReproductionRow row) {
        rows.add(row);
    }

    @Override
    public String toString() {
        TextTable table = new TextTable(HEADER);
        for (ReproductionRow row : rows) {
            table.add(List.of(row.label(), row.publication().source(),
                    row.figure().measured(row.publication().isGrid()) + " of " + row.samples(),
                    row.figure().text(row.figure().value()), row.figure().text(row.mean()),
                    row.figure().text(row.least()) + ".." + row.figure().text(row.most()),
                    Double.isNaN(row.epochsToTop()) ? "-" : String.format(Locale.ROOT, "%.1f", row.epochsToTop()),
                    quick ? "quick: means nothing" : row.verdict(names)));
        }
        return table + remarks();
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
                json.writeBooleanField("reached", row.isReached());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
