// Softmax and its loss. A warp or a block a row, grid-stride. Limited by bandwidth: each operand is read once, as far as a
// row fits into its team's registers, and each result written once.
// Java twins: cpu.Softmax, cpu.CrossEntropy
#include "rows.cuh"

__device__ inline float row_max(const Row<Stored>& x, const Team& team) {
    float max = -INFINITY;
    each_quad([&](const Place& at, const Quad<float>& value) {
        FOR_EACH_LANE (l, at) {
            max = fmaxf(max, value[l]);
        }
    }, x);
    return team.reduce(max, -INFINITY, Larger());
}

// y[i, j] = e^(x[i, j] - max_i) / Σ_k e^(x[i, k] - max_i). A NaN that fmaxf hides comes back through the sum.
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) softmax(const float* x, float* y, int team_size, int rows,
        int columns) {
    Team team(team_size);
    FOR_EACH_ROW (row, rows, team) {
        float* to = y + row * columns;
        Row from(x + row * columns, columns, team, aligned(x, y));
        float max = row_max(from, team);
        float sum = 0;
        each_quad([&](const Place& at, const Quad<float>& value) {
            FOR_EACH_LANE (l, at) {
                sum += expf(value[l] - max);
            }
        }, from);
        sum = team.sum(sum);
        each_quad([&](const Place& at, const Quad<float>& value) {
            store(to, at, map([=](float v) { return expf(v - max) / sum; }, value));
        }, from);
    }
}

// dx[i, j] = y[i, j] (dy[i, j] - Σ_k dy[i, k] y[i, k])
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) softmax_gradient(const float* y, const float* dy, float* dx,
        int accumulate, int team_size, int rows, int columns) {
    Team team(team_size);
    bool fits = aligned(y, dy, dx);
    FOR_EACH_ROW (row, rows, team) {
        unsigned first = row * columns;
        Row result(y + first, columns, team, fits);
        Row gradient(dy + first, columns, team, fits);
        float dot = 0;
        each_quad([&](const Place& at, const Quad<float>& p, const Quad<float>& d) {
            FOR_EACH_LANE (l, at) {
                dot += d[l] * p[l];
            }
        }, result, gradient);
        dot = team.sum(dot);
        each_quad([&](const Place& at, const Quad<float>& p, const Quad<float>& d) {
            put(accumulate, dx + first, at, map([=](float a, float b) { return a * (b - dot); }, p, d));
        }, result, gradient);
    }
}

// What a loss is measured against: labels or probabilities, the other null; weights may be null. Scale = 1 / divisor.
struct Target {
    const int* labels;
    const float* probabilities;
    const float* weights;
    float smoothing;
    float scale;
    int classes;

    // The weighted, smoothed shares of classes in the mean: w_c ((1 - ε) t_c + ε / classes) / divisor.
    __device__ Quad<float> shares(unsigned row, const Place& at) const {
        Quad<float> t;
        if (probabilities != nullptr) {
            t = load(probabilities + row * classes, at);
        } else {
            unsigned label = labels[row];
            t = generate<float>(at, [=](unsigned c) { return c == label ? 1.0f : 0.0f; });
        }
        float kept = (1 - smoothing) * scale;
        float added = smoothing / classes * scale;
        t = map([=](float own) { return kept * own + added; }, t);
        return weights == nullptr ? t : map([](float own, float weight) { return own * weight; }, t, load(weights, at));
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
__device__ inline double row_loss(const Row<Stored>& x, const Target& target, const Team& team, unsigned row, float* dx) {
    float max = row_max(x, team);
    float powers = 0;
    float shares = 0;
    each_quad([&](const Place& at, const Quad<float>& value) {
        Quad<float> t = target.shares(row, at);
        FOR_EACH_LANE (l, at) {
            powers += expf(value[l] - max);
            shares += t[l];
        }
    }, x);
    powers = team.sum(powers);
    shares = team.sum(shares);
    float log_of_sum = logf(powers);
    double loss = 0;
    each_quad([&](const Place& at, const Quad<float>& value) {
        Quad<float> t = target.shares(row, at);
        FOR_EACH_LANE (l, at) {
            loss += t[l] == 0 ? 0 : t[l] * ((double) max - value[l] + log_of_sum);
        }
        if (dx != nullptr) {
            store(dx, at, map([=](float v, float own) { return expf(v - max) / powers * shares - own; }, value, t));
        }
    }, x);
    return loss;
}

// loss = the mean over the rows, one element; gradient (where not null) = that of the mean by the logits.
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) softmax_cross_entropy(const float* logits, const int* labels,
        const float* probabilities, const float* weights, float* loss, float* gradient, double* parts, unsigned* arrivals,
        float smoothing, int team_size, int rows, int classes) {
    Target target = {labels, probabilities, weights, smoothing, 1 / loss_divisor(labels, weights, rows), classes};
    Team team(team_size);
    bool fits = aligned(logits, gradient, probabilities, weights);
    double own = 0;
    FOR_EACH_ROW (row, rows, team) {
        unsigned first = row * classes;
        Row x(logits + first, classes, team, fits);
        own += row_loss(x, target, team, row, gradient == nullptr ? nullptr : gradient + first);
    }
    double total;
    if (launch_sum(own, parts, arrivals, &total) && threadIdx.x == 0) {
        *loss = (float) total;
    }
}
