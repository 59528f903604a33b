// One thread an element, grid-stride; every operand is as long as the result unless it repeats.
// Java twin: cpu.Elementwise
#include "common.cuh"
#include "functions.cuh"

// y[i] = scale x[i] + shift
extern "C" __global__ void affine(const float* x, float* y, float scale, float shift, int accumulate, int n) {
    FOR_EACH (i, n) {
        put(accumulate, y, i, scale * x[i] + shift);
    }
}

// x[i] = min(max(x[i], low), high); NaN stays, which fminf and fmaxf would hide.
extern "C" __global__ void clamp(float* x, float low, float high, int n) {
    FOR_EACH (i, n) {
        float value = x[i];
        x[i] = value < low ? low : value > high ? high : value;
    }
}

// y[i] = f(x[i])
extern "C" __global__ void unary(const float* x, float* y, int f, float parameter, int n) {
    FOR_EACH (i, n) {
        y[i] = unary_value(f, parameter, x[i]);
    }
}

// dx[i] = dy[i] f'(saved[i])
extern "C" __global__ void unary_gradient(const float* saved, const float* dy, float* dx, int f, float parameter,
        int accumulate, int n) {
    FOR_EACH (i, n) {
        put(accumulate, dx, i, dy[i] * unary_slope(f, parameter, saved[i]));
    }
}

// y[i] = f(a[i mod its length], b[i mod its length])
extern "C" __global__ void binary(const float* a, const float* b, float* y, int f, int accumulate, int a_length,
        int b_length, int n) {
    FOR_EACH (i, n) {
        put(accumulate, y, i, binary_value(f, repeated(a, a_length, i, n), repeated(b, b_length, i, n)));
    }
}

// y[i, j] = x[i]
extern "C" __global__ void spread_rows(const float* x, float* y, int accumulate, int columns, int n) {
    FOR_EACH (i, n) {
        put(accumulate, y, i, x[i / columns]);
    }
}
