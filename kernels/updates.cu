// Optimizer steps, and what bounds them. An update is one launch for all parameters of a model: a block a chunk, which is
// part of one segment, and a thread a quad; the block that arrives last moves the counter, which all have read by then.
// Limited by bandwidth: gradients are read once, parameters and states read and written once.
// Java twins: cpu.Updates, cpu.UpdateKernels
#include "common.cuh"

// Part of a segment and its settings: the factor on the learning rate, the L2 strength, and 1 where weight decay applies.
struct Chunk {
    int from;
    int length;
    float rate_factor;
    float l2;
    float decays;
};

// What one launch needs besides parameters, gradients and states. Rates is a table of rows (learning rate, c1, c2).
struct Step {
    Chunk chunk;
    bool stopped;
    float rate;
    float c1;
    float c2;

    // Row counter mod rate_rows of the table; status tells of a non-finite loss by a number that is not negative.
    __device__ Step(const Chunk* chunks, const float* rates, const int* counter, const int* status, int rate_rows)
            : chunk(chunks[blockIdx.x]), stopped(*status >= 0) {
        unsigned long long step = (unsigned long long) (unsigned) counter[1] << 32 | (unsigned) counter[0];
        const float* row = rates + 3 * (step % (unsigned) rate_rows);
        rate = row[0] * chunk.rate_factor;
        c1 = row[1];
        c2 = row[2];
    }

    // The quads of the chunk, shared by the threads of the block; none once training has stopped. Aligned tells whether all
    // operands are.
    __device__ Place begin(bool aligned) const {
        unsigned end = (unsigned) (chunk.from + chunk.length);
        unsigned first = chunk.from + LANES * threadIdx.x;
        return {stopped ? end : first, end, LANES * blockDim.x, aligned && chunk.from % LANES == 0};
    }

    // Ends the step. All threads of the block call it.
    __device__ void end(int* counter, unsigned* arrivals) const {
        __syncthreads();
        if (threadIdx.x == 0 && arrives_last(arrivals)) {
            count_on(counter);
        }
    }

    // g + 2 λ w
    __device__ Quad<float> gradient(const Quad<float>& g, const Quad<float>& w) const {
        float l2 = chunk.l2;
        return map([=](float slope, float weight) { return slope + 2 * l2 * weight; }, g, w);
    }
};

// w -= rate g
extern "C" __global__ void update_sgd(const Chunk* chunks, const float* rates, int* counter, const int* status,
        unsigned* arrivals, const float* gradients, float* parameters, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    float rate = step.rate;
    for (Place at = step.begin(aligned(gradients, parameters)); at.exists(); at.advance()) {
        Quad<float> w = load(parameters, at);
        Quad<float> g = step.gradient(load(gradients, at), w);
        store(parameters, at, map([=](float weight, float slope) { return weight - rate * slope; }, w, g));
    }
    step.end(counter, arrivals);
}

// v = momentum v + g; w -= rate v, or with nesterov rate (g + momentum v)
extern "C" __global__ void update_momentum(const Chunk* chunks, const float* rates, int* counter, const int* status,
        unsigned* arrivals, const float* gradients, float* velocities, float* parameters, float momentum, int nesterov,
        int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    float rate = step.rate;
    for (Place at = step.begin(aligned(gradients, velocities, parameters)); at.exists(); at.advance()) {
        Quad<float> w = load(parameters, at);
        Quad<float> g = step.gradient(load(gradients, at), w);
        Quad<float> v = map([=](float old, float slope) { return momentum * old + slope; }, load(velocities, at), g);
        store(velocities, at, v);
        store(parameters, at, map([=](float weight, float slope, float velocity) {
            return weight - rate * (nesterov ? slope + momentum * velocity : velocity);
        }, w, g, v));
    }
    step.end(counter, arrivals);
}

// decay s + rest g²
__device__ inline Quad<float> mean_square(float decay, float rest, const Quad<float>& s, const Quad<float>& g) {
    return map([=](float old, float x) { return decay * old + rest * x * x; }, s, g);
}

// s = decay s + rest g², rest = 1 - decay; w -= rate g / (√s + epsilon)
extern "C" __global__ void update_rms_prop(const Chunk* chunks, const float* rates, int* counter, const int* status,
        unsigned* arrivals, const float* gradients, float* squares, float* parameters, float decay, float rest,
        float epsilon, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    float rate = step.rate;
    for (Place at = step.begin(aligned(gradients, squares, parameters)); at.exists(); at.advance()) {
        Quad<float> w = load(parameters, at);
        Quad<float> g = step.gradient(load(gradients, at), w);
        Quad<float> s = mean_square(decay, rest, load(squares, at), g);
        store(squares, at, s);
        store(parameters, at, map([=](float weight, float slope, float square) {
            return weight - rate * slope / (sqrtf(square) + epsilon);
        }, w, g, s));
    }
    step.end(counter, arrivals);
}

// s = decay s + rest g², rest = 1 - decay; d = g √(u + epsilon) / √(s + epsilon); u = decay u + rest d²; w -= rate d
extern "C" __global__ void update_adadelta(const Chunk* chunks, const float* rates, int* counter, const int* status,
        unsigned* arrivals, const float* gradients, float* squares, float* steps, float* parameters, float decay,
        float rest, float epsilon, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    float rate = step.rate;
    for (Place at = step.begin(aligned(gradients, squares, steps, parameters)); at.exists(); at.advance()) {
        Quad<float> w = load(parameters, at);
        Quad<float> u = load(steps, at);
        Quad<float> g = step.gradient(load(gradients, at), w);
        Quad<float> s = mean_square(decay, rest, load(squares, at), g);
        Quad<float> d = map([=](float slope, float square, float moved) {
            return slope * sqrtf(moved + epsilon) / sqrtf(square + epsilon);
        }, g, s, u);
        store(squares, at, s);
        store(steps, at, mean_square(decay, rest, u, d));
        store(parameters, at, map([=](float weight, float by) { return weight - rate * by; }, w, d));
    }
    step.end(counter, arrivals);
}

// m = beta1 m + rest1 g; v = beta2 v + rest2 g²; w = keep w - rate c1 m / (√(v c2) + epsilon), where rest = 1 - beta.
// With decay above 0, keep = 1 - rate decay where the segment decays, and there is no L2; else keep is 1.
extern "C" __global__ void update_adam(const Chunk* chunks, const float* rates, int* counter, const int* status,
        unsigned* arrivals, const float* gradients, float* means, float* squares, float* parameters, float beta1,
        float rest1, float beta2, float rest2, float epsilon, float decay, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    float keep = 1 - step.rate * decay * step.chunk.decays;
    float rate = step.rate * step.c1;
    float c2 = step.c2;
    for (Place at = step.begin(aligned(gradients, means, squares, parameters)); at.exists(); at.advance()) {
        Quad<float> w = load(parameters, at);
        Quad<float> g = load(gradients, at);
        if (!(decay > 0)) {
            g = step.gradient(g, w);
        }
        Quad<float> m = map([=](float old, float slope) { return beta1 * old + rest1 * slope; }, load(means, at), g);
        Quad<float> v = mean_square(beta2, rest2, load(squares, at), g);
        store(means, at, m);
        store(squares, at, v);
        store(parameters, at, map([=](float weight, float mean, float square) {
            return keep * weight - rate * mean / (sqrtf(square * c2) + epsilon);
        }, w, m, v));
    }
    step.end(counter, arrivals);
}

// norm = √(Σ x²), one element, and in double precision parts[0]. A thread a quad, grid-stride.
extern "C" __global__ void l2_norm(const float* x, float* norm, double* parts, unsigned* arrivals, int n) {
    double own = 0;
    FOR_EACH_QUAD (at, n, aligned(x)) {
        Quad<float> value = load(x, at);
        FOR_EACH_LANE (l, at) {
            own += (double) value[l] * value[l];
        }
    }
    double total;
    if (launch_sum(own, parts, arrivals, &total) && threadIdx.x == 0) {
        parts[0] = sqrt(total);
        *norm = (float) parts[0];
    }
}

// x[i] *= max_norm / norm where the norm is larger and finite. A thread a quad, grid-stride.
extern "C" __global__ void shorten(const double* norm, float* x, float max_norm, int n) {
    double length = *norm;
    if (!(length > max_norm) || length == INFINITY) {
        return;
    }
    float factor = (float) (max_norm / length);
    FOR_EACH_QUAD (at, n, aligned(x)) {
        store(x, at, map([=](float value) { return value * factor; }, load(x, at)));
    }
}
