// The rows of a matrix: a warp takes a row at a time, or a whole block where rows are long. A thread always meets the same
// quads of a row, so results may overwrite operands, and keeps the first of them in registers between passes.
#pragma once

#include "common.cuh"

// The most threads of a block, for which every kernel that takes rows declares that it has registers enough.
constexpr int MOST_ROW_THREADS = 1024;

// The threads that share a row.
struct Team {
    unsigned size;
    unsigned rank;

    // Size is WARP or the number of threads of the block.
    __device__ explicit Team(int size) : size(size), rank(threadIdx.x % size) {
    }

    __device__ unsigned first() const {
        return blockIdx.x * (blockDim.x / size) + threadIdx.x / size;
    }

    __device__ unsigned step() const {
        return gridDim.x * (blockDim.x / size);
    }

    // All threads of the team call these, and all get the result.
    template <class T, class F> __device__ T reduce(T value, T neutral, F combine) const {
        return size == WARP ? warp_reduce(value, combine) : block_reduce(value, neutral, combine);
    }

    template <class T> __device__ T sum(T value) const {
        return reduce(value, (T) 0, Add());
    }
};

// Every row that this thread's team takes.
#define FOR_EACH_ROW(row, rows, team) \
    for (unsigned row = (team).first(); row < (unsigned) (rows); row += (team).step())

// A row that lies in memory as it is.
struct Stored {
    const float* x;

    __device__ Stored(const float* x) : x(x) {
    }

    __device__ Quad<float> operator()(const Place& at) const {
        return load(x, at);
    }
};

// How many quads of a row a thread keeps.
constexpr int HELD = 2;

// One thread's part of a row, whose quads come from source(place).
template <class Source> struct Row {
    Source source;
    Place begin;
    Quad<float> held[HELD];

    // Aligned tells whether every row may be accessed by whole quads.
    __device__ Row(Source source, int columns, const Team& team, bool aligned)
            : source(source),
              begin({LANES * team.rank, (unsigned) columns, LANES * team.size, aligned && columns % LANES == 0}) {
        Place at = begin;
#pragma unroll
        for (int h = 0; h < HELD; h++, at.advance()) {
            if (at.exists()) {
                held[h] = source(at);
            }
        }
    }
};

__device__ Row(const float*, int, const Team&, bool) -> Row<Stored>;
__device__ Row(float*, int, const Team&, bool) -> Row<Stored>;

// f(place, quad of each row) for each of this thread's quads.
template <class F, class R, class... More> __device__ void each_quad(F f, const R& row, const More&... more) {
    Place at = row.begin;
#pragma unroll
    for (int h = 0; h < HELD; h++, at.advance()) {
        if (at.exists()) {
            f(at, row.held[h], more.held[h]...);
        }
    }
    for (; at.exists(); at.advance()) {
        f(at, row.source(at), more.source(at)...);
    }
}

// y = (row - its mean) / max(its deviation, floor); y may be where the row lies.
template <class Source>
__device__ void standardize(const Row<Source>& row, int columns, float floor, const Team& team, float* y) {
    double sum = 0;
    each_quad([&](const Place& at, const Quad<float>& value) {
        FOR_EACH_LANE (l, at) {
            sum += value[l];
        }
    }, row);
    double mean = team.sum(sum) / columns;
    double squares = 0;
    each_quad([&](const Place& at, const Quad<float>& value) {
        FOR_EACH_LANE (l, at) {
            squares += (value[l] - mean) * (value[l] - mean);
        }
    }, row);
    double deviation = sqrt(team.sum(squares) / columns);
    float scale = (float) (deviation < floor ? floor : deviation);
    each_quad([&](const Place& at, const Quad<float>& value) {
        store(y, at, map([=](float v) { return (float) (v - mean) / scale; }, value));
    }, row);
}
