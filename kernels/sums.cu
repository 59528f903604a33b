// Sums over the rows and columns of a matrix, in double precision. Limited by bandwidth: the matrix is read once.
// Java twins: cpu.LaneSums, cpu.RowSums
#include "columns.cuh"
#include "rows.cuh"

// y[j] = Σ_i x[i, j]. A thread a quad of columns and a few rows.
extern "C" __global__ void __launch_bounds__(MOST_COLUMN_THREADS) column_sums(const float* x, float* y, int accumulate,
        int rows, int columns, int width) {
    ColumnShare share(rows, columns, width, aligned(x));
    Quad<double> sum = {};
    share.each_row([&](const Place& at, const Quad<float>* value) {
        FOR_EACH_LANE (l, at) {
            sum[l] += (*value)[l];
        }
    }, x);
    sum = column_sum(sum, width);
    if (share.leads()) {
        put(accumulate, y, share.columns, rounded(sum));
    }
}

// y[i] = Σ_j x[i, j]. A warp or a block a row, grid-stride.
extern "C" __global__ void __launch_bounds__(MOST_ROW_THREADS) row_sums(const float* x, float* y, int accumulate,
        int team_size, int rows, int columns) {
    Team team(team_size);
    FOR_EACH_ROW (row, rows, team) {
        double sum = 0;
        each_quad([&](const Place& at, const Quad<float>& value) {
            FOR_EACH_LANE (l, at) {
                sum += value[l];
            }
        }, Row(x + row * columns, columns, team, aligned(x)));
        sum = team.sum(sum);
        if (team.rank == 0) {
            put(accumulate, y, row, (float) sum);
        }
    }
}
