// Batch normalisation. A block takes width columns, thread t column t mod width and every (threads / width)-th row, in all
// passes, so results may overwrite operands. Sums in double precision.
// Java twin: cpu.BatchNormalization
#include "common.cuh"

// running = (1 - momentum) running + momentum towards
__device__ inline void move(float* running, int j, float momentum, double towards) {
    running[j] = (float) ((1.0 - momentum) * running[j] + momentum * towards);
}

// mean_j and variance_j over the rows; inverse_std = 1 / √(variance + epsilon);
// y[i, j] = gamma_j (x[i, j] - mean_j) inverse_std_j + beta_j
extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_norm(const float* x, const float* gamma,
        const float* beta, float* running_mean, float* running_variance, float* mean, float* inverse_std, float* y,
        float epsilon, float momentum, int rows, int columns, int width) {
    int column = (int) (blockIdx.x * width + threadIdx.x % width);
    unsigned step = blockDim.x / width;
    unsigned end = column < columns ? rows : 0;
    double sum = 0;
    for (unsigned row = threadIdx.x / width; row < end; row += step) {
        sum += x[row * columns + column];
    }
    double average = lane_sum(sum, width) / rows;
    double squares = 0;
    for (unsigned row = threadIdx.x / width; row < end; row += step) {
        double distance = x[row * columns + column] - average;
        squares += distance * distance;
    }
    squares = lane_sum(squares, width);
    float inverse = (float) (1 / sqrt(squares / rows + epsilon));
    if ((int) threadIdx.x < width && column < columns) {
        mean[column] = (float) average;
        inverse_std[column] = inverse;
        move(running_mean, column, momentum, average);
        move(running_variance, column, momentum, squares / (rows > 1 ? rows - 1 : 1));
    }
    for (unsigned row = threadIdx.x / width; row < end; row += step) {
        unsigned i = row * columns + column;
        y[i] = gamma[column] * ((x[i] - (float) average) * inverse) + beta[column];
    }
}

// With n = (x - mean) inverse_std: dgamma_j = Σ_i dy n, dbeta_j = Σ_i dy,
// dx = gamma inverse_std (dy - dbeta / rows - n dgamma / rows) where dx is not null.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) batch_norm_gradient(const float* x, const float* gamma,
        const float* mean, const float* inverse_std, const float* dy, float* dx, float* dgamma, float* dbeta,
        int accumulate_x, int accumulate_parameters, int rows, int columns, int width) {
    int column = (int) (blockIdx.x * width + threadIdx.x % width);
    unsigned step = blockDim.x / width;
    unsigned end = column < columns ? rows : 0;
    float average = column < columns ? mean[column] : 0;
    float inverse = column < columns ? inverse_std[column] : 0;
    double sum = 0;
    double dot = 0;
    for (unsigned row = threadIdx.x / width; row < end; row += step) {
        unsigned i = row * columns + column;
        sum += dy[i];
        dot += dy[i] * ((x[i] - average) * inverse);
    }
    sum = lane_sum(sum, width);
    dot = lane_sum(dot, width);
    float factor = column < columns ? gamma[column] * inverse : 0;
    if ((int) threadIdx.x < width && column < columns) {
        put(accumulate_parameters, dgamma, column, (float) dot);
        put(accumulate_parameters, dbeta, column, (float) sum);
    }
    float mean_gradient = (float) (sum / rows);
    float mean_product = (float) (dot / rows);
    if (dx == nullptr) {
        return;
    }
    for (unsigned row = threadIdx.x / width; row < end; row += step) {
        unsigned i = row * columns + column;
        float normalized = (x[i] - average) * inverse;
        put(accumulate_x, dx, i, factor * (dy[i] - mean_gradient - normalized * mean_product));
    }
}
