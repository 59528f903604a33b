package dev.cairn.backend;

import dev.cairn.backend.cpu.SharingCpuOps;

class CpuOpsThreadsTest extends OpsContract {
    @Override
    Ops open() {
        return SharingCpuOps.open(3);
    }
}
