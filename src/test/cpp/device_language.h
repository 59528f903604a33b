// The part of CUDA C++ that kernels may use, for the host's compiler. It stands before all kernels in one translation unit.
#pragma once

#include "block.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <link.h>
#include <memory>
#include <tuple>
#include <utility>

// build.sh keeps the word, to find the kernels.
#ifndef __global__
#define __global__
#endif
#define __device__
#define __host__
#define __constant__ static
// Blocks run one after another on one thread of the host, so what is static belongs to the block. The library's thread-local
// segment holds nothing else, which is how all of it can be poisoned.
#define __shared__ static thread_local
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)

#define threadIdx (simulator::position->thread)
#define blockIdx (simulator::geometry.index)
#define blockDim (simulator::geometry.block)
#define gridDim (simulator::geometry.grid)
#define warpSize 32

using std::max;
using std::min;

inline void __syncthreads() {
    simulator::barrier();
}

inline void __threadfence() {
}

namespace simulator {

template <class T> T from_lane(unsigned mask, T value, unsigned lane) {
    static_assert(sizeof(T) <= sizeof(uint64_t), "a shuffle moves at most 8 bytes");
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof(T));
    const uint64_t* posted = exchange(mask, bits);
    uint64_t poison = ~0ull;
    memcpy(&value, (mask >> lane & 1) ? &posted[lane] : &poison, sizeof(T));
    return value;
}

}

inline void __syncwarp(unsigned mask = 0xffffffffu) {
    simulator::exchange(mask, 0);
}

template <class T> T __shfl_sync(unsigned mask, T value, int lane) {
    return simulator::from_lane(mask, value, lane % 32);
}

template <class T> T __shfl_xor_sync(unsigned mask, T value, int distance) {
    return simulator::from_lane(mask, value, simulator::position->lane ^ distance);
}

template <class T> T __shfl_down_sync(unsigned mask, T value, unsigned distance) {
    unsigned lane = simulator::position->lane;
    return simulator::from_lane(mask, value, lane + distance < 32 ? lane + distance : lane);
}

template <class T> T __shfl_up_sync(unsigned mask, T value, unsigned distance) {
    unsigned lane = simulator::position->lane;
    return simulator::from_lane(mask, value, lane >= distance ? lane - distance : lane);
}

inline unsigned __ballot_sync(unsigned mask, int predicate) {
    const uint64_t* posted = simulator::exchange(mask, predicate != 0);
    unsigned votes = 0;
    for (unsigned lane = 0; lane < 32; lane++) {
        votes |= (mask >> lane & 1) && posted[lane] ? 1u << lane : 0;
    }
    return votes;
}

template <class T> T atomicAdd(T* address, T value) {
    T old = *address;
    *address = old + value;
    return old;
}

inline int atomicCAS(int* address, int expected, int value) {
    int old = *address;
    *address = old == expected ? value : old;
    return old;
}

template <class To, class From> To same_bits(From value) {
    static_assert(sizeof(To) == sizeof(From), "bits are kept");
    To result;
    memcpy(&result, &value, sizeof(To));
    return result;
}

inline float __int_as_float(int value) {
    return same_bits<float>(value);
}

inline int __float_as_int(float value) {
    return same_bits<int>(value);
}

inline unsigned __float_as_uint(float value) {
    return same_bits<unsigned>(value);
}

inline float __uint_as_float(unsigned value) {
    return same_bits<float>(value);
}

inline unsigned __umulhi(unsigned a, unsigned b) {
    return (unsigned) ((uint64_t) a * b >> 32);
}

template <class T> T __ldg(const T* address) {
    return *address;
}

// Four neighbours that a card reads and writes at once, and refuses to at an address that is no multiple of their bytes.
template <class T> struct alignas(4 * sizeof(T)) Vector4 {
    T x, y, z, w;

    Vector4() = default;

    Vector4(T x, T y, T z, T w) : x(x), y(y), z(z), w(w) {
    }

    Vector4(const Vector4& from) {
        *this = from;
    }

    Vector4& operator=(const Vector4& from) {
        simulator::require_aligned(&from, sizeof from);
        simulator::require_aligned(this, sizeof from);
        memcpy(this, &from, sizeof from);
        return *this;
    }
};

using float4 = Vector4<float>;
using int4 = Vector4<int>;
using ushort4 = Vector4<unsigned short>;
using uchar4 = Vector4<unsigned char>;

inline float4 make_float4(float x, float y, float z, float w) {
    return {x, y, z, w};
}

inline int4 make_int4(int x, int y, int z, int w) {
    return {x, y, z, w};
}

// Where this thread keeps what kernels declare as __shared__.
extern "C" __attribute__((visibility("default"))) void simulated_shared_memory(char** begin, size_t* bytes) {
    // Only once it is touched does a thread have its segment.
    static thread_local volatile char touched;
    touched = 1;
    struct Segment {
        uintptr_t code;
        char* begin;
        size_t bytes;
    } segment = {reinterpret_cast<uintptr_t>(&simulated_shared_memory), nullptr, 0};
    dl_iterate_phdr([](dl_phdr_info* library, size_t, void* found) {
        Segment& own = *static_cast<Segment*>(found);
        bool is_own = false;
        size_t bytes = 0;
        for (int i = 0; i < library->dlpi_phnum; i++) {
            const auto& part = library->dlpi_phdr[i];
            is_own |= part.p_type == PT_LOAD && own.code - library->dlpi_addr - part.p_vaddr < part.p_memsz;
            bytes = part.p_type == PT_TLS ? part.p_memsz : bytes;
        }
        if (is_own) {
            own.begin = static_cast<char*>(library->dlpi_tls_data);
            own.bytes = bytes;
        }
        return int(is_own);
    }, &segment);
    *begin = segment.begin;
    *bytes = segment.bytes;
}

// What the driver knows of a kernel: how to keep a launch's arguments, the sizes of its parameters, and what memory it touches.
namespace simulator {

using Call = std::function<void()>;

template <class... A, size_t... I>
Call with_arguments(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
    std::tuple<A...> kept(*static_cast<A*>(arguments[I])...);
    return [kernel, kept] { std::apply(kernel, kept); };
}

template <class... A> Call prepare(void (*kernel)(A...), void** arguments) {
    return with_arguments(kernel, arguments, std::index_sequence_for<A...>());
}

template <class... A> unsigned sizes(void (*)(A...), unsigned* out) {
    unsigned i = 0;
    ((out[i++] = sizeof(A)), ...);
    return i;
}

// Of a parameter: nothing in memory, only read, or also written.
enum Use : unsigned { VALUE, READ, WRITTEN };

template <class A> constexpr Use use_of() {
    return !std::is_pointer_v<A> ? VALUE : std::is_const_v<std::remove_pointer_t<A>> ? READ : WRITTEN;
}

template <class... A> void uses(void (*)(A...), unsigned* out) {
    ((*out++ = use_of<A>()), ...);
}

}
