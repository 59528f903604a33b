// Batch normalisation. A thread a quad of columns and a few rows, in all passes. Limited by bandwidth: the second and third
// pass read what the first brought into the caches.
// Java twin: cpu.BatchNormalization
#include "columns.cuh"

// running = (1 - momentum) running + momentum towards
__device__ inline void move(float* running, unsigned j, float momentum, double towards) {
    running[j] = (float) ((1.0 - momentum) * running[j] + momentum * towards);
}

// mean_j and variance_j over the rows; inverse_std = 1 / √(variance + epsilon);
// y[i, j] = gamma_j (x[i, j] - mean_j) inverse_std_j + beta_j
extern "C" __global__ void __launch_bounds__(MOST_COLUMN_THREADS, 1) batch_norm(const float* x, const float* gamma,
        const float* beta, float* running_mean, float* running_variance, float* mean, float* inverse_std, float* y,
        float epsilon, float momentum, int rows, int columns, int width) {
    ColumnShare share(rows, columns, width, aligned(x, y));
    Quad<double> sum = {};
    share.each_row([&](const Place& at, const Quad<float>* value) {
        FOR_EACH_LANE (l, at) {
            sum[l] += (*value)[l];
        }
    }, x);
    Quad<double> average = column_sum(sum, width);
    FOR_EACH_LANE (l, share.columns) {
        average[l] /= rows;
    }
    Quad<double> squares = {};
    share.each_row([&](const Place& at, const Quad<float>* value) {
        FOR_EACH_LANE (l, at) {
            double distance = (*value)[l] - average[l];
            squares[l] += distance * distance;
        }
    }, x);
    squares = column_sum(squares, width);
    Quad<float> inverse = map([=](double s) { return (float) (1 / sqrt(s / rows + epsilon)); }, squares);
    Quad<float> center = rounded(average);
    if (share.leads()) {
        store(mean, share.columns, center);
        store(inverse_std, share.columns, inverse);
        FOR_EACH_LANE (l, share.columns) {
            move(running_mean, share.columns.first + l, momentum, average[l]);
            move(running_variance, share.columns.first + l, momentum, squares[l] / (rows > 1 ? rows - 1 : 1));
        }
    }
    Quad<float> scale = of_columns(gamma, share);
    Quad<float> shift = of_columns(beta, share);
    share.each_row([&](const Place& at, const Quad<float>* value) {
        store(y, at, map([](float v, float m, float i, float g, float b) { return g * ((v - m) * i) + b; }, *value,
                center, inverse, scale, shift));
    }, x);
}

// With n = (x - mean) inverse_std: dgamma_j = Σ_i dy n, dbeta_j = Σ_i dy,
// dx = gamma inverse_std (dy - dbeta / rows - n dgamma / rows) where dx is not null.
extern "C" __global__ void __launch_bounds__(MOST_COLUMN_THREADS) batch_norm_gradient(const float* x,
        const float* gamma, const float* mean, const float* inverse_std, const float* dy, float* dx, float* dgamma,
        float* dbeta, int accumulate_x, int accumulate_parameters, int rows, int columns, int width) {
    ColumnShare share(rows, columns, width, aligned(x, dy, dx));
    Quad<float> center = of_columns(mean, share);
    Quad<float> inverse = of_columns(inverse_std, share);
    Quad<double> sum = {};
    Quad<double> dot = {};
    share.each_row([&](const Place& at, const Quad<float>* value) {
        FOR_EACH_LANE (l, at) {
            sum[l] += value[1][l];
            dot[l] += value[1][l] * ((value[0][l] - center[l]) * inverse[l]);
        }
    }, x, dy);
    sum = column_sum(sum, width);
    dot = column_sum(dot, width);
    if (share.leads()) {
        put(accumulate_parameters, dgamma, share.columns, rounded(dot));
        put(accumulate_parameters, dbeta, share.columns, rounded(sum));
    }
    if (dx == nullptr) {
        return;
    }
    auto per_row = [=](double value) { return (float) (value / rows); };
    Quad<float> mean_gradient = map(per_row, sum);
    Quad<float> mean_product = map(per_row, dot);
    Quad<float> scale = of_columns(gamma, share);
    share.each_row([&](const Place& at, const Quad<float>* value) {
        put(accumulate_x, dx, at, map([](float v, float d, float m, float i, float g, float s, float p) {
            return g * i * (d - s - (v - m) * i * p);
        }, value[0], value[1], center, inverse, scale, mean_gradient, mean_product));
    }, x, dy);
}
