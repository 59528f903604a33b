package dev.cairn;

import dev.cairn.testing.OnRealCard;

@OnRealCard
class CudaRecordingTest extends RecordingContract {
    CudaRecordingTest() {
        super(Backend.CUDA);
    }
}
