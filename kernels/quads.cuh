// Quads: four neighbours that a thread takes together, with one access of 16 bytes where float or int operands are aligned.
// Where they are not, or fewer are left at the end, the same thread takes the same elements one by one, so that alignment
// changes no sum's order. Pointers are never __restrict__ where a destination may be an operand.
#pragma once

constexpr int LANES = 4;

// Four neighbours; at the end of an operand the lanes that are left over are 0.
template <class T> struct Quad {
    T lane[LANES];

    __device__ T& operator[](int l) {
        return lane[l];
    }

    __device__ T operator[](int l) const {
        return lane[l];
    }
};

template <class T> struct Vector;

template <> struct Vector<float> {
    using Four = float4;
};

template <> struct Vector<int> {
    using Four = int4;
};

template <> struct Vector<unsigned short> {
    using Four = ushort4;
};

template <> struct Vector<unsigned char> {
    using Four = uchar4;
};

// Whether four elements may be accessed at once at each of these addresses; at null none will be.
template <class... T> __device__ bool aligned(const T*... x) {
    return ((... && ((unsigned long long) x % (LANES * sizeof(T)) == 0)));
}

// The quads that one thread meets. Here and elsewhere unsigned, since an index may pass 2^31 - 1 before a loop ends.
struct Place {
    unsigned first;
    unsigned end;
    unsigned stride;
    bool aligned;

    __device__ bool exists() const {
        return first < end;
    }

    __device__ void advance() {
        first += stride;
    }

    __device__ int count() const {
        return end - first < LANES ? (int) (end - first) : LANES;
    }

    __device__ bool whole() const {
        return aligned && end - first >= LANES;
    }

    // The same quad where it begins at another element.
    __device__ Place moved(unsigned to) const {
        return {to, to + (end - first), stride, aligned};
    }
};

// Every quad below n, shared by all threads of the launch. Aligned tells whether all operands are.
#define FOR_EACH_QUAD(at, n, aligned) \
    for (Place at = {LANES * (blockIdx.x * blockDim.x + threadIdx.x), (unsigned) (n), LANES * gridDim.x * blockDim.x, \
             (aligned)}; \
            at.exists(); at.advance())

// The lanes of a quad that exist. Unrolled, so that quads stay in registers.
#define FOR_EACH_LANE(l, at) \
    _Pragma("unroll") for (int l = 0; l < LANES; l++) \
        if (l < (at).count())

template <class T> __device__ Quad<T> load(const T* x, const Place& at) {
    if (at.whole()) {
        auto four = *reinterpret_cast<const typename Vector<T>::Four*>(x + at.first);
        return {{four.x, four.y, four.z, four.w}};
    }
    Quad<T> some = {};
    FOR_EACH_LANE (l, at) {
        some[l] = x[at.first + l];
    }
    return some;
}

template <class T> __device__ void store(T* y, const Place& at, const Quad<T>& value) {
    if (at.whole()) {
        *reinterpret_cast<typename Vector<T>::Four*>(y + at.first) = {value[0], value[1], value[2], value[3]};
        return;
    }
    FOR_EACH_LANE (l, at) {
        y[at.first + l] = value[l];
    }
}

// f of each lane.
template <class F, class... T> __device__ Quad<float> map(F f, const Quad<T>&... x) {
    Quad<float> y;
#pragma unroll
    for (int l = 0; l < LANES; l++) {
        y[l] = f(x[l]...);
    }
    return y;
}

// f of the index of each element that exists.
template <class T, class F> __device__ Quad<T> generate(const Place& at, F f) {
    Quad<T> y = {};
    FOR_EACH_LANE (l, at) {
        y[l] = f(at.first + l);
    }
    return y;
}

// Adds to an element, or overwrites it without reading it.
__device__ inline void put(int accumulate, float* y, unsigned i, float value) {
    y[i] = accumulate ? y[i] + value : value;
}

// Adds to a quad, or overwrites it without reading it.
__device__ inline void put(int accumulate, float* y, const Place& at, Quad<float> value) {
    if (accumulate) {
        value = map([](float old, float more) { return old + more; }, load(y, at), value);
    }
    store(y, at, value);
}

// An operand that repeats: element i modulo its length; n is the length of the result.
struct Repeated {
    const float* x;
    int length;
    int n;

    // Whether quads can be taken at once.
    __device__ bool fits() const {
        return length == 1 || aligned(x);
    }

    __device__ Quad<float> quad(const Place& at) const {
        if (length == n) {
            return load(x, at);
        }
        if (length == 1) {
            float value = *x;
            return {{value, value, value, value}};
        }
        unsigned first = at.first % length;
        if (length % LANES == 0) {
            return load(x, at.moved(first));
        }
        return generate<float>(at, [=](unsigned i) { return x[i % length]; });
    }
};

// x scale + shift, which repeat and may be null.
struct Scaling {
    Repeated factor;
    Repeated summand;

    __device__ bool fits() const {
        return factor.fits() && summand.fits();
    }

    template <class T> __device__ Quad<float> operator()(const Quad<T>& x, const Place& at) const {
        Quad<float> value = map([](T v) { return (float) v; }, x);
        if (factor.x != nullptr) {
            value = map([](float v, float by) { return v * by; }, value, factor.quad(at));
        }
        if (summand.x != nullptr) {
            value = map([](float v, float by) { return v + by; }, value, summand.quad(at));
        }
        return value;
    }
};
