package dev.cairn;

import dev.cairn.backend.BlockLease;
import dev.cairn.backend.Call;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Program;
import java.util.List;

/**
 * Operations in the order in which {@link Device#record} met them, done again by each {@link #replay}: on CUDA as one graph, on
 * the other backends call by call. It works on the memory it was recorded with, and what it takes for itself belongs to it
 * until it is closed. It belongs to its device's thread, and is closed with the device.
 */
public final class Recording implements AutoCloseable {
    private final Device device;
    private final OpsInUse inUse;
    private final List<Call> calls;
    private final Runnable[] hostWork;
    private final BlockLease lease;
    private final Program program;
    private boolean closed;

    Recording(Device device, OpsInUse inUse, Recorder recorder, BlockLease lease, Program program) {
        this.device = device;
        this.inUse = inUse;
        this.calls = List.copyOf(recorder.calls());
        this.hostWork = recorder.hostWork().toArray(Runnable[]::new);
        this.lease = lease;
        this.program = program;
    }

    /**
     * Does all of it once more. Nothing of the program that was recorded runs again but what its parts count on the host, as an
     * optimizer its steps. Returns, on CUDA, when it is enqueued.
     */
    public void replay() {
        if (closed) {
            throw new IllegalStateException("replay: the recording is closed");
        }
        Ops ops = device.ops();
        boolean bare = inUse.areBackends();
        for (Runnable work : hostWork) {
            work.run();
        }
        if (bare) {
            program.run();
        } else {
            calls.forEach(call -> call.on(ops));
        }
    }

    /** The number of operations of one replay. */
    public int operations() {
        return calls.size();
    }

    /** The operations of one replay, in order. */
    List<Call> calls() {
        return calls;
    }

    /** Gives its memory back to the device. Closing twice does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inUse.forget(this);
            program.close();
            lease.close();
        }
    }

    @Override
    public String toString() {
        return "Recording[" + calls.size() + " operations on " + device.backend() + (closed ? ", closed]" : "]");
    }
}
