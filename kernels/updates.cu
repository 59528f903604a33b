// Optimizer steps, and what bounds them. An update is one launch for all parameters of a model: a block a chunk, which is
// part of one segment.
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

    // Every parameter of the chunk, shared by the threads of the block; none once training has stopped.
    __device__ unsigned begin() const {
        return stopped ? end() : chunk.from + threadIdx.x;
    }

    __device__ unsigned end() const {
        return (unsigned) (chunk.from + chunk.length);
    }

    // g + 2 λ w
    __device__ float gradient(const float* gradients, unsigned i, float w) const {
        return gradients[i] + 2 * chunk.l2 * w;
    }
};

// w -= rate g
extern "C" __global__ void update_sgd(const Chunk* chunks, const float* rates, const int* counter, const int* status,
        const float* gradients, float* parameters, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    for (unsigned i = step.begin(); i < step.end(); i += blockDim.x) {
        parameters[i] -= step.rate * step.gradient(gradients, i, parameters[i]);
    }
}

// v = momentum v + g; w -= rate v, or with nesterov rate (g + momentum v)
extern "C" __global__ void update_momentum(const Chunk* chunks, const float* rates, const int* counter,
        const int* status, const float* gradients, float* velocities, float* parameters, float momentum, int nesterov,
        int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    for (unsigned i = step.begin(); i < step.end(); i += blockDim.x) {
        float g = step.gradient(gradients, i, parameters[i]);
        float v = momentum * velocities[i] + g;
        velocities[i] = v;
        parameters[i] -= step.rate * (nesterov ? g + momentum * v : v);
    }
}

// s = decay s + rest g², rest = 1 - decay; w -= rate g / (√s + epsilon)
extern "C" __global__ void update_rms_prop(const Chunk* chunks, const float* rates, const int* counter,
        const int* status, const float* gradients, float* squares, float* parameters, float decay, float rest,
        float epsilon, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    for (unsigned i = step.begin(); i < step.end(); i += blockDim.x) {
        float g = step.gradient(gradients, i, parameters[i]);
        float s = decay * squares[i] + rest * g * g;
        squares[i] = s;
        parameters[i] -= step.rate * g / (sqrtf(s) + epsilon);
    }
}

// s = decay s + rest g², rest = 1 - decay; d = g √(u + epsilon) / √(s + epsilon); u = decay u + rest d²; w -= rate d
extern "C" __global__ void update_adadelta(const Chunk* chunks, const float* rates, const int* counter,
        const int* status, const float* gradients, float* squares, float* steps, float* parameters, float decay,
        float rest, float epsilon, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    for (unsigned i = step.begin(); i < step.end(); i += blockDim.x) {
        float g = step.gradient(gradients, i, parameters[i]);
        float s = decay * squares[i] + rest * g * g;
        float d = g * sqrtf(steps[i] + epsilon) / sqrtf(s + epsilon);
        squares[i] = s;
        steps[i] = decay * steps[i] + rest * d * d;
        parameters[i] -= step.rate * d;
    }
}

// m = beta1 m + rest1 g; v = beta2 v + rest2 g²; w = keep w - rate c1 m / (√(v c2) + epsilon), where rest = 1 - beta.
// With decay above 0, keep = 1 - rate decay where the segment decays, and there is no L2; else keep is 1.
extern "C" __global__ void update_adam(const Chunk* chunks, const float* rates, const int* counter, const int* status,
        const float* gradients, float* means, float* squares, float* parameters, float beta1, float rest1, float beta2,
        float rest2, float epsilon, float decay, int rate_rows) {
    Step step(chunks, rates, counter, status, rate_rows);
    float keep = 1 - step.rate * decay * step.chunk.decays;
    for (unsigned i = step.begin(); i < step.end(); i += blockDim.x) {
        float w = parameters[i];
        float g = decay > 0 ? gradients[i] : step.gradient(gradients, i, w);
        float m = beta1 * means[i] + rest1 * g;
        float v = beta2 * squares[i] + rest2 * g * g;
        means[i] = m;
        squares[i] = v;
        parameters[i] = keep * w - step.rate * step.c1 * m / (sqrtf(v * step.c2) + epsilon);
    }
}

// norm = √(Σ x²), one element, and in double precision parts[0]. One thread an element, grid-stride.
extern "C" __global__ void l2_norm(const float* x, float* norm, double* parts, unsigned* arrivals, int n) {
    double own = 0;
    FOR_EACH (i, n) {
        own += (double) x[i] * x[i];
    }
    double total;
    if (launch_sum(own, parts, arrivals, &total) && threadIdx.x == 0) {
        parts[0] = sqrt(total);
        *norm = (float) parts[0];
    }
}

// x[i] *= max_norm / norm where the norm is larger and finite. One thread an element, grid-stride.
extern "C" __global__ void shorten(const double* norm, float* x, float max_norm, int n) {
    double length = *norm;
    if (!(length > max_norm) || length == INFINITY) {
        return;
    }
    float factor = (float) (max_norm / length);
    FOR_EACH (i, n) {
        x[i] *= factor;
    }
}

// total += weight loss; the first loss that is not finite sets status to the low 31 bits of the counter. One thread.
extern "C" __global__ void record_loss(const float* loss, const int* counter, float* total, int* status, float weight) {
    float value = *loss;
    *total += weight * value;
    if (!(fabsf(value) < INFINITY) && *status < 0) {
        *status = counter[0] & 0x7fffffff;
    }
}
