package dev.cairn.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a classifier does on a data set.
 *
 * @param loss      the mean loss of a sample
 * @param topK      by k, the share of samples whose true class is among the k largest outputs
 * @param confusion which classes were taken for which; precision, recall and F1 come from it
 */
public record Classification(double loss, SortedMap<Integer, Double> topK, ConfusionMatrix confusion)
        implements
            Evaluation {
    public Classification {
        topK = Collections.unmodifiableSortedMap(new TreeMap<>(topK));
    }

    @Override
    public long samples() {
        return confusion.samples();
    }

    /** The share of samples that were classified right. */
    public double accuracy() {
        return confusion.accuracy();
    }

    /** Gathers a {@link Classification} batch by batch. */
    public static final class Tally implements Evaluation.Tally {
        private final ConfusionMatrix confusion;
        private final List<TopK> topK;

        /**
         * @param classes the names of the classes
         * @param ks      each k of a top-k share, smaller than the number of classes; larger ones say nothing and are left out
         */
        public Tally(List<String> classes, int... ks) {
            this.confusion = new ConfusionMatrix(classes);
            this.topK = Arrays.stream(ks).filter(k -> k < classes.size()).mapToObj(TopK::new).toList();
        }

        @Override
        public void update(Predictions batch) {
            confusion.add(batch);
            topK.forEach(metric -> metric.update(batch));
        }

        @Override
        public Classification result(double loss) {
            SortedMap<Integer, Double> shares = new TreeMap<>();
            topK.forEach(metric -> shares.put(metric.k(), metric.value()));
            return new Classification(loss, shares, confusion.copy());
        }
    }
}
