// The columns of a matrix, shared by the blocks of a launch: a block takes a few neighbouring quads of columns, thread t the
// (t mod width)-th of them and every (threads / width)-th row. Width and the number of threads are powers of two. A thread
// meets the same elements in every pass, so results may overwrite operands. Sums in double precision.
#pragma once

#include "common.cuh"

constexpr int MOST_COLUMN_QUADS = 4;
constexpr int MOST_COLUMN_THREADS = 512;
constexpr int MOST_COLUMN_WARPS = MOST_COLUMN_THREADS / WARP;
// A thread asks for this many rows before it uses the first.
constexpr int ROWS_AT_ONCE = 2;

// One thread's part.
struct ColumnShare {
    // In a vector that has one element a column.
    Place columns;
    unsigned first;
    unsigned step;
    unsigned rows;
    unsigned stride;
    unsigned width;
    bool aligned;

    // Aligned tells whether all matrices are.
    __device__ ColumnShare(int rows, int columns, int width, bool aligned)
            : columns({LANES * (blockIdx.x * width + threadIdx.x % width), (unsigned) columns, 0, false}),
              first(threadIdx.x / width), step(blockDim.x / width), rows(this->columns.exists() ? rows : 0),
              stride(columns), width(width), aligned(aligned && columns % LANES == 0) {
    }

    // Whether this thread writes what its columns have in common.
    __device__ bool leads() const {
        return threadIdx.x < width && columns.exists();
    }

    __device__ Place in(unsigned row) const {
        Place at = columns.moved(row * stride + columns.first);
        at.aligned = aligned;
        return at;
    }

    // f(place, quads of the matrices) in each row.
    template <class F, class... M> __device__ void each_row(F f, const M*... x) const {
        for (unsigned begin = first; begin < rows; begin += ROWS_AT_ONCE * step) {
            Quad<float> quads[ROWS_AT_ONCE][sizeof...(x)];
#pragma unroll
            for (int r = 0; r < ROWS_AT_ONCE; r++) {
                if (begin + r * step < rows) {
                    int matrix = 0;
                    ((quads[r][matrix++] = load(x, in(begin + r * step))), ...);
                }
            }
#pragma unroll
            for (int r = 0; r < ROWS_AT_ONCE; r++) {
                if (begin + r * step < rows) {
                    f(in(begin + r * step), quads[r]);
                }
            }
        }
    }
};

// The elements of a vector that has one element a column; 0 where there is none.
__device__ inline Quad<float> of_columns(const float* x, const ColumnShare& share) {
    return share.columns.exists() ? load(x, share.columns) : Quad<float>();
}

__device__ inline Quad<float> rounded(const Quad<double>& x) {
    return map([](double value) { return (float) value; }, x);
}

// The sums over the threads of each quad of columns. All threads of the block call it, and all get the result.
__device__ inline Quad<double> column_sum(Quad<double> value, unsigned width) {
    __shared__ double of_warp[MOST_COLUMN_WARPS][MOST_COLUMN_QUADS][LANES];
    for (unsigned distance = WARP / 2; distance >= width; distance /= 2) {
#pragma unroll
        for (int l = 0; l < LANES; l++) {
            value[l] += __shfl_xor_sync(0xffffffffu, value[l], distance);
        }
    }
    if (blockDim.x == WARP) {
        return value;
    }
    unsigned quad = threadIdx.x % width;
    if (threadIdx.x % WARP < width) {
#pragma unroll
        for (int l = 0; l < LANES; l++) {
            of_warp[threadIdx.x / WARP][quad][l] = value[l];
        }
    }
    __syncthreads();
    Quad<double> sum = {};
    for (unsigned warp = 0; warp < blockDim.x / WARP; warp++) {
#pragma unroll
        for (int l = 0; l < LANES; l++) {
            sum[l] += of_warp[warp][quad][l];
        }
    }
    __syncthreads();
    return sum;
}
