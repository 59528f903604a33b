package dev.cairn.train;

import dev.cairn.Backend;
import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaStreamingTest extends StreamingContract {
    CudaStreamingTest() {
        super(Backend.CUDA);
    }
}
