package dev.cairn;

import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaProfileTest extends ProfileContract {
    CudaProfileTest() {
        super(Backend.CUDA);
    }
}
