package dev.cairn.backend;

import dev.cairn.backend.reference.ReferenceOps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend must do: agree with the reference, operand for operand, for buffers that begin at the same place of
 * their blocks and for buffers that do not. The parts are interfaces, one for each group of operations.
 */
@ParameterizedClass(name = "staggered = {0}")
@ValueSource(booleans = {false, true})
abstract class OpsContract
        implements
            MemoryContract,
            ElementContract,
            SumContract,
            DenseContract,
            LossContract,
            DropoutContract,
            BatchNormContract,
            OptimizerContract,
            DataContract,
            RepetitionContract {
    private final Ops oracle = new ReferenceOps();
    private Ops tested = oracle;
    @Parameter
    boolean staggered;

    /** Opens the backend under test. */
    abstract Ops open();

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
        return new Trial(oracle, tested, staggered);
    }
}
