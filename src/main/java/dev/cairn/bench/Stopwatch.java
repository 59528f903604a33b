package dev.cairn.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Times pieces of work in turns, sample by sample, so that whatever disturbs the machine disturbs all of them. A sample
 * repeats its work for {@value #SAMPLE_MILLIS} milliseconds at least.
 */
public final class Stopwatch {
    private static final int SAMPLE_MILLIS = 2;
    private static final int MIN_SAMPLES = 3;
    /** Of the time to measure, how much is spent before on compiling and on filling caches. */
    private static final double WARM_UP = 0.5;

    private final Repeatable work;
    private final List<Double> samples = new ArrayList<>();
    private int times = 1;

    private Stopwatch(Repeatable work) {
        this.work = work;
    }

    /** Measures for so many seconds altogether, after a warm-up of half as many; each piece at least three times. */
    public static List<Timing> inTurns(double seconds, List<Repeatable> works) {
        List<Stopwatch> watches = works.stream().map(Stopwatch::new).toList();
        long start = System.nanoTime();
        do {
            watches.forEach(Stopwatch::warmUp);
        } while (since(start) < WARM_UP * seconds);
        start = System.nanoTime();
        do {
            watches.forEach(Stopwatch::sample);
        } while (since(start) < seconds || watches.getFirst().samples.size() < MIN_SAMPLES);
        return watches.stream().map(Stopwatch::timing).toList();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private double time() {
        long start = System.nanoTime();
        work.run(times);
        return since(start);
    }

    /** Also finds out how often to repeat the work in a sample: compiled code gets faster, so that grows. */
    private void warmUp() {
        if (time() * 1e3 < SAMPLE_MILLIS && times < 1 << 24) {
            times *= 2;
        }
    }

    private void sample() {
        samples.add(time() / times);
    }

    private Timing timing() {
        return Timing.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
