package dev.cairn.search;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.cairn.files.Numbers;
import dev.cairn.metrics.Goal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trials, the best first: those that went to their end by score, of equal ones the lower number first, then those that were
 * stopped, then those that diverged.
 *
 * @param trials in this order
 */
public record Ranking(List<TrialResult> trials) {
    public Ranking {
        trials = List.copyOf(trials);
    }

    /** Ranks trials. */
    public static Ranking of(List<TrialResult> trials, Goal goal) {
        Comparator<TrialResult> byScore = Comparator.comparingDouble(TrialResult::score);
        return new Ranking(trials.stream()
                .sorted(Comparator.comparing(TrialResult::state)
                        .thenComparing(goal == Goal.MAXIMIZE ? byScore.reversed() : byScore)
                        .thenComparingInt(trial -> trial.configuration().number()))
                .toList());
    }

    /** The best trial that went to its end, if any did. */
    public Optional<TrialResult> best() {
        return trials.stream().limit(1).filter(trial -> trial.state() == TrialResult.State.FINISHED).findFirst();
    }

    /**
     * All trials as CSV: rank, trial, the hyperparameters, state, evaluations and score; the score is empty where it is NaN.
     *
     * @param score what the score is called
     */
    public String toCsv(String score) {
        List<String> names = names();
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            List<String> header = new ArrayList<>(List.of("rank", "trial"));
            header.addAll(names);
            header.addAll(List.of("state", "evaluations", score));
            csv.writeRecord(header);
            for (int i = 0; i < trials.size(); i++) {
                csv.writeRecord(fields(i, names));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private List<String> fields(int i, List<String> names) {
        TrialResult trial = trials.get(i);
        List<String> fields = new ArrayList<>();
        fields.add(Integer.toString(i + 1));
        fields.add(Integer.toString(trial.configuration().number()));
        names.forEach(name -> fields.add(trial.configuration().value(name)));
        fields.add(trial.state().name().toLowerCase(Locale.ROOT));
        fields.add(Integer.toString(trial.scores().size()));
        fields.add(Double.isNaN(trial.score()) ? "" : Numbers.text(trial.score()));
        return fields;
    }

    private List<String> names() {
        return trials.stream().flatMap(trial -> trial.configuration().values().keySet().stream()).distinct().toList();
    }
}
