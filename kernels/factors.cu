// Factors of a matrix product as bfloat16: the upper half of a float32's bits, rounded to nearest, ties to even; NaN stays NaN.
// A thread a quad, grid-stride, of one factor and then of the other. What limits it is the card's bandwidth: 4 bytes are read
// and 2 written an element.
// Java twin: cpu.Bfloat16
#include "quads.cuh"

__device__ inline unsigned short bfloat16(float x) {
    unsigned bits = __float_as_uint(x);
    return x != x ? bits >> 16 | 0x40u : (bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16;
}

__device__ inline void round_all(const float* x, unsigned short* y, int n) {
    FOR_EACH_QUAD (at, n, aligned(x) && aligned(y)) {
        Quad<float> from = load(x, at);
        Quad<unsigned short> to;
#pragma unroll
        for (int l = 0; l < LANES; l++) {
            to[l] = bfloat16(from[l]);
        }
        store(y, at, to);
    }
}

// rounded_a[i] = a[i] and rounded_b[i] = b[i] as bfloat16
extern "C" __global__ void round_factors(const float* a, const float* b, unsigned short* rounded_a,
        unsigned short* rounded_b, int a_length, int b_length) {
    round_all(a, rounded_a, a_length);
    round_all(b, rounded_b, b_length);
}
