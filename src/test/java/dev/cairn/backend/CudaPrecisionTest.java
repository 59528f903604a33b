package dev.cairn.backend;

import dev.cairn.Backend;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.testing.OnRealCard;
import org.junit.jupiter.api.Assumptions;

/** On cards that have the precisions; older ones skip it. */
@OnRealCard
class CudaPrecisionTest extends PrecisionContract {
    @Override
    Ops open(Precision chosen) {
        Backend.CUDA.whyNot(DeviceOptions.defaults().withPrecision(chosen)).ifPresent(Assumptions::abort);
        return new CudaOps(0, chosen);
    }
}
