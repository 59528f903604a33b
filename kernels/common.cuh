// What the families share: sums over a warp, a block and a whole launch. Every sum has an order fixed by the launch's
// geometry, so the same call gives the same bits.
#pragma once

#include "quads.cuh"

constexpr int WARP = 32;

// Every j below n, shared by the threads of a block.
#define FOR_EACH_OF_BLOCK(j, n) for (unsigned j = threadIdx.x; j < (unsigned) (n); j += blockDim.x)

struct Add {
    template <class T> __device__ T operator()(T a, T b) const {
        return a + b;
    }
};

struct Larger {
    __device__ float operator()(float a, float b) const {
        return fmaxf(a, b);
    }

    __device__ unsigned long long operator()(unsigned long long a, unsigned long long b) const {
        return a > b ? a : b;
    }
};

template <class T, class F> __device__ T warp_reduce(T value, F combine) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value = combine(value, __shfl_xor_sync(0xffffffffu, value, distance));
    }
    return value;
}

// All threads of a block of whole warps call it, and all get the result.
template <class T, class F> __device__ T block_reduce(T value, T neutral, F combine) {
    __shared__ T of_warp[WARP];
    value = warp_reduce(value, combine);
    if (blockDim.x == WARP) {
        return value;
    }
    int lane = (int) threadIdx.x % WARP;
    if (lane == 0) {
        of_warp[threadIdx.x / WARP] = value;
    }
    __syncthreads();
    value = warp_reduce(lane < (int) blockDim.x / WARP ? of_warp[lane] : neutral, combine);
    __syncthreads();
    return value;
}

template <class T> __device__ T block_sum(T value) {
    return block_reduce(value, (T) 0, Add());
}

__device__ inline float block_max(float value) {
    return block_reduce(value, -INFINITY, Larger());
}

// A counter of 64 bits, a pair (low, high), += 1. One thread.
__device__ inline void count_on(int* counter) {
    unsigned low = (unsigned) counter[0] + 1;
    counter[0] = (int) low;
    if (low == 0) {
        counter[1] = (int) ((unsigned) counter[1] + 1);
    }
}

// Whether this block is the last of the launch to arrive, for its first thread. Arrivals is 0 before and after.
__device__ inline bool arrives_last(unsigned* arrivals) {
    __threadfence();
    if (atomicAdd(arrivals, 1u) != gridDim.x - 1) {
        return false;
    }
    *arrivals = 0;
    return true;
}

// The sum over all threads of the launch. Each block leaves its part in parts[blockIdx.x]; the block that arrives last adds
// them in the order of the blocks. True in that block's threads alone, which get the total.
__device__ inline bool launch_sum(double value, double* parts, unsigned* arrivals, double* total) {
    __shared__ int last;
    value = block_sum(value);
    if (threadIdx.x == 0) {
        parts[blockIdx.x] = value;
        last = arrives_last(arrivals);
    }
    __syncthreads();
    if (!last) {
        return false;
    }
    __threadfence();
    const volatile double* all = parts;
    double sum = 0;
    FOR_EACH_OF_BLOCK (i, gridDim.x) {
        sum += all[i];
    }
    *total = block_sum(sum);
    return true;
}
