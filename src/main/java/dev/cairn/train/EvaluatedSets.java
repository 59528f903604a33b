package dev.cairn.train;

import dev.cairn.Device;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.metrics.Metric;
import dev.cairn.metrics.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** The sets that a run evaluates, on its device, and what is measured on each: {@code NAME_loss} and every metric. */
final class EvaluatedSets implements AutoCloseable {
    private final List<Metric> metrics;
    private final List<BatchLoader> loaders = new ArrayList<>();
    private final SequencedMap<String, SetPass> passes = new LinkedHashMap<>();

    EvaluatedSets(Trainer settings, Device device, List<Metric> metrics, SequencedMap<String, Batches> sets) {
        this.metrics = metrics;
        sets.forEach((name, batches) -> {
            BatchLoader loader = batches.on(device);
            loaders.add(loader);
            passes.put(name, new SetPass(settings.model, settings.loss, loader, settings.replay));
        });
    }

    /** The names of the figures that sets of these names will have. */
    static List<String> columns(Set<String> names, List<Metric> metrics) {
        List<String> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(name + "_loss");
            metrics.forEach(metric -> columns.add(name + "_" + metric.name()));
        }
        return columns;
    }

    /** Evaluates every set and puts down its figures. */
    void measure(Map<String, Double> figures) {
        passes.forEach((name, pass) -> {
            pass.run();
            figures.put(name + "_loss", pass.meanLoss());
            Predictions predictions = pass.predictions();
            for (Metric metric : metrics) {
                metric.reset();
                metric.update(predictions);
                figures.put(name + "_" + metric.name(), metric.value());
            }
        });
    }

    @Override
    public void close() {
        passes.values().forEach(SetPass::close);
        loaders.forEach(BatchLoader::close);
    }
}
