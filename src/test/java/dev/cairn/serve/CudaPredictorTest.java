package dev.cairn.serve;

import dev.cairn.Backend;
import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaPredictorTest extends PredictorContract {
    CudaPredictorTest() {
        super(Backend.CUDA, 20_000, 1e-5f, 1024, 512, 256, 10);
    }
}
