// Graphs: what was put on a stream while it was captured, done at each launch.
#include "driver.h"

#include <vector>

using namespace simulator;

namespace {

// Stands for a CUgraph, and a copy of it for a CUgraphExec.
struct Graph {
    std::vector<Task> nodes;
};

long live;

void* create(std::vector<Task> nodes) {
    live++;
    return new Graph{std::move(nodes)};
}

int destroy(void* graph) {
    if (!graph) {
        return INVALID_VALUE;
    }
    live--;
    delete static_cast<Graph*>(graph);
    return SUCCESS;
}

}

long simulator::live_graphs() {
    return live;
}

API int cuStreamBeginCapture_v2(void* stream, int) {
    return begin_capture(stream);
}

API int cuStreamEndCapture(void* stream, void** graph) {
    std::vector<Task> nodes;
    Result result = end_capture(stream, &nodes);
    *graph = result ? nullptr : create(std::move(nodes));
    return result;
}

API int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
    if (!graph || is_planned_failure(ALLOCATION)) {
        return graph ? OUT_OF_MEMORY : INVALID_VALUE;
    }
    *executable = create(static_cast<Graph*>(graph)->nodes);
    return SUCCESS;
}

API int cuGraphLaunch(void* executable, void* stream) {
    if (!executable || is_planned_failure(LAUNCH)) {
        return INVALID_VALUE;
    }
    bool fails = is_planned_failure(FAULT);
    std::vector<Task> nodes = static_cast<Graph*>(executable)->nodes;
    std::vector<Access> accesses;
    for (const Task& node : nodes) {
        accesses.insert(accesses.end(), node.accesses.begin(), node.accesses.end());
    }
    counts.graph_launches++;
    return enqueue(stream, {"graph", [=] {
        Result result = fails ? Result(settings.fault) : SUCCESS;
        for (size_t i = 0; i < nodes.size() && !result; i++) {
            result = nodes[i].work();
        }
        return result;
    }, accesses});
}

API int cuGraphExecDestroy(void* executable) {
    return destroy(executable);
}

API int cuGraphDestroy(void* graph) {
    return destroy(graph);
}
