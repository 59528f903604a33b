package dev.cairn.nn;

/** What a forward pass is for. */
public enum Mode {
    /** Learning: dropout drops, batch normalisation uses the batch's own figures and moves the running ones. */
    TRAIN,
    /** Using what was learnt: nothing is random, nothing moves. */
    EVAL
}
