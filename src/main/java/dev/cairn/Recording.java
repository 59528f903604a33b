package dev.cairn;

import dev.cairn.backend.BlockLease;
import dev.cairn.backend.Call;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Program;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Operations in the order in which {@link Device#record} met them, done again by each {@link #replay}: on CUDA as one graph, on
 * the other backends call by call. It works on the memory it was recorded with, and what it takes for itself belongs to it
 * until it is closed. It belongs to its device's thread, and is closed with the device.
 */
public final class Recording implements AutoCloseable {
    private final Device device;
    private final OpsInUse inUse;
    private final List<Call> calls;
    private final Preparation[] preparations;
    private final Runnable[] hostWork;
    private final boolean mayBeGivenUp;
    private final BlockLease lease;
    private final Program program;
    private boolean closed;

    Recording(Device device, OpsInUse inUse, Recorder recorder, boolean mayBeGivenUp, BlockLease lease,
            Program program) {
        this.device = device;
        this.inUse = inUse;
        this.calls = List.copyOf(recorder.calls());
        this.preparations = recorder.preparations().toArray(Preparation[]::new);
        this.hostWork = recorder.hostWork().toArray(Runnable[]::new);
        this.mayBeGivenUp = mayBeGivenUp;
        this.lease = lease;
        this.program = program;
    }

    /**
     * Does all of it once more. Nothing of the program that was recorded runs again but what its parts count on the host, as an
     * optimizer its steps. Returns, on CUDA, when it is enqueued. A replay that throws has counted nothing.
     *
     * @throws IllegalStateException if it cannot be replayed, for the reason that {@link #whyNot} tells
     */
    public void replay() {
        String obstacle = obstacle();
        if (obstacle != null) {
            throw new IllegalStateException("replay: " + obstacle);
        }
        Ops ops = device.ops();
        boolean bare = inUse.areBackends();
        for (Preparation preparation : preparations) {
            preparation.run();
        }
        if (bare) {
            program.run();
        } else {
            calls.forEach(call -> call.on(ops));
        }
        for (Runnable work : hostWork) {
            work.run();
        }
    }

    /**
     * Why it cannot be replayed, as when a setting of its optimizer is not what it was; empty if it can. What has become of
     * its parts since it was recorded decides.
     */
    public Optional<String> whyNot() {
        return Optional.ofNullable(obstacle());
    }

    private @Nullable String obstacle() {
        if (closed) {
            return "the recording is closed";
        }
        for (Preparation preparation : preparations) {
            String obstacle = preparation.obstacle();
            if (obstacle != null) {
                return obstacle;
            }
        }
        return null;
    }

    /** The number of operations of one replay. */
    public int operations() {
        return calls.size();
    }

    /** The operations of one replay, in order. */
    List<Call> calls() {
        return calls;
    }

    boolean mayBeGivenUp() {
        return mayBeGivenUp;
    }

    /** Whether it is closed, by whomever: see {@link Device#recordIfRoom}. */
    public boolean isClosed() {
        return closed;
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
