// Stand-in for libcuda.so.1.
#include "driver.h"

#include "block.h"
#include "memory.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace simulator {

namespace {

constexpr unsigned MOST_THREADS = 1024, MOST_PARAMETERS = 64, MOST_SHARED_BYTES = 48 * 1024, MOST_BLOCKS_YZ = 65535, MOST_CARDS = 8;
// What a kernel that declares no bounds may use of registers, 255 a thread, lets a card run no more than this.
constexpr unsigned UNBOUNDED_THREADS = 256;
constexpr size_t PAGE_BYTES = 4096;

// As the host's build of the kernels exports it.
struct Kernel {
    const char* name;
    std::function<void()> (*prepare)(void**);
    unsigned (*sizes)(unsigned*);
    // Of each parameter: 1 where the kernel reads what it points to, 2 where it may write there too.
    void (*uses)(unsigned*);
};

// A kernel, and the most threads of a block that it has registers for.
struct Function {
    const Kernel* kernel;
    unsigned most_threads;
};

struct Module {
    std::map<std::string, Function> functions;
};

struct Card {
    int contexts = 0;
    Result fault = SUCCESS;
};

struct Stream {
    Card* card;
    int number;
    std::deque<Work> waiting;
    uint64_t enqueued = 0, done = 0;
    // What comes before the work that is enqueued next.
    Clock clock;
    std::vector<Task> captured;
    bool capture_broken = false;
};

struct Event {
    Card* card;
    Stream* stream = nullptr;
    uint64_t after = 0;
    Clock clock;
};

std::recursive_mutex mutex;
std::set<Stream*> streams;
std::set<Event*> events;
std::map<void*, Card*> page_locked;
int streams_so_far;
bool initialized;
// A card is the handle of its primary context too.
Card cards[MOST_CARDS];
thread_local Card* current;
// What this thread has waited for.
thread_local Clock waited_for;
// The stream whose capture this thread began.
thread_local Stream* capturing;

// Does a stream's work up to a point. A fault loses the card and all work on it.
Result run(Stream* stream, uint64_t until) {
    Result& fault = stream->card->fault;
    while (!fault && stream->done < until) {
        Work work = std::move(stream->waiting.front());
        stream->waiting.pop_front();
        stream->done++;
        fault = work();
    }
    return fault;
}

Result run_all(Card* card) {
    for (Stream* stream : streams) {
        if (stream->card == card) {
            run(stream, stream->enqueued);
        }
    }
    return card->fault;
}

// The host waits for a stream's work up to a point.
Result wait(Stream* stream, uint64_t until, const Clock& clock) {
    merge(waited_for, clock);
    return run(stream, until);
}

// The host waits for all work of a card.
Result wait_for_all(Card* card) {
    for (Stream* stream : streams) {
        if (stream->card == card) {
            merge(waited_for, stream->clock);
        }
    }
    return run_all(card);
}

void run_every_card() {
    for (Card& card : cards) {
        run_all(&card);
    }
}

Result need_context(const char* call) {
    if (!current) {
        complain(std::string(call) + ": no context is current on this thread");
        return INVALID_CONTEXT;
    }
    return current->fault;
}

// For calls that wait or allocate.
Result need_no_capture() {
    if (!capturing) {
        return SUCCESS;
    }
    capturing->capture_broken = true;
    return CAPTURE_UNSUPPORTED;
}

// The kernels lie beside this library.
void* kernel_library() {
    static void* library = [] {
        Dl_info self;
        dladdr(reinterpret_cast<void*>(&kernel_library), &self);
        std::string path = self.dli_fname;
        path = path.substr(0, path.rfind('/')) + "/libkernels.so";
        void* opened = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!opened) {
            complain(dlerror());
        }
        return opened;
    }();
    return library;
}

const Kernel* host_kernels() {
    void* library = kernel_library();
    return library ? static_cast<const Kernel*>(dlsym(library, "simulated_kernels")) : nullptr;
}

// What kernels declare as __shared__ is undefined when a block begins: every float of these bytes is NaN.
void poison_shared_memory() {
    thread_local char* begin;
    thread_local size_t bytes;
    if (!begin) {
        using Find = void (*)(char**, size_t*);
        reinterpret_cast<Find>(dlsym(kernel_library(), "simulated_shared_memory"))(&begin, &bytes);
    }
    memset(begin, 0xff, bytes);
}

// The bytes of each parameter, from the text between an entry's parentheses: ".param .u64 x, .param .align 8 .b8 y[24]".
std::vector<unsigned> parameter_sizes(const std::string& signature) {
    std::vector<unsigned> sizes;
    size_t at = 0;
    while ((at = signature.find(".param", at)) != std::string::npos) {
        std::string one = signature.substr(at, signature.find(',', at) - at);
        size_t array = one.find('[');
        size_t type = one.find_first_of("0123456789", one.rfind(" ."));
        unsigned bytes = atoi(one.c_str() + type) / 8;
        sizes.push_back(array == std::string::npos ? bytes : bytes * atoi(one.c_str() + array + 1));
        at += 6;
    }
    return sizes;
}

// Whether the host's build of a kernel takes the parameters of the PTX.
bool agrees(const Kernel* kernel, const std::string& signature) {
    unsigned host[MOST_PARAMETERS];
    unsigned count = kernel->sizes(host);
    std::vector<unsigned> ptx = parameter_sizes(signature);
    if (ptx.size() != count) {
        complain(std::string(kernel->name) + ": " + std::to_string(ptx.size()) + " parameters in the PTX, "
                + std::to_string(count) + " in the source");
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        if (ptx[i] != host[i]) {
            complain(std::string(kernel->name) + ": parameter " + std::to_string(i) + " has " + std::to_string(ptx[i])
                    + " bytes in the PTX, " + std::to_string(host[i]) + " in the source");
            return false;
        }
    }
    return true;
}

// The memory that a kernel's arguments point to.
std::vector<Access> accesses(const Kernel* kernel, void** arguments) {
    unsigned sizes[MOST_PARAMETERS], uses[MOST_PARAMETERS];
    unsigned count = kernel->sizes(sizes);
    kernel->uses(uses);
    std::vector<Access> touched;
    for (unsigned i = 0; i < count; i++) {
        if (uses[i]) {
            touched.push_back({*static_cast<void**>(arguments[i]), uses[i] > 1});
        }
    }
    return touched;
}

// What the kernel's launch bounds promise, from the text between an entry's parameters and its body.
unsigned most_threads(const std::string& directives) {
    static const std::string BOUNDS = ".maxntid ";
    size_t at = directives.find(BOUNDS);
    return at == std::string::npos ? UNBOUNDED_THREADS : atoi(directives.c_str() + at + BOUNDS.size());
}

const Kernel* host_kernel(const std::string& name) {
    for (const Kernel* kernel = host_kernels(); kernel && kernel->name; kernel++) {
        if (name == kernel->name) {
            return kernel;
        }
    }
    return nullptr;
}

Result load(const std::string& ptx, Module& module) {
    if (ptx.find(".version") == std::string::npos || ptx.find(".target") == std::string::npos) {
        return INVALID_IMAGE;
    }
    static const std::string ENTRY = ".entry ";
    size_t at = 0;
    while ((at = ptx.find(ENTRY, at)) != std::string::npos) {
        at += ENTRY.size();
        size_t open = ptx.find('(', at), close = ptx.find(')', at), body = ptx.find('{', at), end = at;
        if (close == std::string::npos || body == std::string::npos || body < close) {
            return INVALID_PTX;
        }
        while (isalnum(ptx[end]) || ptx[end] == '_') {
            end++;
        }
        std::string name = ptx.substr(at, end - at);
        const Kernel* kernel = host_kernel(name);
        if (!kernel) {
            complain(name + ": in the PTX, but not in the sources");
            return INVALID_PTX;
        }
        if (!agrees(kernel, ptx.substr(open, close - open))) {
            return INVALID_PTX;
        }
        module.functions[name] = {kernel, most_threads(ptx.substr(close, body - close))};
    }
    return SUCCESS;
}

Result run_grid(const Kernel* kernel, Index grid, Index block, unsigned shared_bytes, const std::function<void()>& body) {
    Complaint complaint;
    geometry = {grid, block, {0, 0, 0}};
    uint64_t blocks = uint64_t(grid.x) * grid.y * grid.z;
    for (uint64_t i = 0; i < blocks && complaint.reason.empty(); i++) {
        geometry.index = {unsigned(i % grid.x), unsigned(i / grid.x % grid.y), unsigned(i / (uint64_t(grid.x) * grid.y))};
        poison_shared_memory();
        complaint = run_block(body, shared_bytes);
    }
    bool failed = !complaint.reason.empty();
    std::string reason = failed ? complaint.reason : broken_guard();
    if (reason.empty()) {
        return SUCCESS;
    }
    complain(std::string("kernel ") + kernel->name + ", block " + std::to_string(geometry.index.x) + ": " + reason);
    return !failed ? ILLEGAL_ADDRESS : complaint.misaligned ? MISALIGNED_ADDRESS : LAUNCH_FAILED;
}

Result copy(void* stream, void* to, const void* from, size_t bytes, bool to_device, bool from_device) {
    if (is_planned_failure(COPY)) {
        return INVALID_VALUE;
    }
    if ((to_device && !is_device_memory(to, bytes)) || (from_device && !is_device_memory(from, bytes))) {
        complain("a copy of " + std::to_string(bytes) + " bytes leaves its allocation");
        return INVALID_VALUE;
    }
    counts.copies += (!to_device || !from_device) && stream != capturing;
    return enqueue(stream, {"copy", [=] {
        memmove(to, from, bytes);
        return SUCCESS;
    }, {{to, true}, {from, false}}});
}

Result fill(void* stream, void* to, size_t count, size_t size, unsigned value) {
    if (!is_device_memory(to, count * size)) {
        complain("a fill of " + std::to_string(count * size) + " bytes leaves its allocation");
        return INVALID_VALUE;
    }
    return enqueue(stream, {"fill", [=] {
        for (size_t i = 0; i < count; i++) {
            memcpy(static_cast<char*>(to) + i * size, &value, size);
        }
        return SUCCESS;
    }, {{to, true}}});
}

// What is left on a card goes with its context; how much that was.
template <class Made> size_t destroy_all(std::set<Made*>& made, Card* card) {
    size_t count = 0;
    for (auto next = made.begin(); next != made.end();) {
        Made* left = *next++;
        if (left->card == card) {
            count++;
            made.erase(left);
            delete left;
        }
    }
    return count;
}

void complain_of_leaks(size_t count, const char* what) {
    if (count) {
        complain("leak: " + std::to_string(count) + " " + what);
    }
}

Result end_context(Card* card) {
    // After a fault the driver refuses to free.
    if (!run_all(card) && live_allocations(card)) {
        complain("leak: " + std::to_string(live_allocations(card)) + " allocations, " + std::to_string(live_bytes(card))
                + " bytes");
    }
    complain_of_leaks(live_graphs(), "graphs");
    complain_of_leaks(destroy_all(streams, card), "streams");
    complain_of_leaks(destroy_all(events, card), "events");
    size_t locked = 0;
    for (auto next = page_locked.begin(); next != page_locked.end();) {
        auto block = next++;
        if (block->second == card) {
            locked++;
            free(block->first);
            page_locked.erase(block);
        }
    }
    complain_of_leaks(locked, "blocks of page-locked memory");
    device_free_all(card);
    return SUCCESS;
}

}

Result enqueue(void* stream, Task task) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    if (Result wrong = need_context("enqueue")) {
        return wrong;
    }
    Stream* target = static_cast<Stream*>(stream);
    if (!streams.count(target) || target->card != current) {
        complain("work on a stream that does not exist on this card");
        return INVALID_VALUE;
    }
    if (target == capturing) {
        target->captured.push_back(std::move(task));
        return target->capture_broken ? CAPTURE_INVALIDATED : SUCCESS;
    }
    counts.enqueued++;
    merge(target->clock, waited_for);
    target->clock[target->number]++;
    if (!touch(target->number, target->clock, task.accesses)) {
        complain("race: " + task.what + " touches memory that work on another stream may be using");
        return INVALID_VALUE;
    }
    target->waiting.push_back(std::move(task.work));
    target->enqueued++;
    return SUCCESS;
}

Result begin_capture(void* stream) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    if (Result wrong = need_context("cuStreamBeginCapture")) {
        return wrong;
    }
    if (capturing || !streams.count(static_cast<Stream*>(stream))) {
        return ILLEGAL_STATE;
    }
    capturing = static_cast<Stream*>(stream);
    return SUCCESS;
}

bool is_captured(const void* stream) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    return capturing && capturing == stream;
}

Result end_capture(void* stream, std::vector<Task>* nodes) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    if (!capturing || capturing != stream) {
        return ILLEGAL_STATE;
    }
    nodes->swap(capturing->captured);
    capturing->captured.clear();
    bool broken = capturing->capture_broken;
    capturing->capture_broken = false;
    capturing = nullptr;
    return broken ? CAPTURE_INVALIDATED : SUCCESS;
}

}

using namespace simulator;

using Handle = void*;
using Address = unsigned long long;

#define LOCKED std::lock_guard<std::recursive_mutex> lock(mutex)
#define OUTSIDE_CAPTURE \
    if (Result wrong = need_no_capture()) { \
        return wrong; \
    }
#define IN_CONTEXT \
    LOCKED; \
    if (Result wrong = need_context(__func__)) { \
        return wrong; \
    }

// Devices and contexts ----------------------------------------------------------------------------------------------

API int cuInit(unsigned) {
    LOCKED;
    initialized = true;
    return settings.cards.empty() ? NO_DEVICE : SUCCESS;
}

API int cuDriverGetVersion(int* version) {
    *version = settings.driver_version;
    return SUCCESS;
}

API int cuDeviceGetCount(int* count) {
    *count = int(settings.cards.size());
    return initialized ? SUCCESS : NOT_INITIALIZED;
}

API int cuDeviceGet(int* device, int index) {
    *device = index;
    return !initialized ? NOT_INITIALIZED : index < int(settings.cards.size()) ? SUCCESS : INVALID_DEVICE;
}

API int cuDeviceGetName(char* name, int length, int) {
    snprintf(name, length, "simulated card");
    return SUCCESS;
}

API int cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = CARD_BYTES;
    return SUCCESS;
}

API int cuDeviceGetAttribute(int* value, int attribute, int device) {
    static const std::map<int, int> known = {{1, MOST_THREADS}, {8, MOST_SHARED_BYTES}, {10, WARP}, {16, 4}};
    auto found = known.find(attribute);
    if (attribute == 75 || attribute == 76) {
        *value = attribute == 75 ? settings.cards[device].major : settings.cards[device].minor;
    } else if (found != known.end()) {
        *value = found->second;
    } else {
        return INVALID_VALUE;
    }
    return SUCCESS;
}

API int cuDevicePrimaryCtxRetain(Handle* context, int device) {
    LOCKED;
    cards[device].contexts++;
    *context = &cards[device];
    return SUCCESS;
}

API int cuDevicePrimaryCtxRelease_v2(int device) {
    LOCKED;
    Card* card = &cards[device];
    if (!card->contexts) {
        return INVALID_CONTEXT;
    }
    return --card->contexts ? SUCCESS : end_context(card);
}

// A fault stays until then, since cuBLAS holds the context as well.
API int cuDevicePrimaryCtxReset_v2(int device) {
    LOCKED;
    end_context(&cards[device]);
    cards[device].fault = SUCCESS;
    return SUCCESS;
}

API int cuCtxSetCurrent(Handle context) {
    current = static_cast<Card*>(context);
    return SUCCESS;
}

API int cuCtxGetCurrent(Handle* context) {
    *context = current;
    return SUCCESS;
}

API int cuCtxSynchronize() {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    counts.synchronisations++;
    return wait_for_all(current);
}

// Memory --------------------------------------------------------------------------------------------------------------

API int cuMemAlloc_v2(Address* address, size_t bytes) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    counts.allocations++;
    if (!bytes) {
        return INVALID_VALUE;
    }
    void* memory = is_planned_failure(ALLOCATION) ? nullptr : device_allocate(bytes, current);
    *address = reinterpret_cast<Address>(memory);
    return memory ? SUCCESS : OUT_OF_MEMORY;
}

API int cuMemFree_v2(Address address) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    if (Result wrong = wait_for_all(current)) {
        return wrong;
    }
    void* memory = reinterpret_cast<void*>(address);
    if (!is_memory_of(memory, current)) {
        complain("cuMemFree: no allocation of the current context begins there");
        return INVALID_VALUE;
    }
    device_free(memory);
    return SUCCESS;
}

API int cuMemGetInfo_v2(size_t* free, size_t* total) {
    IN_CONTEXT
    *total = CARD_BYTES;
    *free = CARD_BYTES - live_bytes(current);
    return SUCCESS;
}

API int cuMemHostAlloc(void** memory, size_t bytes, unsigned) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    counts.allocations++;
    if (is_planned_failure(ALLOCATION) || posix_memalign(memory, PAGE_BYTES, bytes)) {
        return OUT_OF_MEMORY;
    }
    page_locked[*memory] = current;
    return SUCCESS;
}

API int cuMemFreeHost(void* memory) {
    LOCKED;
    if (!page_locked.count(memory)) {
        complain("cuMemFreeHost: no page-locked memory begins there");
        return INVALID_VALUE;
    }
    run_every_card();
    page_locked.erase(memory);
    free(memory);
    return SUCCESS;
}

// Streams, events and blocks of page-locked memory that there are now.
API long simulator_driver_objects() {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    return long(streams.size() + events.size() + page_locked.size());
}

API int cuMemcpyHtoDAsync_v2(Address to, const void* from, size_t bytes, Handle stream) {
    IN_CONTEXT
    return copy(stream, reinterpret_cast<void*>(to), from, bytes, true, false);
}

API int cuMemcpyDtoHAsync_v2(void* to, Address from, size_t bytes, Handle stream) {
    IN_CONTEXT
    return copy(stream, to, reinterpret_cast<void*>(from), bytes, false, true);
}

API int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, Handle stream) {
    IN_CONTEXT
    return copy(stream, reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes, true, true);
}

API int cuMemsetD8Async(Address to, unsigned char value, size_t count, Handle stream) {
    IN_CONTEXT
    return fill(stream, reinterpret_cast<void*>(to), count, sizeof value, value);
}

API int cuMemsetD32Async(Address to, unsigned value, size_t count, Handle stream) {
    IN_CONTEXT
    return fill(stream, reinterpret_cast<void*>(to), count, sizeof value, value);
}

// Streams and events --------------------------------------------------------------------------------------------------

API int cuStreamCreate(Handle* stream, unsigned) {
    IN_CONTEXT
    Stream* created = new Stream{current, ++streams_so_far};
    streams.insert(created);
    *stream = created;
    return SUCCESS;
}

API int cuStreamDestroy_v2(Handle stream) {
    LOCKED;
    Stream* ended = static_cast<Stream*>(stream);
    if (!streams.count(ended)) {
        return INVALID_VALUE;
    }
    run(ended, ended->enqueued);
    streams.erase(ended);
    delete ended;
    return SUCCESS;
}

API int cuStreamSynchronize(Handle stream) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    counts.synchronisations++;
    Stream* waited = static_cast<Stream*>(stream);
    return streams.count(waited) ? wait(waited, waited->enqueued, waited->clock) : INVALID_VALUE;
}

// The work that waits is the other stream's, up to where the event is now.
API int cuStreamWaitEvent(Handle stream, Handle event, unsigned) {
    IN_CONTEXT
    Stream* held = static_cast<Stream*>(stream);
    const Event waited = *static_cast<Event*>(event);
    if (held == capturing || !streams.count(held) || is_planned_failure(EVENT)) {
        return held == capturing ? CAPTURE_UNSUPPORTED : INVALID_VALUE;
    }
    merge(held->clock, waited.clock);
    held->waiting.push_back([=] { return streams.count(waited.stream) ? run(waited.stream, waited.after) : SUCCESS; });
    held->enqueued++;
    return SUCCESS;
}

API int cuEventCreate(Handle* event, unsigned) {
    IN_CONTEXT
    if (is_planned_failure(EVENT)) {
        return OUT_OF_MEMORY;
    }
    Event* created = new Event{current};
    events.insert(created);
    *event = created;
    return SUCCESS;
}

API int cuEventRecord(Handle event, Handle stream) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    if (is_planned_failure(EVENT)) {
        return INVALID_VALUE;
    }
    Stream* recorded = static_cast<Stream*>(stream);
    *static_cast<Event*>(event) = {current, recorded, recorded->enqueued, recorded->clock};
    return SUCCESS;
}

API int cuEventSynchronize(Handle event) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    counts.synchronisations++;
    if (is_planned_failure(EVENT)) {
        return INVALID_VALUE;
    }
    Event* waited = static_cast<Event*>(event);
    return streams.count(waited->stream) ? wait(waited->stream, waited->after, waited->clock) : SUCCESS;
}

API int cuEventDestroy_v2(Handle event) {
    LOCKED;
    Event* ended = static_cast<Event*>(event);
    if (!events.erase(ended)) {
        return INVALID_VALUE;
    }
    delete ended;
    return SUCCESS;
}

// Kernels -------------------------------------------------------------------------------------------------------------

API int cuModuleLoadData(Handle* module, const void* image) {
    IN_CONTEXT
    OUTSIDE_CAPTURE
    Module* loaded = new Module;
    Result result = load(static_cast<const char*>(image), *loaded);
    if (result) {
        delete loaded;
    } else {
        *module = loaded;
    }
    return result;
}

API int cuModuleUnload(Handle module) {
    LOCKED;
    run_every_card();
    delete static_cast<Module*>(module);
    return SUCCESS;
}

API int cuModuleGetFunction(Handle* function, Handle module, const char* name) {
    IN_CONTEXT
    auto& functions = static_cast<Module*>(module)->functions;
    auto found = functions.find(name);
    if (found == functions.end()) {
        return NOT_FOUND;
    }
    *function = &found->second;
    return SUCCESS;
}

API int cuLaunchKernel(Handle function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
        unsigned block_z, unsigned shared_bytes, Handle stream, void** arguments, void** packed) {
    IN_CONTEXT
    const Function* launched = static_cast<const Function*>(function);
    const Kernel* kernel = launched ? launched->kernel : nullptr;
    Index grid = {grid_x, grid_y, grid_z}, block = {block_x, block_y, block_z};
    uint64_t threads = uint64_t(block_x) * block_y * block_z;
    if (!kernel || packed || !threads || threads > MOST_THREADS || block_z > 64 || !grid_x || grid_x > INT32_MAX || !grid_y
            || !grid_z || grid_y > MOST_BLOCKS_YZ || grid_z > MOST_BLOCKS_YZ || shared_bytes > MOST_SHARED_BYTES) {
        complain(std::string(kernel ? kernel->name : "launch") + ": no card runs " + std::to_string(grid_x) + " blocks of "
                + std::to_string(threads) + " threads with " + std::to_string(shared_bytes) + " shared bytes");
        return INVALID_VALUE;
    }
    if (threads > launched->most_threads) {
        complain(std::string(kernel->name) + ": " + std::to_string(threads) + " threads may need more registers than a card has;"
                " its launch bounds allow " + std::to_string(launched->most_threads));
        return OUT_OF_RESOURCES;
    }
    if (is_planned_failure(LAUNCH)) {
        return INVALID_VALUE;
    }
    bool fails = stream != capturing && is_planned_failure(FAULT);
    note_launch(kernel->name);
    std::function<void()> body = kernel->prepare(arguments);
    Work work = [=] { return fails ? Result(settings.fault) : run_grid(kernel, grid, block, shared_bytes, body); };
    return enqueue(stream, {kernel->name, work, accesses(kernel, arguments)});
}
