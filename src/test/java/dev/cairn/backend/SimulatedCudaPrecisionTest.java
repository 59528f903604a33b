package dev.cairn.backend;

import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.testing.OnSimulatedCard;

@OnSimulatedCard
class SimulatedCudaPrecisionTest extends PrecisionContract {
    @Override
    Ops open(Precision chosen) {
        return new CudaOps(0, chosen);
    }
}
