package dev.cairn.backend;

import dev.cairn.backend.reference.ReferenceOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the backend under test for each test, and compares it with the reference. */
abstract class Comparison implements Contract {
    private final Ops oracle = new ReferenceOps();
    private Ops tested = oracle;

    /** Opens the backend under test. */
    abstract Ops open();

    /** Whether operands lie at different places of their blocks. */
    abstract boolean isStaggered();

    @BeforeEach
    void openBackend() {
        tested = open();
    }

    @AfterEach
    void closeBackend() {
        tested.close();
    }

    @Override
    public Ops ops() {
        return tested;
    }

    @Override
    public Trial trial() {
        return new Trial(oracle, tested, isStaggered());
    }
}
