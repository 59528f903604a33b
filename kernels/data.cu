// Batches from a resident data set. One thread an element of the batch, grid-stride.
// Java twins: cpu.Gather, cpu.Ranking.oneHot
#include "common.cuh"

// y[i, j] = source[indices[i], j] scale[j] + shift[j]; scale and shift repeat over a row and may be null.
template <class T> __device__ void gather_scaled(const T* source, const int* indices, const float* scale,
        const float* shift, float* y, int scale_length, int shift_length, int width, int n) {
    FOR_EACH (i, n) {
        int column = (int) (i % width);
        float value = source[indices[i / width] * width + column];
        if (scale != nullptr) {
            value *= repeated(scale, scale_length, column, width);
        }
        if (shift != nullptr) {
            value += repeated(shift, shift_length, column, width);
        }
        y[i] = value;
    }
}

// From 8-bit unsigned integers.
extern "C" __global__ void gather_bytes(const unsigned char* source, const int* indices, const float* scale,
        const float* shift, float* y, int scale_length, int shift_length, int width, int n) {
    gather_scaled(source, indices, scale, shift, y, scale_length, shift_length, width, n);
}

// From real numbers.
extern "C" __global__ void gather_reals(const float* source, const int* indices, const float* scale, const float* shift,
        float* y, int scale_length, int shift_length, int width, int n) {
    gather_scaled(source, indices, scale, shift, y, scale_length, shift_length, width, n);
}

// y[i, j] = source[indices[i], j]
extern "C" __global__ void gather_ints(const int* source, const int* indices, int* y, int width, int n) {
    FOR_EACH (i, n) {
        y[i] = source[indices[i / width] * width + (int) (i % width)];
    }
}

// y[i, j] = 1 where j = labels[i], else 0
extern "C" __global__ void one_hot(const int* labels, float* y, int classes, int n) {
    FOR_EACH (i, n) {
        y[i] = labels[i / classes] == (int) (i % classes) ? 1.0f : 0.0f;
    }
}
