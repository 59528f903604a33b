package dev.cairn.backend;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend must do: agree with the reference, operand for operand, for buffers that begin at the same place of
 * their blocks and for buffers that do not. The parts are interfaces, one for each group of operations.
 */
@ParameterizedClass(name = "staggered = {0}")
@ValueSource(booleans = {false, true})
abstract class OpsContract extends Comparison
        implements
            MemoryContract,
            ElementContract,
            SumContract,
            ProductContract,
            DenseContract,
            LossContract,
            DropoutContract,
            BatchNormContract,
            OptimizerContract,
            DataContract,
            RepetitionContract {
    @Parameter
    boolean staggered;

    @Override
    boolean isStaggered() {
        return staggered;
    }
}
