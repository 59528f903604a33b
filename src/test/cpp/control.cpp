// What tests ask of the simulator, beside the driver's calls.
#include "driver.h"
#include "memory.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace simulator {

namespace {

constexpr Capability USUAL = {8, 0};

std::vector<Capability> cards_of_the_environment() {
    std::vector<Capability> cards;
    const char* list = getenv("SIMULATED_CARDS");
    for (Capability card; list && sscanf(list, "%d.%d", &card.major, &card.minor) == 2;) {
        cards.push_back(card);
        list = strchr(list, ',');
        list = list ? list + 1 : nullptr;
    }
    return cards.empty() ? std::vector<Capability>{USUAL} : cards;
}

// Counts down to the call that fails; 0 and below: none.
long countdown[FAILING];
std::string complaints;
std::string launches;

}

Settings settings = {12060, cards_of_the_environment(), ILLEGAL_ADDRESS};

Counts counts;

bool is_planned_failure(Failing call) {
    if (countdown[call] == 1 && call == ALLOCATION) {
        return true;
    }
    return countdown[call] > 0 && --countdown[call] == 0;
}

void note_launch(const std::string& what) {
    static std::mutex mutex;
    std::lock_guard<std::mutex> lock(mutex);
    launches += what + "\n";
}

void complain(const std::string& what) {
    fprintf(stderr, "simulated card: %s\n", what.c_str());
    complaints += what + "\n";
}

}

using namespace simulator;

// The n-th call of a kind from now on fails, and of allocations all later ones; 0: none.
API void simulator_fail(int call, long n) {
    countdown[call] = n;
}

// What planned faults are, as a CUresult.
API void simulator_set_fault(int result) {
    settings.fault = result;
}

API void simulator_set_driver_version(int version) {
    settings.driver_version = version;
}

API void simulator_set_cards(int cards) {
    settings.cards.resize(cards, USUAL);
}

API void simulator_set_capability(int major, int minor) {
    for (Capability& card : settings.cards) {
        card = {major, minor};
    }
}

API long simulator_allocations() {
    return live_allocations();
}

// The numbers of struct Counts, in their order.
API void simulator_counts(long* numbers) {
    memcpy(numbers, &counts, sizeof counts);
}

// The kernels and matrix products that were launched or captured so far, one a line, which are then forgotten.
API void simulator_launches(char* text, long length) {
    snprintf(text, length, "%s", launches.c_str());
    launches.clear();
}

// All complaints so far, one a line, which are then forgotten.
API void simulator_complaints(char* text, long length) {
    snprintf(text, length, "%s", complaints.c_str());
    complaints.clear();
}
