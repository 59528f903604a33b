package dev.cairn.serve;

import org.jspecify.annotations.Nullable;

/** One place in a predictor's queue: the arrays of one sample, used again and again, and the monitor its client waits on. */
final class Request {
    final float[] input;
    final float[] output;
    private boolean answered;
    private @Nullable Throwable failure;

    Request(int inputs, int outputs) {
        input = new float[inputs];
        output = new float[outputs];
    }

    synchronized void begin() {
        answered = false;
        failure = null;
    }

    synchronized void answer(@Nullable Throwable problem) {
        answered = true;
        failure = problem;
        notifyAll();
    }

    /** Waits for the answer, through interruptions, which the thread is told of afterwards. */
    synchronized void await() {
        boolean interrupted = false;
        while (!answered) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IllegalStateException("predict: the model failed: " + failure.getMessage(), failure);
        }
    }
}
