package dev.cairn.backend;

import dev.cairn.backend.cpu.CpuOps;

class CpuOpsTest extends OpsContract {
    @Override
    Ops open() {
        return new CpuOps(1);
    }
}
