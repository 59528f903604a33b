package dev.cairn.backend;

import dev.cairn.backend.cpu.CpuOps;

class CpuOpsThreadsTest extends OpsContract {
    @Override
    Ops open() {
        return new CpuOps(3);
    }
}
