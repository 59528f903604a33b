// Softmax and its loss. A block a row, grid-stride; a thread always meets the same columns, so results may overwrite
// operands.
// Java twins: cpu.Softmax, cpu.CrossEntropy
#include "common.cuh"

__device__ inline float row_max(const float* x, int columns) {
    float max = -INFINITY;
    FOR_EACH_OF_BLOCK (j, columns) {
        max = fmaxf(max, x[j]);
    }
    return block_max(max);
}

// y[i, j] = e^(x[i, j] - max_i) / Σ_k e^(x[i, k] - max_i). A NaN that fmaxf hides comes back through the sum.
extern "C" __global__ void softmax(const float* x, float* y, int rows, int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        const float* from = x + row * columns;
        float* to = y + row * columns;
        float max = row_max(from, columns);
        float sum = 0;
        FOR_EACH_OF_BLOCK (j, columns) {
            float power = expf(from[j] - max);
            to[j] = power;
            sum += power;
        }
        sum = block_sum(sum);
        FOR_EACH_OF_BLOCK (j, columns) {
            to[j] /= sum;
        }
    }
}

// dx[i, j] = y[i, j] (dy[i, j] - Σ_k dy[i, k] y[i, k])
extern "C" __global__ void softmax_gradient(const float* y, const float* dy, float* dx, int accumulate, int rows,
        int columns) {
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        int first = row * columns;
        float dot = 0;
        FOR_EACH_OF_BLOCK (j, columns) {
            dot += dy[first + j] * y[first + j];
        }
        dot = block_sum(dot);
        FOR_EACH_OF_BLOCK (j, columns) {
            put(accumulate, dx, first + j, y[first + j] * (dy[first + j] - dot));
        }
    }
}

// What a loss is measured against: labels or probabilities, the other null; weights may be null.
struct Target {
    const int* labels;
    const float* probabilities;
    const float* weights;
    float smoothing;
    float divisor;
    int classes;

    // The weighted, smoothed share of a class in the mean: w_c ((1 - ε) t_c + ε / classes) / divisor.
    __device__ float share(int row, int c) const {
        float t = probabilities != nullptr ? probabilities[row * classes + c] : labels[row] == c ? 1.0f : 0.0f;
        float weight = weights == nullptr ? 1.0f : weights[c];
        return weight * ((1 - smoothing) * t + smoothing / classes) / divisor;
    }
};

// The sum of the labels' weights, or the number of rows. Every block computes it, each in the same order.
__device__ inline float loss_divisor(const int* labels, const float* weights, int rows) {
    if (labels == nullptr || weights == nullptr) {
        return (float) rows;
    }
    double sum = 0;
    FOR_EACH_OF_BLOCK (row, rows) {
        sum += weights[labels[row]];
    }
    return (float) block_sum(sum);
}

// This thread's part of Σ_c t_c ((max - x_c) + ln Σ_k e^(x_k - max)), in double precision since max - x_c may exceed a
// float; dx_c = p_c Σ_k t_k - t_c. A class whose t is 0 adds nothing.
__device__ inline double row_loss(const float* x, const Target& target, int row, float* dx) {
    float max = row_max(x, target.classes);
    float powers = 0;
    float shares = 0;
    FOR_EACH_OF_BLOCK (c, target.classes) {
        powers += expf(x[c] - max);
        shares += target.share(row, c);
    }
    powers = block_sum(powers);
    shares = block_sum(shares);
    float log_of_sum = logf(powers);
    double loss = 0;
    FOR_EACH_OF_BLOCK (c, target.classes) {
        float t = target.share(row, c);
        loss += t == 0 ? 0 : t * ((double) max - x[c] + log_of_sum);
        if (dx != nullptr) {
            dx[c] = expf(x[c] - max) / powers * shares - t;
        }
    }
    return loss;
}

// loss = the mean over the rows, one element; gradient (where not null) = that of the mean by the logits.
extern "C" __global__ void softmax_cross_entropy(const float* logits, const int* labels, const float* probabilities,
        const float* weights, float* loss, float* gradient, double* parts, unsigned* arrivals, float smoothing, int rows,
        int classes) {
    Target target = {labels, probabilities, weights, smoothing, loss_divisor(labels, weights, rows), classes};
    double own = 0;
    for (int row = (int) blockIdx.x; row < rows; row += (int) gridDim.x) {
        int first = row * classes;
        own += row_loss(logits + first, target, row, gradient == nullptr ? nullptr : gradient + first);
    }
    double total;
    if (launch_sum(own, parts, arrivals, &total) && threadIdx.x == 0) {
        *loss = (float) total;
    }
}
