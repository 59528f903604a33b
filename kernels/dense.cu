// What follows a dense layer's matrix product: bias and activation in one pass, and the same backwards.
// Java twin: cpu.DenseEpilogue
#include "columns.cuh"
#include "functions.cuh"

// z[i, j] += bias[j] where keep_sum, y[i, j] = f(z[i, j] + bias[j]). A thread a quad, grid-stride. Limited by bandwidth: the
// product is read once, and one or two results are written.
extern "C" __global__ void bias_activation(const float* bias, float* z, float* y, int f, float parameter, int keep_sum,
        int bias_length, int n) {
    Repeated row = {bias, bias_length, n};
    FOR_EACH_QUAD (at, n, row.fits() && aligned(z, y)) {
        Quad<float> sum = map(Add(), load(z, at), row.quad(at));
        if (keep_sum) {
            store(z, at, sum);
        }
        store(y, at, map([=](float value) { return unary_value(f, parameter, value); }, sum));
    }
}

// dz[i, j] = dy[i, j] f'(saved[i, j]), dbias[j] = Σ_i dz[i, j]. A thread a quad of columns and a few rows. Limited by
// bandwidth: two matrices are read, one is written. The sums cost no further pass.
extern "C" __global__ void __launch_bounds__(MOST_COLUMN_THREADS) bias_activation_gradient(const float* saved,
        const float* dy, float* dz, float* dbias, int f, float parameter, int accumulate_bias, int rows, int columns,
        int width) {
    ColumnShare share(rows, columns, width, aligned(saved, dy, dz));
    Quad<double> sum = {};
    share.each_row([&](const Place& at, const Quad<float>* x) {
        Quad<float> value = map([=](float s, float d) { return d * unary_slope(f, parameter, s); }, x[0], x[1]);
        store(dz, at, value);
        FOR_EACH_LANE (l, at) {
            sum[l] += value[l];
        }
    }, saved, dy);
    sum = column_sum(sum, width);
    if (share.leads()) {
        put(accumulate_bias, dbias, share.columns, rounded(sum));
    }
}
