package dev.cairn.backend.cuda;

import dev.cairn.backend.Program;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** A program as a CUDA graph, captured from the context's stream: one launch for all its calls. */
final class CapturedGraph implements Program {
    private final CudaContext context;
    private final CUgraphExec executable = new CUgraphExec();
    private final int calls;

    /**
     * @param work  puts the calls on the stream; it may neither wait nor allocate
     * @param calls how many those are, for messages
     * @throws dev.cairn.backend.DeviceException with the call that failed; nothing stays allocated
     */
    CapturedGraph(CudaContext context, Runnable work, int calls) {
        this.context = context;
        this.calls = calls;
        CUgraph graph = capture(work);
        try {
            context.check(JCudaDriver.cuGraphInstantiate(executable, graph, 0), "cuGraphInstantiate", "recording",
                    this);
        } finally {
            JCudaDriver.cuGraphDestroy(graph);
        }
        context.graphBegan();
    }

    private CUgraph capture(Runnable work) {
        context.makeCurrent();
        context.check(JCudaDriver.cuStreamBeginCapture(context.stream(),
                CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), "cuStreamBeginCapture", "recording", this);
        CUgraph graph = new CUgraph();
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (JCudaDriver.cuStreamEndCapture(context.stream(), graph) == 0) {
                JCudaDriver.cuGraphDestroy(graph);
            }
            throw e;
        }
        context.check(JCudaDriver.cuStreamEndCapture(context.stream(), graph), "cuStreamEndCapture", "recording", this);
        return graph;
    }

    @Override
    public void run() {
        context.makeCurrent();
        context.enqueued(JCudaDriver.cuGraphLaunch(executable, context.stream()), "cuGraphLaunch", "replay", this);
    }

    /** Waits for launches under way; what they failed with shows at the next call. */
    @Override
    public void close() {
        context.enter();
        JCudaDriver.cuStreamSynchronize(context.stream());
        JCudaDriver.cuGraphExecDestroy(executable);
        context.graphEnded();
    }

    @Override
    public String toString() {
        return "a program of " + calls + " calls";
    }
}
