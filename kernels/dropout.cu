// Dropout and the counter that its random numbers follow.
// Java twin: cpu.Dropout
#include "common.cuh"
#include "philox.cuh"

// y[i] = word i < threshold ? 0 : scale x[i]. A thread a quad, which shares a block of random words, grid-stride. Limited by
// bandwidth on cards with many multipliers, else by the 20 products of 32 bits that a block of words takes.
extern "C" __global__ void dropout(const int* counter, const float* x, float* y, long long seed, int stream,
        int threshold, float scale, int accumulate, int n) {
    unsigned step_low = (unsigned) counter[0];
    unsigned step_high = (unsigned) counter[1];
    FOR_EACH_QUAD (at, n, aligned(x, y)) {
        Quad<unsigned> words = philox((unsigned long long) seed, at.first / LANES, (unsigned) stream, step_low, step_high);
        put(accumulate, y, at, map([=](unsigned word, float value) {
            return word < (unsigned) threshold ? 0.0f : scale * value;
        }, words, load(x, at)));
    }
}

// counter += 1, a pair (low, high). One thread.
extern "C" __global__ void advance(int* counter) {
    count_on(counter);
}
