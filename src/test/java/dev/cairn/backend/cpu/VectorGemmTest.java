package dev.cairn.backend.cpu;

class VectorGemmTest extends GemmContract {

    @Override
    StridedGemm gemm() {
        return new VectorGemm();
    }
}
