package dev.cairn.benchmarks.gpu;

import dev.cairn.Backend;
import dev.cairn.backend.Precision;
import dev.cairn.bench.Case;
import dev.cairn.bench.Session;
import java.util.Arrays;
import java.util.List;

/** Whether training gives the same bits again, and nearly what the CPU gives. */
final class Sameness {
    private static final double LEARNING_RATE = 0.05;
    private static final int STEPS = 50;
    private static final int COMPARED_STEPS = 10;
    private static final double TOLERANCE = 1e-4;

    private final Table table;
    private final int group;

    /** @param group of goals that this belongs to */
    Sameness(Table table, int group) {
        this.table = table;
        this.group = group;
    }

    /** Trains twice with replay and once without. */
    void bits(Case of) {
        List<float[]> first = trained(of);
        boolean again = equal(first, trained(of));
        boolean plain = equal(first, trained(of.withReplay(false)));
        table.add(sameBits(of.net() + " in " + of.options().precision() + ": weights after " + STEPS + " steps", again,
                plain));
    }

    /** Trains with all that changes from step to step, twice with replay and once without; in FP32 also on the CPU. */
    void run(WholeRun run, Precision precision) {
        WholeRun.Outcome first = run.on(Backend.CUDA, precision, true);
        boolean again = first.equals(run.on(Backend.CUDA, precision, true));
        boolean plain = first.equals(run.on(Backend.CUDA, precision, false));
        table.add(sameBits(WholeRun.WHAT + " in " + precision, again, plain));
        if (precision == Precision.FP32) {
            double difference = difference(run.on(Backend.CPU, precision, true).losses(), first.losses());
            table.add(Goal.below(group, WholeRun.WHAT + " in " + precision
                    + ": losses of the epochs, relative difference from the CPU's", TOLERANCE, difference));
        }
    }

    private Goal sameBits(String what, boolean again, boolean plain) {
        return new Goal(group, what, "same bits in each run, replayed or not",
                (again ? "same" : "others") + " in a second run, " + (plain ? "same" : "others") + " without replay",
                Goal.verdict(again && plain));
    }

    private static List<float[]> trained(Case of) {
        try (Session session = new Session(of, LEARNING_RATE)) {
            session.train(STEPS);
            return session.parameters();
        }
    }

    private static boolean equal(List<float[]> a, List<float[]> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!Arrays.equals(a.get(i), b.get(i))) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    /** Compares losses with the CPU's. */
    void cpu(Case of) {
        double[] expected = losses(of.on(Backend.CPU), COMPARED_STEPS);
        double difference = difference(expected, losses(of, COMPARED_STEPS));
        table.add(Goal.below(group, of.net() + " in " + of.options().precision() + ": losses of " + COMPARED_STEPS
                + " steps, relative difference from the CPU's", tolerance(of), difference));
    }

    /** How far apart losses may be: rounded factors give other products. */
    static double tolerance(Case of) {
        return TOLERANCE + 2 * of.options().precision().productError();
    }

    /** The loss before each of the first steps. */
    static double[] losses(Case of, int steps) {
        double[] losses = new double[steps];
        try (Session session = new Session(of, LEARNING_RATE)) {
            for (int i = 0; i < steps; i++) {
                losses[i] = session.lossNow();
                session.train(1);
            }
        }
        return losses;
    }

    /** The largest relative difference; infinite where one is not a number. */
    static double difference(double[] expected, double[] actual) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]) / Math.abs(expected[i]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
