// Losses that are a sum over elements.
// Java twin: cpu.PointwiseLosses
#include "common.cuh"
#include "functions.cuh"

// loss = scale Σ l(prediction, target), one element; gradient (where not null) = scale dl / dprediction. One thread an
// element, grid-stride.
extern "C" __global__ void pointwise_loss(const float* prediction, const float* target, float* loss, float* gradient,
        double* parts, unsigned* arrivals, int l, float parameter, float scale, int n) {
    double own = 0;
    FOR_EACH (i, n) {
        float p = prediction[i];
        float t = target[i];
        own += pointwise_value(l, parameter, p, t);
        if (gradient != nullptr) {
            gradient[i] = scale * pointwise_slope(l, parameter, p, t);
        }
    }
    double total;
    if (launch_sum(own, parts, arrivals, &total) && threadIdx.x == 0) {
        *loss = (float) (scale * total);
    }
}
