package dev.cairn.train;

import dev.cairn.Backend;
import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaReplayTest extends ReplayContract {
    CudaReplayTest() {
        super(Backend.CUDA);
    }
}
