package dev.cairn.serve;

import dev.cairn.Backend;

class CpuPredictorTest extends PredictorContract {
    CpuPredictorTest() {
        super(Backend.CPU, 100_000, 1e-5f, 1024, 512, 256, 10);
    }
}
