package dev.cairn.backend;

/**
 * How a backend multiplies matrices of float32 numbers. Only the factors lose bits, as they are read: products are added up
 * in float32, and weights, activations and all other operations stay float32.
 */
public enum Precision {
    /** Factors as they are. Every backend has it; REFERENCE computes in float64 throughout. */
    FP32(0),
    /** Factors shortened to 10 bits of fraction, which CUDA cards of compute capability 8.0 and newer multiply. */
    TF32(0x1p-9),
    /**
     * Factors shortened to bfloat16, which has the range of float32 and 7 bits of fraction. CUDA cards of compute capability
     * 8.0 and newer have it; products large enough to gain by it read copies rounded by a kernel of ours, for which a device
     * keeps 2 bytes for each element of the factors of the largest one. The CPU has it where the processor has AVX512-BF16 or
     * AMX and oneDNN is in use; products too small to gain by it keep their factors there.
     */
    BF16(0x1p-6);

    private final double productError;

    Precision(double productError) {
        this.productError = productError;
    }

    /**
     * How far a product of two factors can be off because they were shortened, relative to itself: 0, 2<sup>-9</sup> or
     * 2<sup>-6</sup>. That is twice the last bit that is kept, since some machines cut bits off where others round. A sum of
     * products is off by at most this times the sum of their magnitudes, beside what float32 itself rounds.
     */
    public double productError() {
        return productError;
    }
}
