// Runs the threads of a block one at a time. A thread gives way only where it waits: at a barrier or in a warp's exchange.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace simulator {

struct Index {
    unsigned x, y, z;
};

struct Position {
    Index thread;
    unsigned number, lane, warp;
};

struct Geometry {
    Index grid, block, index;
};

constexpr unsigned WARP = 32;

extern Position* position;
extern Geometry geometry;

// __syncthreads
void barrier();

// Posts a lane's value and waits for all lanes of the mask; returns what each of them posted.
const uint64_t* exchange(unsigned mask, uint64_t value);

// Ends the block where an address is no multiple of a power of two.
void require_aligned(const void* address, unsigned bytes);

// Dynamic shared memory of the running block.
void* shared_memory();

// Why a block could not go on; empty while it can.
struct Complaint {
    std::string reason;
    bool misaligned = false;
};

// Runs body once for each thread of the block in geometry.
Complaint run_block(const std::function<void()>& body, unsigned shared_bytes);

}
