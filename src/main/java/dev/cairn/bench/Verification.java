package dev.cairn.bench;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import java.util.Locale;

/** Shows before anything is timed that a case computes what it should: the same as REFERENCE. */
final class Verification {
    private static final double LEARNING_RATE = 0.01;
    private static final int STEPS = 3;
    private static final double TOLERANCE = 1e-4;
    /** REFERENCE is slow: so many operations of it at most. */
    private static final double MOST_OPERATIONS = 2e8;

    private Verification() {
    }

    /**
     * Compares what a session is about to repeat with REFERENCE: its outputs, and the losses of three training steps. As
     * many samples are compared as REFERENCE computes quickly, the first of the batch.
     *
     * @throws CairnException if they differ
     */
    static void check(Case of, Session session) {
        if (of.backend() == Backend.REFERENCE) {
            return;
        }
        double operationsOfSample = STEPS * Products.operations(of.withBatch(1));
        Case few = of.withBatch((int) Math.clamp(MOST_OPERATIONS / operationsOfSample, 1, of.batch()));
        try (Session expected = new Session(few.on(Backend.REFERENCE), LEARNING_RATE)) {
            compareOutputs(of, expected.outputs(), session.outputs());
            if (of.work() == Work.TRAIN) {
                compareLosses(few, expected);
            }
        }
    }

    private static void compareOutputs(Case of, float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            compare(of, "output " + i, expected[i], actual[i]);
        }
    }

    private static void compareLosses(Case of, Session expected) {
        try (Session actual = new Session(of, LEARNING_RATE)) {
            for (int step = 0; step < STEPS; step++) {
                expected.train(1);
                actual.train(1);
                compare(of, "the loss after step " + (step + 1), expected.lossNow(), actual.lossNow());
            }
        }
    }

    private static void compare(Case of, String what, double expected, double actual) {
        double tolerance = TOLERANCE + 2 * of.precision().productError();
        if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
            throw new CairnException(String.format(Locale.ROOT,
                    "bench: %s of %s is %.6g by %s, but %.6g by REFERENCE; nothing was timed", what, of.net(), actual,
                    of.backend(), expected));
        }
    }
}
