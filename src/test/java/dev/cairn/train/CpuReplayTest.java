package dev.cairn.train;

import dev.cairn.Backend;

class CpuReplayTest extends ReplayContract {
    CpuReplayTest() {
        super(Backend.CPU);
    }
}
