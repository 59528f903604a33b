package dev.cairn.peers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is aimed at, by the name of a slice, network "x" threads. nothing where there is no aim. */
final class Targets {
    /** The best peer's training step over Cairn's, at least. */
    static final Map<String, Double> TRAINING = new HashMap<>();
    /** The least time over a step's, at least. */
    static final Map<String, Double> LIMIT = new HashMap<>();
    /** PyTorch's time for one sample over Cairn's, at least. */
    static final Map<String, Double> ONE_SAMPLE = new HashMap<>();
    /** PyTorch's time for 128 samples over Cairn's, at least. */
    static final Map<String, Double> MANY_SAMPLES = new HashMap<>();
    /** One thread's time over that of two, at least. */
    static final Map<String, Double> TWO_THREADS = new HashMap<>();
    /** PyTorch's peak memory over Cairn's, at least. */
    static final Map<String, Double> MEMORY = new HashMap<>();
    /** A step over bare calls of the same kernels, at most. */
    static final Map<String, Double> FRAMEWORK = Map.of("1024-16-10x1", 1.1, "1024-16-10x2", 1.1);
    /** Milliseconds from the start of the JVM to the end of the first step, at most. */
    static final Map<String, Double> FIRST_STEP = Map.of(Comparison.START, 800.0);
    /** Milliseconds of {@code ./cairn --help}, at most. */
    static final Map<String, Double> HELP = Map.of(Comparison.START, 400.0);

    static {
        add("1024-16-10", 3.0, 6.0);
        add("784-64-10", 1.4, 1.6);
        add("784-128-10", 1.25, 1.5);
        add("1024-512-256-10", 1.05, 1.25);
        add("3072-50-10", 1.3, 1.3);
        add("3072-1024-512-10", 1.0, 1.05);
        for (int threads = 1; threads <= 2; threads++) {
            ONE_SAMPLE.put("1024-16-10x" + threads, 4.0);
            ONE_SAMPLE.put("3072-1024-512-10x" + threads, 1.1);
            LIMIT.put("1024-512-256-10x" + threads, 0.95);
            LIMIT.put("3072-1024-512-10x" + threads, 0.95);
        }
        for (String net : List.of("1024-512-256-10", "3072-50-10", "3072-1024-512-10")) {
            TWO_THREADS.put(net + "x2", 1.7);
        }
    }

    private Targets() {
    }

    private static void add(String net, double oneThread, double twoThreads) {
        TRAINING.put(net + "x1", oneThread);
        TRAINING.put(net + "x2", twoThreads);
        MANY_SAMPLES.put(net + "x1", 1.2);
        MANY_SAMPLES.put(net + "x2", 1.2);
        MEMORY.put(net + "x1", 2.0);
        MEMORY.put(net + "x2", 2.0);
    }
}
