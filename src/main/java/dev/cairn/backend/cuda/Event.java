package dev.cairn.backend.cuda;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** A point in the work of a stream, which the host or another stream can wait for; at first one that has passed. */
final class Event {
    private final CudaContext context;
    private final CUevent event = new CUevent();

    /** @param what that belongs to, for messages */
    Event(CudaContext context, String what) {
        this.context = context;
        context.check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "cuEventCreate", what);
    }

    /** It is now behind all that was put on a stream so far. */
    void record(CUstream stream, String operation, Object operands) {
        context.check(JCudaDriver.cuEventRecord(event, stream), "cuEventRecord", operation, operands);
    }

    /** What is put on a stream from now on begins after it; the host goes on. */
    void holdBack(CUstream stream, String operation, Object operands) {
        context.check(JCudaDriver.cuStreamWaitEvent(stream, event, 0), "cuStreamWaitEvent", operation, operands);
    }

    /** The host waits for it. */
    void await(String operation, Object operands) {
        context.check(JCudaDriver.cuEventSynchronize(event), "cuEventSynchronize", operation, operands);
    }

    /** Never throws, as all that gives back. */
    void destroy() {
        JCudaDriver.cuEventDestroy(event);
    }
}
