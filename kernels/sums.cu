// Sums over the rows and columns of a matrix, in double precision.
// Java twins: cpu.LaneSums, cpu.RowSums
#include "common.cuh"

// y[j] = Σ_i x[i, j]. A block takes width columns, thread t column t mod width and every (threads / width)-th row.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) column_sums(const float* x, float* y, int accumulate,
        int rows, int columns, int width) {
    int column = (int) (blockIdx.x * width + threadIdx.x % width);
    double sum = 0;
    if (column < columns) {
        for (unsigned row = threadIdx.x / width; row < (unsigned) rows; row += blockDim.x / width) {
            sum += x[row * columns + column];
        }
    }
    sum = lane_sum(sum, width);
    if ((int) threadIdx.x < width && column < columns) {
        put(accumulate, y, column, (float) sum);
    }
}

// y[i] = Σ_j x[i, j]. A block a row, grid-stride.
extern "C" __global__ void row_sums(const float* x, float* y, int accumulate, int rows, int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        double sum = 0;
        FOR_EACH_OF_BLOCK (j, columns) {
            sum += x[row * columns + j];
        }
        sum = block_sum(sum);
        if (threadIdx.x == 0) {
            put(accumulate, y, row, (float) sum);
        }
    }
}

// x[i, j] = (x[i, j] - mean_i) / max(deviation_i, floor). A block a row, grid-stride.
extern "C" __global__ void standardize_rows(float* x, float floor, int rows, int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        float* values = x + row * columns;
        double sum = 0;
        FOR_EACH_OF_BLOCK (j, columns) {
            sum += values[j];
        }
        double mean = block_sum(sum) / columns;
        double squares = 0;
        FOR_EACH_OF_BLOCK (j, columns) {
            squares += (values[j] - mean) * (values[j] - mean);
        }
        double deviation = sqrt(block_sum(squares) / columns);
        float scale = (float) (deviation < floor ? floor : deviation);
        FOR_EACH_OF_BLOCK (j, columns) {
            values[j] = (float) (values[j] - mean) / scale;
        }
    }
}
