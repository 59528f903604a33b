// Batches from a resident data set. A thread a quad of the batch, grid-stride; neighbours lie in one row of the data set
// where its width is a multiple of four. Limited by bandwidth: the chosen rows are read once, the batch is written once;
// where rows are standardised, it reads again what a row has beyond the part that its threads keep, see Row in rows.cuh.
// Java twins: cpu.Gather, cpu.Ranking.oneHot
#include "rows.cuh"

// y[i, j] = source[indices[i], j]
template <class T> __device__ Quad<T> gathered(const T* source, const int* indices, int width, const Place& at) {
    if (width % LANES == 0) {
        return load(source, at.moved(indices[at.first / width] * width + at.first % width));
    }
    return generate<T>(at, [=](unsigned i) { return source[indices[i / width] * width + i % width]; });
}

// y[i, j] = source[indices[i], j] scale[j] + shift[j]; scale and shift repeat over a row and may be null.
template <class T> __device__ void gather_scaled(const T* source, const int* indices, const float* scale,
        const float* shift, float* y, int scale_length, int shift_length, int width, int n) {
    Scaling scaling = {{scale, scale_length, n}, {shift, shift_length, n}};
    FOR_EACH_QUAD (at, n, aligned(y) && aligned(source) && scaling.fits()) {
        store(y, at, scaling(gathered(source, indices, width, at), at));
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

// A row, scaled.
template <class T> struct Scaled {
    const T* x;
    Scaling scaling;

    __device__ Quad<float> operator()(const Place& at) const {
        return scaling(load(x, at), at);
    }
};

// The same; every row of y then gets mean 0, and deviation 1 unless its own is below the floor. A warp or a block a row,
// grid-stride.
template <class T> __device__ void gather_standardized(const T* source, const int* indices, const float* scale,
        const float* shift, float* y, int scale_length, int shift_length, float floor, int team_size, int rows,
        int columns) {
    Team team(team_size);
    Scaling scaling = {{scale, scale_length, columns}, {shift, shift_length, columns}};
    bool fits = aligned(source) && aligned(y) && scaling.fits();
    FOR_EACH_ROW (row, rows, team) {
        Scaled<T> values = {source + (unsigned) indices[row] * columns, scaling};
        standardize(Row(values, columns, team, fits), columns, floor, team, y + row * columns);
    }
}

// From 8-bit unsigned integers.
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) gather_standardized_bytes(const unsigned char* source,
        const int* indices, const float* scale, const float* shift, float* y, int scale_length, int shift_length,
        float floor, int team_size, int rows, int columns) {
    gather_standardized(source, indices, scale, shift, y, scale_length, shift_length, floor, team_size, rows, columns);
}

// From real numbers.
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) gather_standardized_reals(const float* source,
        const int* indices, const float* scale, const float* shift, float* y, int scale_length, int shift_length,
        float floor, int team_size, int rows, int columns) {
    gather_standardized(source, indices, scale, shift, y, scale_length, shift_length, floor, team_size, rows, columns);
}

// y[i, j] = source[indices[i], j]
extern "C" __global__ void gather_ints(const int* source, const int* indices, int* y, int width, int n) {
    FOR_EACH_QUAD (at, n, aligned(source, y)) {
        store(y, at, gathered(source, indices, width, at));
    }
}

// y[indices[i], j] = x[i, j]; no index comes twice
extern "C" __global__ void scatter(const float* x, const int* indices, float* y, int width, int n) {
    FOR_EACH_QUAD (at, n, aligned(x, y)) {
        Quad<float> value = load(x, at);
        if (width % LANES == 0) {
            store(y, at.moved(indices[at.first / width] * width + at.first % width), value);
        } else {
            FOR_EACH_LANE (l, at) {
                unsigned i = at.first + l;
                y[indices[i / width] * width + i % width] = value[l];
            }
        }
    }
}

// y[i, j] = 1 where j = labels[i], else 0
extern "C" __global__ void one_hot(const int* labels, float* y, int classes, int n) {
    FOR_EACH_QUAD (at, n, aligned(y)) {
        store(y, at, generate<float>(at, [=](unsigned i) {
            return (unsigned) labels[i / classes] == i % classes ? 1.0f : 0.0f;
        }));
    }
}
