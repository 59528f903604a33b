package dev.cairn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.metrics.Classification;
import dev.cairn.metrics.Evaluation;
import dev.cairn.metrics.Predictions;
import dev.cairn.metrics.Regression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    @Test
    void writesClassifications() {
        Classification.Tally tally = new Classification.Tally(List.of("cat", "dog", "fox"), 2);
        tally.update(Predictions.ofClasses(new float[] {3, 2, 1, 1, 3, 2, 1, 3, 2, Float.NaN, 1, 1}, 3,
                new int[] {0, 1, 2, 1}, 4));

        assertThat(metrics("test", tally.result(0.25)).toJson()).isEqualTo("""
                {
                  "dataset": "pets",
                  "backend": "cpu",
                  "network": "Dense(4, 3)",
                  "parameters": 15,
                  "seed": 9223372036854775807,
                  "epochs": 20,
                  "seconds": 1.5,
                  "samplesPerSecond": null,
                  "test": {
                    "samples": 4,
                    "loss": 0.25,
                    "accuracy": 0.5,
                    "top2": 0.75,
                    "macroPrecision": 0.5,
                    "macroRecall": 0.5,
                    "macroF1": 0.5,
                    "classes": [ "cat", "dog", "fox" ],
                    "precision": [ 1, 0.5, 0 ],
                    "recall": [ 1, 0.5, 0 ],
                    "f1": [ 1, 0.5, 0 ],
                    "confusionMatrix": [ [ 1, 0, 0 ], [ 0, 1, 0 ], [ 0, 1, 0 ] ],
                    "unpredicted": [ 0, 1, 0 ]
                  }
                }
                """);
    }

    @Test
    void writesRegressions() {
        assertThat(metrics("train", new Regression(3, Double.NaN, 0.5, 1, Double.NEGATIVE_INFINITY)).toJson())
                .contains("""
                          "train": {
                            "samples": 3,
                            "loss": null,
                            "mae": 0.5,
                            "rmse": 1,
                            "r2": null
                          }
                        """);
    }

    @Test
    void knowsThreeSets() {
        assertThatThrownBy(() -> metrics("seed", new Regression(1, 1, 1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run metrics: evaluations of [seed], allowed are train, validation and test");
    }

    static RunMetrics metrics(String set, Evaluation evaluation) {
        SequencedMap<String, Evaluation> evaluations = new LinkedHashMap<>();
        evaluations.put(set, evaluation);
        return new RunMetrics("pets", "cpu", "Dense(4, 3)", 15, Long.MAX_VALUE, 20, 1.5, Double.POSITIVE_INFINITY,
                evaluations);
    }
}
