// What follows a dense layer's matrix product: bias and activation in one pass, and the same backwards.
// Java twin: cpu.DenseEpilogue
#include "common.cuh"
#include "functions.cuh"

// z[i, j] += bias[j] where keep_sum, y[i, j] = f(z[i, j] + bias[j]). One thread an element, grid-stride.
extern "C" __global__ void bias_activation(const float* bias, float* z, float* y, int f, float parameter, int keep_sum,
        int bias_length, int n) {
    FOR_EACH (i, n) {
        float sum = z[i] + repeated(bias, bias_length, i, n);
        if (keep_sum) {
            z[i] = sum;
        }
        y[i] = unary_value(f, parameter, sum);
    }
}

// dz[i, j] = dy[i, j] f'(saved[i, j]), dbias[j] = Σ_i dz[i, j]. Geometry as in column_sums.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) bias_activation_gradient(const float* saved, const float* dy,
        float* dz, float* dbias, int f, float parameter, int accumulate_bias, int rows, int columns, int width) {
    int column = (int) (blockIdx.x * width + threadIdx.x % width);
    double sum = 0;
    if (column < columns) {
        for (unsigned row = threadIdx.x / width; row < (unsigned) rows; row += blockDim.x / width) {
            unsigned i = row * columns + column;
            float value = dy[i] * unary_slope(f, parameter, saved[i]);
            dz[i] = value;
            sum += value;
        }
    }
    sum = lane_sum(sum, width);
    if ((int) threadIdx.x < width && column < columns) {
        put(accumulate_bias, dbias, column, (float) sum);
    }
}
