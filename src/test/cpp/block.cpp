#include "block.h"

#include <cstdio>
#include <cstring>
#include <sys/mman.h>
#include <vector>

// Saves the registers a call must preserve, and goes on where another stack did so.
extern "C" void simulator_switch(void** from, void* to);
asm(R"(.text
.globl simulator_switch
.hidden simulator_switch
simulator_switch:
    pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp
    ret
)");

namespace simulator {

Position* position;
Geometry geometry;

namespace {

constexpr size_t STACK_BYTES = 128 * 1024;
constexpr size_t PAGE_BYTES = 4096;
constexpr size_t SHARED_BYTES = 48 * 1024;
constexpr int REGISTERS = 6;

enum State { READY, AT_BARRIER, IN_EXCHANGE, DONE };

struct Thread : Position {
    State state = READY;
    size_t fiber = 0;
};

struct Warp {
    uint64_t posted[2][WARP];
    unsigned arrived = 0, mask = 0, turn = 0, alive = 0;
};

struct Fiber {
    void* stack_pointer;
    char* stack;
};

std::vector<Fiber> fibers;
std::vector<size_t> idle;
std::vector<Thread> threads;
std::vector<Warp> warps;
const std::function<void()>* body;
void* scheduler;
size_t running;
unsigned next, done;
Complaint complaint;
alignas(64) char shared[SHARED_BYTES];

void give_way() {
    simulator_switch(&fibers[running].stack_pointer, scheduler);
}

// A fiber runs threads that have not begun, until one of them waits or none is left.
void fiber_main() {
    for (;;) {
        while (next < threads.size()) {
            Thread& thread = threads[next++];
            thread.fiber = running;
            position = &thread;
            (*body)();
            Thread& finished = static_cast<Thread&>(*position);
            finished.state = DONE;
            warps[finished.warp].alive &= ~(1u << finished.lane);
            done++;
        }
        idle.push_back(running);
        give_way();
    }
}

size_t new_fiber() {
    char* stack = static_cast<char*>(mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    mprotect(stack, PAGE_BYTES, PROT_NONE);
    void** top = reinterpret_cast<void**>(stack + STACK_BYTES - 64);
    *--top = nullptr;
    *--top = reinterpret_cast<void*>(fiber_main);
    for (int i = 0; i < REGISTERS; i++) {
        *--top = nullptr;
    }
    fibers.push_back({top, stack});
    return fibers.size() - 1;
}

void resume(size_t fiber) {
    running = fiber;
    simulator_switch(&scheduler, fibers[fiber].stack_pointer);
}

// Threads that wait keep their stacks forever, so those go with them.
void abandon() {
    for (Fiber& fiber : fibers) {
        munmap(fiber.stack, STACK_BYTES);
    }
    fibers.clear();
    idle.clear();
}

void begin() {
    Index size = geometry.block;
    threads.assign(size.x * size.y * size.z, Thread());
    warps.assign((threads.size() + WARP - 1) / WARP, Warp());
    for (unsigned i = 0; i < threads.size(); i++) {
        Thread& thread = threads[i];
        thread.thread = {i % size.x, i / size.x % size.y, i / (size.x * size.y)};
        thread.number = i;
        thread.lane = i % WARP;
        thread.warp = i / WARP;
        warps[thread.warp].alive |= 1u << thread.lane;
    }
    next = done = 0;
    complaint = {};
}

void run_ready() {
    while (next < threads.size() && complaint.reason.empty()) {
        if (idle.empty()) {
            resume(new_fiber());
        } else {
            size_t fiber = idle.back();
            idle.pop_back();
            resume(fiber);
        }
    }
    for (Thread& thread : threads) {
        if (thread.state == READY && complaint.reason.empty()) {
            position = &thread;
            resume(thread.fiber);
        }
    }
}

// Once nobody can go on: everybody is at the barrier, or the block never ends.
void pass_barrier() {
    unsigned waiting = 0, exchanging = 0;
    for (Thread& thread : threads) {
        if (thread.state == READY) {
            return;
        }
        waiting += thread.state == AT_BARRIER;
        exchanging += thread.state == IN_EXCHANGE;
    }
    if (waiting < threads.size()) {
        complaint.reason = "divergent barrier: " + std::to_string(waiting) + " threads wait in __syncthreads, "
                + std::to_string(exchanging) + " in a warp's exchange, " + std::to_string(done) + " have ended";
        return;
    }
    for (Thread& thread : threads) {
        thread.state = READY;
    }
}

}

Complaint run_block(const std::function<void()>& of_thread, unsigned shared_bytes) {
    body = &of_thread;
    begin();
    memset(shared, 0xff, shared_bytes);
    while (done < threads.size() && complaint.reason.empty()) {
        run_ready();
        if (done < threads.size() && complaint.reason.empty()) {
            pass_barrier();
        }
    }
    if (!complaint.reason.empty()) {
        abandon();
    }
    return complaint;
}

void barrier() {
    Thread& self = static_cast<Thread&>(*position);
    self.state = AT_BARRIER;
    give_way();
    position = &self;
}

const uint64_t* exchange(unsigned mask, uint64_t value) {
    Thread& self = static_cast<Thread&>(*position);
    Warp& warp = warps[self.warp];
    unsigned own = 1u << self.lane, turn = warp.turn & 1;
    if (!(mask & own) || (mask & ~warp.alive) || (warp.arrived && warp.mask != mask)) {
        complaint.reason = "thread " + std::to_string(self.number)
                + " calls a warp's exchange with a mask that leaves it out, names a lane that is not there, or differs";
        give_way();
    }
    warp.mask = mask;
    warp.posted[turn][self.lane] = value;
    warp.arrived |= own;
    if (warp.arrived == mask) {
        warp.arrived = 0;
        warp.turn++;
        unsigned first = self.warp * WARP;
        for (unsigned i = first; i < threads.size() && i < first + WARP; i++) {
            if (threads[i].state == IN_EXCHANGE && (mask >> (i - first) & 1)) {
                threads[i].state = READY;
            }
        }
    } else {
        self.state = IN_EXCHANGE;
        give_way();
        position = &self;
    }
    return warp.posted[turn];
}

void require_aligned(const void* address, unsigned bytes) {
    // The compiler takes every address of a vector for aligned, so it must not see where this one comes from.
    asm("" : "+r"(address));
    if (reinterpret_cast<uintptr_t>(address) & (bytes - 1)) {
        complaint = {"misaligned address: thread " + std::to_string(static_cast<Thread&>(*position).number) + " accesses "
                + std::to_string(bytes) + " bytes at once, off a multiple of " + std::to_string(bytes), true};
        give_way();
    }
}

void* shared_memory() {
    return shared;
}

}
