package dev.cairn;

class CpuProfileTest extends ProfileContract {
    CpuProfileTest() {
        super(Backend.CPU);
    }
}
