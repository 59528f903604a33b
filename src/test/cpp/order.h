// Which work is in order, and which is not although it touches the same memory.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace simulator {

// How much of the work of each stream, by its number, comes before something.
using Clock = std::map<int, uint64_t>;

// What comes before the other comes before this too.
void merge(Clock& clock, const Clock& other);

// What work does with the allocation around an address; others it leaves alone.
struct Access {
    const void* address;
    bool writes;
};

// Notes what the last work of a stream touches, where its clock stands. False if other work that may run at the same time touches
// the same allocation, and one of the two writes.
bool touch(int stream, const Clock& clock, const std::vector<Access>& accesses);

// An allocation is gone.
void forget_touches(const void* allocation);

}
