package dev.cairn.bench;

/** What is timed. */
public enum Work {
    /** A training step: forward, softmax cross-entropy, backward, SGD with momentum. */
    TRAIN,
    /** The outputs for a batch. */
    INFER
}
