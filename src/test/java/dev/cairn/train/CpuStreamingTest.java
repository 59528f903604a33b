package dev.cairn.train;

import dev.cairn.Backend;

class CpuStreamingTest extends StreamingContract {
    CpuStreamingTest() {
        super(Backend.CPU);
    }
}
