// Which outputs of a classifier are largest: larger ones rank first, equal ones by column, NaN last. A block a row,
// grid-stride. Counts are added atomically: the order of integer additions changes nothing.
// Java twin: cpu.Ranking
#include "common.cuh"

// A number that is larger the earlier an element ranks: its order among floats (NaN 0, both zeros alike), then ~column.
__device__ inline unsigned long long ranking(float x, int column) {
    unsigned bits = __float_as_uint(x == 0 ? 0.0f : x);
    unsigned order = x != x ? 0 : bits >> 31 ? ~bits : bits | 0x80000000u;
    return (unsigned long long) order << 32 | ~(unsigned) column;
}

__device__ inline int row_argmax(const float* x, int columns) {
    unsigned long long best = 0;
    FOR_EACH_OF_BLOCK (j, columns) {
        best = Larger()(best, ranking(x[j], j));
    }
    return (int) ~(unsigned) block_reduce(best, 0ull, Larger());
}

// y[i] = the column of row i that ranks first
extern "C" __global__ void argmax_rows(const float* x, int* y, int rows, int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        int column = row_argmax(x + row * columns, columns);
        if (threadIdx.x == 0) {
            y[row] = column;
        }
    }
}

// hits += the number of rows where fewer than k columns rank before the label's
extern "C" __global__ void count_hits(const float* outputs, const int* labels, int* hits, int k, int rows, int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        const float* x = outputs + row * columns;
        unsigned long long own = ranking(x[labels[row]], labels[row]);
        int before = 0;
        FOR_EACH_OF_BLOCK (j, columns) {
            before += ranking(x[j], j) > own;
        }
        before = block_sum(before);
        if (threadIdx.x == 0 && before < k) {
            atomicAdd(hits, 1);
        }
    }
}

// counts[label, argmax] += 1 for every row; counts is [columns, columns]
extern "C" __global__ void count_confusion(const float* outputs, const int* labels, int* counts, int rows, int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        int column = row_argmax(outputs + row * columns, columns);
        if (threadIdx.x == 0) {
            atomicAdd(counts + labels[row] * columns + column, 1);
        }
    }
}
