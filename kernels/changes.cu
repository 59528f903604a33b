// Images of a data set, each changed at random on its way into a batch. Java twins: dev.cairn.backend.ImageChanges and
// ImageMap, which say what happens to an image; cpu.ChangedImage.
#include "philox.cuh"
#include "rows.cuh"

constexpr unsigned NOISE_BLOCK = 2;
constexpr unsigned PIXELS_A_BLOCK = 8;
constexpr int DEVIATE_BITS = 12;
constexpr float MOST_VALUE = 255.0f;

// The most that may happen to an image.
struct Changes {
    int shift;
    int flip;
    float turn;
    float stretch;
    int crop;
};

// The random words of an image in an epoch.
struct ImageWords {
    unsigned long long seed;
    unsigned stream;
    unsigned image;
    unsigned epoch;

    __device__ Quad<unsigned> block(unsigned index) const {
        return philox(seed, index, stream, image, epoch);
    }
};

// The pixel at (u, v) from the middle shows the source at (centre_x + xx u + xy v, centre_y + yx u + yy v).
struct ImageMap {
    float centre_x;
    float centre_y;
    float xx;
    float xy;
    float yx;
    float yy;
};

// A uniform integer below the bound.
__device__ inline float below(int bound, unsigned word) {
    return (float) (int) ((unsigned long long) word * (unsigned) bound >> 32);
}

// A uniform number from -1 to 1, in steps of 2^-23.
__device__ inline float to_either_side(unsigned word) {
    return (float) (int) (word >> 8) * 0x1p-23f - 1.0f;
}

__device__ inline ImageMap drawn(const Changes& most, const ImageWords& words, int height, int width) {
    Quad<unsigned> first = words.block(0);
    Quad<unsigned> second = words.block(1);
    float centre_x = (float) (width - 1) / 2 + below(2 * most.shift + 1, first[0]) - (float) most.shift;
    float centre_y = (float) (height - 1) / 2 + below(2 * most.shift + 1, first[1]) - (float) most.shift;
    float angle = most.turn * to_either_side(first[3]);
    float step_x = 1 / (1 + most.stretch * to_either_side(second[0]));
    float step_y = step_x;
    if (most.crop > 0) {
        centre_x += below(width - most.crop + 1, second[1]) - (float) (width - most.crop) / 2;
        centre_y += below(height - most.crop + 1, second[2]) - (float) (height - most.crop) / 2;
        step_x *= (float) most.crop / (float) width;
        step_y *= (float) most.crop / (float) height;
    }
    if (most.flip && (int) first[2] < 0) {
        step_x = -step_x;
    }
    float cosine = cosf(angle);
    float sine = sinf(angle);
    return {centre_x, centre_y, cosine * step_x, -sine * step_y, sine * step_x, cosine * step_y};
}

__device__ inline float between(float from, float to, float share) {
    return from + (to - from) * share;
}

// Where four neighbouring pixels come from, in any channel: each from the four around one place.
struct Origins {
    Quad<int> corner;
    Quad<int> to_right;
    Quad<int> to_below;
    Quad<float> right;
    Quad<float> below;

    __device__ Origins(const ImageMap& map, int moves, int height, int width, const Place& at) {
        FOR_EACH_LANE (l, at) {
            int row = (int) (at.first + l) / width;
            int column = (int) (at.first + l) - row * width;
            float x = (float) column;
            float y = (float) row;
            if (moves) {
                float u = x - (float) (width - 1) / 2;
                float v = y - (float) (height - 1) / 2;
                x = fminf(fmaxf(map.centre_x + map.xx * u + map.xy * v, 0), (float) (width - 1));
                y = fminf(fmaxf(map.centre_y + map.yx * u + map.yy * v, 0), (float) (height - 1));
            }
            int left = (int) x;
            int top = (int) y;
            corner[l] = top * width + left;
            to_right[l] = left + 1 < width ? 1 : 0;
            to_below[l] = top + 1 < height ? width : 0;
            right[l] = x - (float) left;
            below[l] = y - (float) top;
        }
    }

    __device__ float pixel(const unsigned char* channel, int l) const {
        const unsigned char* upper = channel + corner[l];
        const unsigned char* lower = upper + to_below[l];
        int step = to_right[l];
        return between(between((float) upper[0], (float) upper[step], right[l]),
                between((float) lower[0], (float) lower[step], right[l]), below[l]);
    }
};

// The noise of four neighbouring pixels of a channel: two pixels a word.
__device__ inline Quad<float> noise(const float* deviates, const Quad<unsigned>& words, const Place& at) {
    unsigned half = at.first / LANES % (PIXELS_A_BLOCK / LANES);
    return generate<float>({0, (unsigned) at.count(), LANES, false}, [=](unsigned l) {
        unsigned word = half == 0 ? (l < 2 ? words[0] : words[1]) : (l < 2 ? words[2] : words[3]);
        return deviates[(l % 2 == 0 ? word : word << 16) >> (32 - DEVIATE_BITS)];
    });
}

// y[i] = image indices[i], which is number numbers[i] of the data set, changed, then times scale plus shift, which repeat over
// an image and may be null, as deviates may; then, where the floor is above 0, the image gets mean 0, and deviation 1 unless its
// own is below the floor. The epoch is that of the batch before the one that the counter, a pair (low, high), is at. A block an
// image, grid-stride; a thread a quad of pixels in all channels. Limited by bandwidth: the chosen images are read once, the batch
// is written once; an image that is standardised is still in the caches when it is read and written again.
extern "C" __global__ void gather_changed(const int* counter, const unsigned char* images, const int* indices,
        const int* numbers, const float* deviates, const float* scale, const float* shift, float* y, long long seed,
        int stream, int batches, int moves, int most_shift, int flip, float turn, float stretch, int crop,
        float deviation, int scale_length, int shift_length, float floor, int channels, int height, int width, int rows) {
    __shared__ ImageMap place;
    unsigned plane = (unsigned) (height * width);
    unsigned features = (unsigned) channels * plane;
    unsigned long long batch = ((unsigned long long) (unsigned) counter[1] << 32 | (unsigned) counter[0]) - 1;
    unsigned epoch = (unsigned) (batch / (unsigned) batches);
    Scaling scaling = {{scale, scale_length, (int) features}, {shift, shift_length, (int) features}};
    bool is_aligned = plane % LANES == 0 && aligned(y) && scaling.fits();
    Team team((int) blockDim.x);
    for (unsigned row = blockIdx.x; row < (unsigned) rows; row += gridDim.x) {
        ImageWords words = {(unsigned long long) seed, (unsigned) stream, (unsigned) numbers[row], epoch};
        if (moves && threadIdx.x == 0) {
            place = drawn({most_shift, flip, turn, stretch, crop}, words, height, width);
        }
        __syncthreads();
        for (Place at = {LANES * threadIdx.x, plane, LANES * blockDim.x, is_aligned}; at.exists(); at.advance()) {
            Origins origins(place, moves, height, width, at);
            for (unsigned channel = 0; channel < (unsigned) channels; channel++) {
                const unsigned char* source = images + (unsigned) indices[row] * features + channel * plane;
                Quad<float> value = {};
                FOR_EACH_LANE (l, at) {
                    value[l] = origins.pixel(source, l);
                }
                if (deviates != nullptr) {
                    unsigned block = NOISE_BLOCK + channel * ((plane + PIXELS_A_BLOCK - 1) / PIXELS_A_BLOCK)
                            + at.first / PIXELS_A_BLOCK;
                    value = map([=](float x, float deviate) {
                        return fminf(fmaxf(x + deviation * deviate, 0), MOST_VALUE);
                    }, value, noise(deviates, words.block(block), at));
                }
                value = scaling(value, at.moved(channel * plane + at.first));
                store(y, at.moved(row * features + channel * plane + at.first), value);
            }
        }
        __syncthreads();
        if (floor > 0) {
            float* image = y + row * features;
            standardize(Row(image, (int) features, team, aligned(y)), (int) features, floor, team, image);
        }
    }
}
