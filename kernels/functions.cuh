// The functions that the enumerations of dev.cairn.backend name, in their order, with their formulas.
// Java twin: reference.Functions
#pragma once

enum Unary { IDENTITY, ABS, SQUARE, SQRT, EXP, LOG, SIGMOID, TANH, SCALED_TANH, RELU, LEAKY_RELU, GELU };

enum Binary { ADD, SUBTRACT, MULTIPLY, DIVIDE };

enum Pointwise { SQUARED, ABSOLUTE, HUBER, BINARY_CROSS_ENTROPY };

constexpr float TANH_HEIGHT = 1.7159f;
constexpr float TANH_HEIGHT_REST = (float) (1.7159 - (double) TANH_HEIGHT);
constexpr float TANH_STEEPNESS = 2.0f / 3;

// -1, 0 or 1; NaN stays.
__device__ inline float sign(float x) {
    return x > 0 ? 1.0f : x < 0 ? -1.0f : x;
}

__device__ inline float sigmoid(float x) {
    return 1 / (1 + expf(-x));
}

// Φ(x) = erfc(-x / √2) / 2. Far to the left erfc magnifies the rounding of its argument u; what was lost is put back by
// the slope there, erfc'(u) / erfc(u) ≈ -2 u. Beyond 10 it is 0.
__device__ inline float normal_cumulative(float x) {
    const float high = 0.70710677f;
    const float low = 1.21016175e-8f;
    float u = -x * high;
    if (!(u > 1 && u < 10)) {
        return 0.5f * erfcf(u);
    }
    float lost = fmaf(-x, high, -u) - x * low;
    return 0.5f * erfcf(u) * (1 - 2 * u * lost);
}

// φ(x) = e^(-x²/2) / √(2π)
__device__ inline float normal_density(float x) {
    return 0.3989423f * expf(-0.5f * x * x);
}

__device__ inline float unary_value(int f, float parameter, float x) {
    switch (f) {
        case ABS: return fabsf(x);
        case SQUARE: return x * x;
        case SQRT: return sqrtf(x);
        case EXP: return expf(x);
        case LOG: return logf(x);
        case SIGMOID: return sigmoid(x);
        case TANH: return tanhf(x);
        case SCALED_TANH: return TANH_HEIGHT * tanhf(TANH_STEEPNESS * x);
        case RELU: return x <= 0 ? 0 : x; // NaN passes through, as in Math.max; fmaxf would hide it.
        case LEAKY_RELU: return x > 0 ? x : parameter * x;
        case GELU: return x * normal_cumulative(x);
        default: return x;
    }
}

// f'(x), from y where the gradient is computed from the result, else from x. Near a limit, (h - y) (h + y) keeps the digits
// that h² - y² loses.
__device__ inline float unary_slope(int f, float parameter, float saved) {
    switch (f) {
        case ABS: return sign(saved);
        case SQUARE: return 2 * saved;
        case SQRT: return 1 / (2 * saved);
        case EXP: return saved;
        case LOG: return 1 / saved;
        case SIGMOID: return saved * (1 - saved);
        case TANH: return (1 - saved) * (1 + saved);
        case SCALED_TANH: {
            float y = fabsf(saved);
            return TANH_STEEPNESS / TANH_HEIGHT * (TANH_HEIGHT - y + TANH_HEIGHT_REST) * (TANH_HEIGHT + y);
        }
        case RELU: return sign(saved);
        case LEAKY_RELU: return saved > 0 ? 1 : parameter;
        case GELU: return normal_cumulative(saved) + saved * normal_density(saved);
        default: return 1;
    }
}

__device__ inline float binary_value(int f, float a, float b) {
    switch (f) {
        case SUBTRACT: return a - b;
        case MULTIPLY: return a * b;
        case DIVIDE: return a / b;
        default: return a + b;
    }
}

// l(p, t), finite for all finite p and t.
__device__ inline double pointwise_value(int l, float parameter, float p, float t) {
    double d = (double) p - t;
    double distance = d < 0 ? -d : d;
    switch (l) {
        case ABSOLUTE: return distance;
        case HUBER: return distance <= parameter ? d * d / 2 : parameter * (distance - parameter / 2);
        case BINARY_CROSS_ENTROPY:
            return (1.0 - t) * p + (1 + (parameter - 1.0) * t) * (log1pf(expf(-fabsf(p))) + (p < 0 ? -p : 0.0));
        default: return d * d;
    }
}

// dl / dp. That of the cross-entropy, (1 - t) - (1 + (w - 1) t) σ(-p), is written without a difference of nearly equal
// numbers.
__device__ inline float pointwise_slope(int l, float parameter, float p, float t) {
    float d = p - t;
    switch (l) {
        case ABSOLUTE: return sign(d);
        case HUBER: return d > parameter ? parameter : d < -parameter ? -parameter : d;
        case BINARY_CROSS_ENTROPY: return (1 - t) * sigmoid(p) - parameter * t * sigmoid(-p);
        default: return 2 * d;
    }
}
