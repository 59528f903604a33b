// Kernels with planted faults, which the simulator must catch, and the plainest one, which it must not.
#include "device_language.h"

// What benchmarks/ measures the launch of.
extern "C" __global__ void empty() {
}

extern "C" __global__ void test_scale(const float* x, float* y, float factor, int n) {
    for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned) n; i += gridDim.x * blockDim.x) {
        y[i] = factor * x[i];
    }
}

// y[i] = the sum of all x of the block, by shuffles, a barrier and shared memory.
extern "C" __global__ void test_block_sum(const float* x, float* y) {
    __shared__ float of_warp[32];
    float sum = x[threadIdx.x];
    for (int distance = 16; distance > 0; distance /= 2) {
        sum += __shfl_xor_sync(0xffffffffu, sum, distance);
    }
    of_warp[threadIdx.x / 32] = sum;
    __syncthreads();
    sum = 0;
    for (unsigned i = 0; i < blockDim.x / 32; i++) {
        sum += of_warp[i];
    }
    y[threadIdx.x] = sum;
}

// Only the first block writes what all of them read.
extern "C" __global__ void test_unwritten_shared(float* y) {
    __shared__ float values[32];
    if (blockIdx.x == 0) {
        values[threadIdx.x] = 1;
    }
    y[blockIdx.x * blockDim.x + threadIdx.x] = values[threadIdx.x];
}

extern "C" __global__ void test_divergent_barrier(float* y) {
    if (threadIdx.x < 16) {
        __syncthreads();
    }
    y[threadIdx.x] = 1;
}

extern "C" __global__ void test_divergent_shuffle(float* y) {
    if (threadIdx.x < 16) {
        y[threadIdx.x] = __shfl_xor_sync(0xffffffffu, 1.0f, 1);
    }
}

extern "C" __global__ void test_past_the_end(float* y, int n) {
    for (int i = (int) threadIdx.x; i <= n; i += (int) blockDim.x) {
        y[i] = 1;
    }
}

extern "C" __global__ void test_before_the_beginning(float* y) {
    y[-1] = 1;
}

extern "C" __global__ void test_misaligned_read(const float* x, float* y) {
    float4 four = *reinterpret_cast<const float4*>(x);
    y[0] = four.x + four.y + four.z + four.w;
}

extern "C" __global__ void test_misaligned_write(float* y) {
    *reinterpret_cast<float4*>(y) = make_float4(1, 2, 3, 4);
}
