// Which samples come next. Java twin: dev.cairn.backend.Permutation, which says where the method comes from.
#include "common.cuh"
#include "philox.cuh"

#define MOST_ROUNDS 16

__device__ inline unsigned mixed(unsigned x) {
    x = (x ^ x >> 16) * 0x85EBCA6Bu;
    x = (x ^ x >> 13) * 0xC2B2AE35u;
    return x ^ x >> 16;
}

// A digit moved, modulo its radix, by a random distance below it.
__device__ inline unsigned moved(unsigned digit, unsigned word, unsigned radix) {
    unsigned sum = digit + ((mixed(word) >> 16) * radix >> 16);
    return sum < radix ? sum : sum - radix;
}

// The sample at a place of the random order that the keys make.
__device__ inline unsigned permuted(unsigned place, const unsigned* keys, int rounds, unsigned samples,
        unsigned low_radix) {
    unsigned high_radix = (samples + low_radix - 1) / low_radix;
    unsigned x = place;
    do {
        unsigned high = x / low_radix;
        unsigned low = x - high * low_radix;
        for (int round = 0; round < rounds; round += 2) {
            high = moved(high, low ^ keys[round], high_radix);
            low = moved(low, high ^ keys[round + 1], low_radix);
        }
        x = high * low_radix + low;
    } while (x >= samples);
    return x;
}

// rows[i] = sample i of batch number counter, a pair (low, high); counter += 1; y[i, j] = answers[rows[i], j] where there are
// answers, words of any type. Without rounds the order is that of the data set. One block: each thread reads the counter
// before the first barrier, and one moves it afterwards. Limited by the time of a launch.
extern "C" __global__ void next_batch(int* counter, const int* answers, int* rows, int* y, long long seed, int stream,
        int rounds, int samples, int low_radix, int batches, int size, int width, int n) {
    __shared__ unsigned keys[MOST_ROUNDS];
    unsigned low = (unsigned) counter[0];
    unsigned high = (unsigned) counter[1];
    unsigned long long batch = (unsigned long long) high << 32 | low;
    unsigned long long epoch = batch / (unsigned) batches;
    unsigned first = (unsigned) (batch - epoch * (unsigned) batches) * (unsigned) size;
    if (threadIdx.x < (unsigned) rounds / 4) {
        Quad<unsigned> words = philox((unsigned long long) seed, threadIdx.x, (unsigned) stream, (unsigned) epoch,
                (unsigned) (epoch >> 32));
        for (unsigned lane = 0; lane < LANES; lane++) {
            keys[LANES * threadIdx.x + lane] = words[lane];
        }
    }
    __syncthreads();
    for (unsigned i = threadIdx.x; i < (unsigned) n; i += blockDim.x) {
        unsigned row = rounds == 0 ? first + i
                : permuted(first + i, keys, rounds, (unsigned) samples, (unsigned) low_radix);
        rows[i] = (int) row;
        for (unsigned j = 0; j < (unsigned) width; j++) {
            y[i * width + j] = answers[row * width + j];
        }
    }
    if (threadIdx.x == 0) {
        count_on(counter);
    }
}
