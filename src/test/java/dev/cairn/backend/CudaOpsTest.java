package dev.cairn.backend;

import dev.cairn.backend.cuda.CudaOps;
import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaOpsTest extends OpsContract {
    @Override
    Ops open() {
        return new CudaOps(0, Precision.FP32);
    }
}
