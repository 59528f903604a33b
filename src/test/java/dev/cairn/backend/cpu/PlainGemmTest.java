package dev.cairn.backend.cpu;

class PlainGemmTest extends GemmContract {

    @Override
    StridedGemm gemm() {
        return new PlainGemm();
    }
}
