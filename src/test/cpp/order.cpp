#include "order.h"

#include "memory.h"

namespace simulator {

namespace {

// Up to where a stream's work has read and written an allocation.
struct Touches {
    uint64_t read = 0, written = 0;
};

std::map<const void*, std::map<int, Touches>> touched;

uint64_t before(const Clock& clock, int stream) {
    auto found = clock.find(stream);
    return found == clock.end() ? 0 : found->second;
}

}

void merge(Clock& clock, const Clock& other) {
    for (auto& [stream, done] : other) {
        uint64_t& mine = clock[stream];
        mine = mine < done ? done : mine;
    }
}

bool touch(int stream, const Clock& clock, const std::vector<Access>& accesses) {
    bool ordered = true;
    for (const Access& access : accesses) {
        const void* allocation = allocation_around(access.address);
        if (!allocation) {
            continue;
        }
        auto& streams = touched[allocation];
        for (auto& [other, touches] : streams) {
            uint64_t conflict = access.writes && touches.read > touches.written ? touches.read : touches.written;
            ordered = ordered && (other == stream || conflict <= before(clock, other));
        }
        Touches& mine = streams[stream];
        (access.writes ? mine.written : mine.read) = before(clock, stream);
    }
    return ordered;
}

void forget_touches(const void* allocation) {
    touched.erase(allocation);
}

}
