// Counter-based random numbers: Philox4x32-10 of Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (2011).
// Word i of a draw is lane i mod 4 of the block with key = seed and counter = (i / 4, stream, step low, step high).
// Java twin: dev.cairn.backend.Philox
#pragma once

#include "quads.cuh"

__device__ inline Quad<unsigned> philox(unsigned long long seed, unsigned index, unsigned stream, unsigned step_low,
        unsigned step_high) {
    unsigned key0 = (unsigned) seed;
    unsigned key1 = (unsigned) (seed >> 32);
    unsigned c0 = index;
    unsigned c1 = stream;
    unsigned c2 = step_low;
    unsigned c3 = step_high;
    for (int round = 0; round < 10; round++) {
        unsigned long long product0 = 0xD2511F53ull * c0;
        unsigned long long product1 = 0xCD9E8D57ull * c2;
        c0 = (unsigned) (product1 >> 32) ^ c1 ^ key0;
        c2 = (unsigned) (product0 >> 32) ^ c3 ^ key1;
        c1 = (unsigned) product1;
        c3 = (unsigned) product0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return {{c0, c1, c2, c3}};
}
