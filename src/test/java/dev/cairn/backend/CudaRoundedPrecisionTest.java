package dev.cairn.backend;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.testing.OnRealCard;
import org.junit.jupiter.api.Assumptions;

/** On cards that have BF16; older ones skip it. */
@OnRealCard
class CudaRoundedPrecisionTest extends RoundedPrecisionContract {
    @Override
    Ops open() {
        Backend.CUDA.whyNot(DeviceOptions.defaults().withPrecision(Precision.BF16)).ifPresent(Assumptions::abort);
        return super.open();
    }
}
