// Which outputs of a classifier are largest: larger ones rank first, equal ones by column, NaN last; and what is kept of a
// step's loss. A warp or a block a row, grid-stride. Limited by bandwidth: the outputs are read once. Counts are added
// atomically: the order of adding whole numbers changes nothing.
// Java twin: cpu.Ranking
#include "rows.cuh"

// A number that is larger the earlier an element ranks: its order among floats (NaN 0, both zeros alike), then ~column.
__device__ inline unsigned long long ranking(float x, unsigned column) {
    unsigned bits = __float_as_uint(x == 0 ? 0.0f : x);
    unsigned order = x != x ? 0 : bits >> 31 ? ~bits : bits | 0x80000000u;
    return (unsigned long long) order << 32 | ~column;
}

__device__ inline unsigned row_argmax(const Row<Stored>& x, const Team& team) {
    unsigned long long best = 0;
    each_quad([&](const Place& at, const Quad<float>& value) {
        FOR_EACH_LANE (l, at) {
            best = Larger()(best, ranking(value[l], at.first + l));
        }
    }, x);
    return ~(unsigned) team.reduce(best, 0ull, Larger());
}

// y[i] = the column of row i that ranks first
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) argmax_rows(const float* x, int* y, int team_size, int rows,
        int columns) {
    Team team(team_size);
    FOR_EACH_ROW (row, rows, team) {
        unsigned column = row_argmax(Row(x + row * columns, columns, team, aligned(x)), team);
        if (team.rank == 0) {
            y[row] = (int) column;
        }
    }
}

// hits += the number of rows where fewer than k columns rank before the label's; exact up to 2^24
__device__ inline void add_hits(const float* outputs, const int* labels, float* hits, int k, int team_size, int rows,
        int columns) {
    Team team(team_size);
    FOR_EACH_ROW (row, rows, team) {
        const float* x = outputs + row * columns;
        unsigned long long own = ranking(x[labels[row]], labels[row]);
        int before = 0;
        each_quad([&](const Place& at, const Quad<float>& value) {
            FOR_EACH_LANE (l, at) {
                before += ranking(value[l], at.first + l) > own;
            }
        }, Row(x, columns, team, aligned(outputs)));
        before = team.sum(before);
        if (team.rank == 0 && before < k) {
            atomicAdd(hits, 1.0f);
        }
    }
}

extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) count_hits(const float* outputs, const int* labels,
        float* hits, int k, int team_size, int rows, int columns) {
    add_hits(outputs, labels, hits, k, team_size, rows, columns);
}

// total += weight loss; the first loss that is not finite sets status to the low 31 bits of the counter. One thread.
__device__ inline void add_loss(const float* loss, const int* counter, float* total, int* status, float weight) {
    float value = *loss;
    *total += weight * value;
    if (!(fabsf(value) < INFINITY) && *status < 0) {
        *status = counter[0] & 0x7fffffff;
    }
}

extern "C" __global__ void record_loss(const float* loss, const int* counter, float* total, int* status, float weight) {
    add_loss(loss, counter, total, status, weight);
}

// Both, for a step of training.
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) record_step(const float* loss, const int* counter,
        float* total, int* status, float weight, const float* outputs, const int* labels, float* hits, int team_size,
        int rows, int columns) {
    if (blockIdx.x == 0 && threadIdx.x == 0) {
        add_loss(loss, counter, total, status, weight);
    }
    add_hits(outputs, labels, hits, 1, team_size, rows, columns);
}

// counts[label, argmax] += 1 for every row; counts is [columns, columns]
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) count_confusion(const float* outputs, const int* labels,
        int* counts, int team_size, int rows, int columns) {
    Team team(team_size);
    FOR_EACH_ROW (row, rows, team) {
        unsigned column = row_argmax(Row(outputs + row * columns, columns, team, aligned(outputs)), team);
        if (team.rank == 0) {
            atomicAdd(counts + labels[row] * columns + column, 1);
        }
    }
}
