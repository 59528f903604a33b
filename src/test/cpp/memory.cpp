#include "memory.h"

#include "order.h"

#include <cstdlib>
#include <cstring>
#include <map>

namespace simulator {

namespace {

constexpr size_t GUARD_BYTES = 256;
constexpr unsigned char GUARD = 0xa5;
// Every float of these bytes is NaN, every int -1.
constexpr unsigned char POISON = 0xff;

struct Allocation {
    size_t bytes;
    const void* card;
};

std::map<char*, Allocation> allocations;

bool is_whole(const char* guard) {
    for (size_t i = 0; i < GUARD_BYTES; i++) {
        if (static_cast<unsigned char>(guard[i]) != GUARD) {
            return false;
        }
    }
    return true;
}

}

void* device_allocate(size_t bytes, const void* card) {
    void* memory = nullptr;
    if (live_bytes(card) + bytes > CARD_BYTES || posix_memalign(&memory, GUARD_BYTES, bytes + 2 * GUARD_BYTES)) {
        return nullptr;
    }
    char* address = static_cast<char*>(memory) + GUARD_BYTES;
    memset(memory, GUARD, GUARD_BYTES);
    memset(address, POISON, bytes);
    memset(address + bytes, GUARD, GUARD_BYTES);
    allocations[address] = {bytes, card};
    return address;
}

void device_free(void* address) {
    auto found = allocations.find(static_cast<char*>(address));
    forget_touches(address);
    free(found->first - GUARD_BYTES);
    allocations.erase(found);
}

bool is_memory_of(void* address, const void* card) {
    auto found = allocations.find(static_cast<char*>(address));
    return found != allocations.end() && found->second.card == card;
}

const void* allocation_around(const void* address) {
    auto after = allocations.upper_bound(static_cast<char*>(const_cast<void*>(address)));
    if (after == allocations.begin()) {
        return nullptr;
    }
    auto& [first, allocation] = *std::prev(after);
    return address < first + allocation.bytes ? first : nullptr;
}

bool is_device_memory(const void* address, size_t bytes) {
    char* around = static_cast<char*>(const_cast<void*>(allocation_around(address)));
    return around && static_cast<const char*>(address) + bytes <= around + allocations[around].bytes;
}

std::string broken_guard() {
    for (auto& [address, allocation] : allocations) {
        size_t bytes = allocation.bytes;
        bool before = !is_whole(address - GUARD_BYTES);
        if (before || !is_whole(address + bytes)) {
            return std::string("out of bounds: a write ") + (before ? "before the beginning" : "past the end") + " of "
                    + std::to_string(bytes) + " allocated bytes";
        }
    }
    return "";
}

size_t live_allocations(const void* card) {
    size_t count = 0;
    for (auto& [address, allocation] : allocations) {
        count += !card || allocation.card == card;
    }
    return count;
}

size_t live_bytes(const void* card) {
    size_t bytes = 0;
    for (auto& [address, allocation] : allocations) {
        bytes += allocation.card == card ? allocation.bytes : 0;
    }
    return bytes;
}

void device_free_all(const void* card) {
    for (auto next = allocations.begin(); next != allocations.end();) {
        auto allocation = next++;
        if (allocation->second.card == card) {
            device_free(allocation->first);
        }
    }
}

}
