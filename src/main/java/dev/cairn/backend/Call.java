package dev.cairn.backend;

/** One call of an operation, with its operands. */
@FunctionalInterface
public interface Call {
    /** Does it on a backend that the operands belong to. */
    void on(Ops ops);
}
