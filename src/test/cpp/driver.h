// What the parts of the simulated driver share.
#pragma once

#include "order.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

namespace simulator {

// As in cuda.h.
enum Result {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    INVALID_PTX = 218,
    ILLEGAL_STATE = 401,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    OUT_OF_RESOURCES = 701,
    MISALIGNED_ADDRESS = 716,
    LAUNCH_FAILED = 719,
    CAPTURE_UNSUPPORTED = 900,
    CAPTURE_INVALIDATED = 901
};

// The calls that can be told to fail; FAULT is a launch that is accepted and fails when it runs.
enum Failing { ALLOCATION, COPY, LAUNCH, FAULT, EVENT, FAILING };

struct Capability {
    int major, minor;
};

// What tests may set. The environment's SIMULATED_CARDS lists a compute capability for each card, as in 8.0,7.5.
struct Settings {
    int driver_version;
    std::vector<Capability> cards;
    // What a planned fault is.
    int fault;
};

extern Settings settings;

// Whether this call of the kind is to fail.
bool is_planned_failure(Failing call);

// Kept for tests.
void note_launch(const std::string& what);

// On stderr, and kept for tests.
void complain(const std::string& what);

// How often each was called. What is enqueued counts when it is not captured, a graph once; copies are between host and card.
struct Counts {
    long allocations, copies, enqueued, graph_launches, synchronisations;
};

extern Counts counts;

using Work = std::function<Result()>;

// Work, what it is called, and the device memory it touches.
struct Task {
    std::string what;
    Work work;
    std::vector<Access> accesses;
};

// Puts work on a stream, to be done when somebody waits for it; while the stream is captured, into the capture. Complains of
// work that touches what work on another stream may still use.
Result enqueue(void* stream, Task task);

// From now on this thread may neither wait nor allocate: that breaks the capture, as on a card.
Result begin_capture(void* stream);

// Whether what is put on the stream goes into a capture.
bool is_captured(const void* stream);

Result end_capture(void* stream, std::vector<Task>* nodes);

// Graphs, instantiated ones included, that were made and not destroyed.
long live_graphs();

}
