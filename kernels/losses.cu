// Losses that are a sum over elements.
// Java twin: cpu.PointwiseLosses
#include "common.cuh"
#include "functions.cuh"

// loss = scale Σ l(prediction, target), one element; gradient (where not null) = scale dl / dprediction. A thread a quad,
// grid-stride. Limited by bandwidth: two operands are read, the gradient is written.
extern "C" __global__ void pointwise_loss(const float* prediction, const float* target, float* loss, float* gradient,
        double* parts, unsigned* arrivals, int l, float parameter, float scale, int n) {
    double own = 0;
    FOR_EACH_QUAD (at, n, aligned(prediction, target, gradient)) {
        Quad<float> p = load(prediction, at);
        Quad<float> t = load(target, at);
        FOR_EACH_LANE (lane, at) {
            own += pointwise_value(l, parameter, p[lane], t[lane]);
        }
        if (gradient != nullptr) {
            store(gradient, at, map([=](float x, float y) { return scale * pointwise_slope(l, parameter, x, y); }, p, t));
        }
    }
    double total;
    if (launch_sum(own, parts, arrivals, &total) && threadIdx.x == 0) {
        *loss = (float) (scale * total);
    }
}
