package dev.cairn.report;

import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Normalisation;
import dev.cairn.io.RunMetrics;
import dev.cairn.nn.Layer;
import dev.cairn.train.Evaluator;
import dev.cairn.train.History;
import org.jspecify.annotations.Nullable;

/**
 * A training run that has ended, with what its report shows.
 *
 * @param metrics       what it came to
 * @param history       how it went
 * @param model         what was trained, on a device that is still open
 * @param evaluator     of the model
 * @param train         what it was trained on
 * @param test          what it is judged by
 * @param normalisation from the data sets to the model's input
 * @param answers       the model's for the test set; null where it predicts numbers
 * @param command       what repeats the run
 */
public record FinishedRun(RunMetrics metrics, History history, Layer model, Evaluator evaluator, ArrayDataset train,
        ArrayDataset test, Normalisation normalisation, @Nullable Answers answers, String command) {
}
