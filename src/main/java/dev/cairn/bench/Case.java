package dev.cairn.bench;

import dev.cairn.Backend;

/**
 * What one measurement is of.
 *
 * @param backend what computes
 * @param work    what it does
 * @param net     the network
 * @param batch   samples a step
 * @param threads of the CPU backend, the caller's included
 */
public record Case(Backend backend, Work work, DenseNet net, int batch, int threads) {
    public Case {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException("bench: batch " + batch + " and threads " + threads
                    + " must both be at least 1");
        }
    }
}
