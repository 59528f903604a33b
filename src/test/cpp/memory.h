// Device memory: the host's, between guards, full of NaN when new.
#pragma once

#include <cstddef>
#include <string>

namespace simulator {

constexpr size_t CARD_BYTES = size_t(1) << 30;

// Null where the card has no room.
void* device_allocate(size_t bytes, const void* card);

// What device_allocate returned and was not freed.
void device_free(void* address);

// Where the allocation begins that an address lies in; null if there is none.
const void* allocation_around(const void* address);

// Whether an allocation of this card begins at this address.
bool is_memory_of(void* address, const void* card);

// Whether all bytes lie inside one allocation.
bool is_device_memory(const void* address, size_t bytes);

// Which guard was overwritten; empty while all are whole.
std::string broken_guard();

// Of one card, or of all.
size_t live_allocations(const void* card = nullptr);
size_t live_bytes(const void* card);

// Frees everything on a card, as the end of a context does.
void device_free_all(const void* card);

}
