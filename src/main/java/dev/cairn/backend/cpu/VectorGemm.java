package dev.cairn.backend.cpu;
final class VectorGemm implements StridedGemm {
    public String name() { return "Vector API"; }
    @Override
    public void gemm(boolean transA, boolean transB, int m, int n, int k, float[] a, int aOffset, int lda, float[] b,
            int bOffset, int ldb, boolean accumulate, float[] c, int cOffset, int ldc) { new PlainGemm().gemm(transA,transB,m,n,k,a,aOffset,lda,b,bOffset,ldb,accumulate,c,cOffset,ldc);}
}
