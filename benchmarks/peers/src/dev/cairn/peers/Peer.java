package dev.cairn.peers;

/**
 * A framework with a network of {@link Problem}'s first weights. A training step is: forward, mean softmax cross-entropy,
 * backward, SGD with momentum, v = 0.9 v + g, w -= rate v.
 */
public interface Peer {
    /** The versions of what computes. */
    String version();

    /** A training step at {@link Problem#LEARNING_RATE}; returns the loss before it. */
    double step();

    /** Training steps at {@link Problem#TINY_LEARNING_RATE} that tell nobody their losses. */
    void train(int steps);

    /** Forward passes for so many samples, one after the other. */
    void infer(int samples, int times);
}
