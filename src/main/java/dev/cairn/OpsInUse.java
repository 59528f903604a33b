package dev.cairn;

import dev.cairn.backend.BlockLease;
import dev.cairn.backend.BlockPool;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.Ops;
import dev.cairn.backend.Prefetch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device computes with: its backend's own operations, or a profiler or a recorder that stands in front of them. */
final class OpsInUse {
    private final Ops backend;
    private final String owner;
    private Ops inUse;
    private @Nullable Profiler profiler;
    private @Nullable Recorder recorder;
    private final List<Recording> recordings = new ArrayList<>();

    /** @param owner for messages */
    OpsInUse(Ops backend, String owner) {
        this.backend = backend;
        this.owner = owner;
        inUse = backend;
    }

    Ops get() {
        return inUse;
    }

    /** Whether the backend's own are in use, in a replay. */
    boolean areBackends() {
        if (recorder != null) {
            throw new IllegalStateException("replay: a recording cannot be part of another");
        }
        return inUse == backend;
    }

    /** As {@link Device#profile}. */
    Profile profile(Runnable body) {
        if (inUse != backend) {
            throw new IllegalStateException("profile: the device " + owner + " is being profiled already; profile the"
                    + " inner part alone, or leave it to the outer profile");
        }
        Profiler using = new Profiler(backend);
        profiler = using;
        inUse = using.ops();
        try {
            return using.profile(body);
        } finally {
            profiler = null;
            inUse = backend;
        }
    }

    /** The one that is under way. */
    @Nullable
    Profiler profiler() {
        return profiler;
    }

    /** As {@link Device#prefetch}. */
    Prefetch prefetch(List<HostRows> sources, List<Buffer> landing) {
        return new ProfiledPrefetch(this, backend.realBytes(), sources, backend.prefetch(sources, landing));
    }

    /** As {@link Device#record}. */
    Recording record(Device device, BlockPool pool, boolean mayBeGivenUp, Runnable body) {
        if (recorder != null) {
            throw new IllegalStateException("record: the device " + owner + " is recording already");
        }
        Ops before = inUse;
        BlockLease lease = pool.lease();
        try {
            recorder = new Recorder(backend, lease);
            inUse = recorder.ops();
            body.run();
            lease.recorded();
            Recording recording = new Recording(device, this, recorder, mayBeGivenUp, lease,
                    backend.program(recorder.calls()));
            recordings.add(recording);
            return recording;
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        } finally {
            recorder = null;
            inUse = before;
        }
    }

    /** As {@link Device#onHost}. */
    void onHost(Runnable work) {
        if (recorder == null) {
            work.run();
        } else {
            recorder.hostWork().add(work);
        }
    }

    /** As {@link Device#prepare}. */
    void prepare(Preparation preparation) {
        if (recorder == null) {
            preparation.run();
        } else {
            recorder.preparations().add(preparation);
        }
    }

    /** As {@link Device#prepareOnce}. */
    void prepareOnce(Object owner, String refusal, Preparation preparation) {
        if (recorder != null && !recorder.owners().add(owner)) {
            throw new UnrecordableException(refusal);
        }
        prepare(preparation);
    }

    /** A recording is closed. */
    void forget(Recording recording) {
        recordings.remove(recording);
    }

    /** Closes the recordings that may be given up; whether there were any. */
    boolean giveUpRecordings() {
        List<Recording> dispensable = recordings.stream().filter(Recording::mayBeGivenUp).toList();
        dispensable.forEach(Recording::close);
        return !dispensable.isEmpty();
    }

    void closeRecordings() {
        List.copyOf(recordings).forEach(Recording::close);
    }
}
