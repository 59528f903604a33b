package dev.cairn.train;

import dev.cairn.Backend;

class CpuAgreesTest extends AgreementContract {
    CpuAgreesTest() {
        super(Backend.CPU);
    }
}
