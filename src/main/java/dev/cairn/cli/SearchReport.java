package dev.cairn.cli;

import dev.cairn.files.Json;
import dev.cairn.search.Ranking;
import dev.cairn.search.TrialResult;
import dev.cairn.search.TrialResult.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a search found, for people and programs. */
final class SearchReport {
    private final Ranking ranking;
    private final String score;

    /** @param score what trials are ranked by, as {@code validation_accuracy} */
    SearchReport(Ranking ranking, String score) {
        this.ranking = ranking;
        this.score = score;
    }

    /** One trial in a line. */
    static String line(TrialResult result, String score) {
        String figure = result.state() == State.DIVERGED
                ? "diverged"
                : score.replace('_', ' ') + " " + figure(result, score)
                        + (result.state() == State.STOPPED ? ", stopped" : "");
        return "trial " + result.configuration().number() + ": " + result.configuration() + ": " + figure;
    }

    private static String figure(TrialResult result, String score) {
        if (Double.isNaN(result.score())) {
            return "-";
        }
        return score.endsWith("accuracy")
                ? String.format(Locale.ROOT, "%.2f %%", 100 * result.score())
                : String.format(Locale.ROOT, "%.6g", result.score());
    }

    /** The best trials, a line each, and how all of them ended. */
    String table(int top) {
        List<TrialResult> trials = ranking.trials();
        List<String> names = List.copyOf(trials.getFirst().configuration().values().keySet());
        List<String> header = new ArrayList<>(List.of("rank", "trial"));
        header.addAll(names);
        header.add(score.replace('_', ' '));
        header.add("");
        TextTable table = new TextTable(header);
        for (int i = 0; i < Math.min(top, trials.size()); i++) {
            TrialResult trial = trials.get(i);
            List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1),
                    Integer.toString(trial.configuration().number())));
            names.forEach(name -> cells.add(trial.configuration().value(name)));
            cells.add(figure(trial, score));
            cells.add(trial.state() == State.FINISHED ? "" : trial.state().name().toLowerCase(Locale.ROOT));
            table.add(cells);
        }
        return String.format(Locale.ROOT, "%s%n%d trials: %d finished, %d stopped, %d diverged%n", table, trials.size(),
                count(State.FINISHED), count(State.STOPPED), count(State.DIVERGED));
    }

    private long count(State state) {
        return ranking.trials().stream().filter(trial -> trial.state() == state).count();
    }

    /** All trials, the best first, and the figures of the best. */
    String toJson(String bestMetrics) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("trials");
            for (TrialResult trial : ranking.trials()) {
                json.writeStartObject();
                json.writeNumberField("trial", trial.configuration().number());
                json.writeObjectFieldStart("values");
                for (Map.Entry<String, String> value : trial.configuration().values().entrySet()) {
                    json.writeStringField(value.getKey(), value.getValue());
                }
                json.writeEndObject();
                json.writeStringField("state", trial.state().name().toLowerCase(Locale.ROOT));
                json.writeNumberField("evaluations", trial.scores().size());
                Json.number(json, score, trial.score());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("best");
            json.writeRawValue(bestMetrics.strip());
            json.writeEndObject();
        });
    }
}
