package dev.cairn.cli;

import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Regression;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** Evaluations as a person reads them: a line for each set, and for classes the last set's table. */
final class EvaluationText {
    private static final int MOST_CLASSES = 20;

    private EvaluationText() {
    }

    /** The evaluations of sets by name, as {@code train} and {@code test}. */
    static String of(SequencedMap<String, Evaluation> evaluations) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Evaluation> set : evaluations.entrySet()) {
            text.append(line(set.getKey(), set.getValue()));
        }
        if (evaluations.lastEntry().getValue() instanceof Classification classification
                && classification.confusion().classes().size() <= MOST_CLASSES) {
            text.append('\n').append(classification.confusion());
        }
        return text.toString();
    }

    private static String line(String name, Evaluation evaluation) {
        String figures = switch (evaluation) {
            case Classification c -> String.format(Locale.ROOT, "accuracy %6.2f %%", 100 * c.accuracy());
            case Regression r ->
                String.format(Locale.ROOT, "RMSE %.6g   MAE %.6g   R2 %.4f", r.rmse(), r.mae(), r.r2());
        };
        return String.format(Locale.ROOT, "%-10s  %s   loss %.4f   %,d samples%n", name, figures, evaluation.loss(),
                evaluation.samples());
    }
}
