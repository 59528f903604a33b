// A thread a quad, grid-stride; every operand is as long as the result unless it repeats. What limits them is the card's
// bandwidth: each operand is read once, the result written once, and read where it is added to.
// Java twin: cpu.Elementwise
#include "common.cuh"
#include "functions.cuh"

// y[i] = scale x[i] + shift
extern "C" __global__ void affine(const float* x, float* y, float scale, float shift, int accumulate, int n) {
    FOR_EACH_QUAD (at, n, aligned(x, y)) {
        put(accumulate, y, at, map([=](float value) { return scale * value + shift; }, load(x, at)));
    }
}

// x[i] = min(max(x[i], low), high); NaN stays, which fminf and fmaxf would hide.
extern "C" __global__ void clamp(float* x, float low, float high, int n) {
    FOR_EACH_QUAD (at, n, aligned(x)) {
        store(x, at, map([=](float value) { return value < low ? low : value > high ? high : value; }, load(x, at)));
    }
}

// y[i] = f(x[i])
extern "C" __global__ void unary(const float* x, float* y, int f, float parameter, int n) {
    FOR_EACH_QUAD (at, n, aligned(x, y)) {
        store(y, at, map([=](float value) { return unary_value(f, parameter, value); }, load(x, at)));
    }
}

// dx[i] = dy[i] f'(saved[i])
extern "C" __global__ void unary_gradient(const float* saved, const float* dy, float* dx, int f, float parameter,
        int accumulate, int n) {
    FOR_EACH_QUAD (at, n, aligned(saved, dy, dx)) {
        put(accumulate, dx, at, map([=](float s, float d) { return d * unary_slope(f, parameter, s); },
                load(saved, at), load(dy, at)));
    }
}

// y[i] = f(a[i mod its length], b[i mod its length])
extern "C" __global__ void binary(const float* a, const float* b, float* y, int f, int accumulate, int a_length,
        int b_length, int n) {
    Repeated left = {a, a_length, n};
    Repeated right = {b, b_length, n};
    FOR_EACH_QUAD (at, n, left.fits() && right.fits() && aligned(y)) {
        put(accumulate, y, at, map([=](float l, float r) { return binary_value(f, l, r); }, left.quad(at),
                right.quad(at)));
    }
}

// y[i, j] = x[i]
extern "C" __global__ void spread_rows(const float* x, float* y, int accumulate, int columns, int n) {
    FOR_EACH_QUAD (at, n, aligned(y)) {
        put(accumulate, y, at, generate<float>(at, [=](unsigned i) { return x[i / columns]; }));
    }
}
