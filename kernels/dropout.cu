// Dropout and the counter that its random numbers follow.
// Java twin: cpu.Dropout
#include "common.cuh"
#include "philox.cuh"

// y[i] = word i < threshold ? 0 : scale x[i]. One thread four elements, which share a block of random words, grid-stride.
extern "C" __global__ void dropout(const int* counter, const float* x, float* y, long long seed, int stream,
        int threshold, float scale, int accumulate, int n) {
    unsigned step_low = (unsigned) counter[0];
    unsigned step_high = (unsigned) counter[1];
    FOR_EACH (index, (n + 3u) / 4) {
        PhiloxBlock random = philox((unsigned long long) seed, index, (unsigned) stream, step_low, step_high);
        for (unsigned lane = 0; lane < 4; lane++) {
            unsigned i = 4 * index + lane;
            if (i < (unsigned) n) {
                put(accumulate, y, i, random.word[lane] < (unsigned) threshold ? 0.0f : scale * x[i]);
            }
        }
    }
}

// counter += 1, a pair (low, high). One thread.
extern "C" __global__ void advance(int* counter) {
    unsigned low = (unsigned) counter[0] + 1;
    counter[0] = (int) low;
    if (low == 0) {
        counter[1] = (int) ((unsigned) counter[1] + 1);
    }
}
