package dev.cairn.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/** The samples of the trainings that were last begun: trainings with the same samples share them. */
final class SampleCache {
    private static final int MOST = 3;

    private final Function<Experiment, PreparedData> load;
    private final SequencedMap<String, PreparedData> prepared = new LinkedHashMap<>();

    /** @param load loads and prepares an experiment's samples */
    SampleCache(Function<Experiment, PreparedData> load) {
        this.load = load;
    }

    /** The samples of an experiment. */
    synchronized PreparedData get(ExperimentWords words, Experiment experiment) {
        String key = words.ofSamples();
        PreparedData data = prepared.remove(key);
        if (data == null) {
            data = load.apply(experiment);
        }
        prepared.put(key, data);
        if (prepared.size() > MOST) {
            prepared.pollFirstEntry();
        }
        return data;
    }
}
