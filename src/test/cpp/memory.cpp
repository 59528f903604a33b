#include "memory.h"

#include <cstdlib>
#include <cstring>
#include <map>

namespace simulator {

namespace {

constexpr size_t GUARD_BYTES = 256;
constexpr unsigned char GUARD = 0xa5;
// Every float of these bytes is NaN, every int -1.
constexpr unsigned char POISON = 0xff;

std::map<char*, size_t> allocations;
size_t used;

bool is_whole(const char* guard) {
    for (size_t i = 0; i < GUARD_BYTES; i++) {
        if (static_cast<unsigned char>(guard[i]) != GUARD) {
            return false;
        }
    }
    return true;
}

}

void* device_allocate(size_t bytes) {
    void* memory = nullptr;
    if (used + bytes > CARD_BYTES || posix_memalign(&memory, GUARD_BYTES, bytes + 2 * GUARD_BYTES)) {
        return nullptr;
    }
    char* address = static_cast<char*>(memory) + GUARD_BYTES;
    memset(memory, GUARD, GUARD_BYTES);
    memset(address, POISON, bytes);
    memset(address + bytes, GUARD, GUARD_BYTES);
    allocations[address] = bytes;
    used += bytes;
    return address;
}

bool device_free(void* address) {
    auto found = allocations.find(static_cast<char*>(address));
    if (found == allocations.end()) {
        return false;
    }
    used -= found->second;
    free(found->first - GUARD_BYTES);
    allocations.erase(found);
    return true;
}

bool is_device_memory(const void* address, size_t bytes) {
    char* first = static_cast<char*>(const_cast<void*>(address));
    auto after = allocations.upper_bound(first);
    if (after == allocations.begin()) {
        return false;
    }
    auto& allocation = *std::prev(after);
    return first + bytes <= allocation.first + allocation.second;
}

std::string broken_guard() {
    for (auto& [address, bytes] : allocations) {
        bool before = !is_whole(address - GUARD_BYTES);
        if (before || !is_whole(address + bytes)) {
            return std::string("out of bounds: a write ") + (before ? "before the beginning" : "past the end") + " of "
                    + std::to_string(bytes) + " allocated bytes";
        }
    }
    return "";
}

size_t live_allocations() {
    return allocations.size();
}

size_t live_bytes() {
    return used;
}

void device_free_all() {
    while (!allocations.empty()) {
        device_free(allocations.begin()->first);
    }
}

}
