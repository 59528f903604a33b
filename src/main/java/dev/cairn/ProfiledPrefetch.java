package dev.cairn;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.HostRows;
import dev.cairn.backend.Prefetch;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Brings rows as a backend does, and has it listed by the profile that is under way, if one is. */
final class ProfiledPrefetch implements Prefetch {
    private final OpsInUse ops;
    private final int realBytes;
    private final List<HostRows> sources;
    private final Prefetch backends;

    ProfiledPrefetch(OpsInUse ops, int realBytes, List<HostRows> sources, Prefetch backends) {
        this.ops = ops;
        this.realBytes = realBytes;
        this.sources = sources;
        this.backends = backends;
    }

    @Override
    public void begin(int[] rows, int count) {
        Profiler profiler = ops.profiler();
        if (profiler == null) {
            backends.begin(rows, count);
        } else {
            profiler.time(() -> backends.begin(rows, count), () -> work("prefetch begin",
                    sources.stream().mapToLong(source -> (long) count * source.width()),
                    sources.stream().mapToLong(source -> count * source.rowBytes(realBytes)).sum()));
        }
    }

    @Override
    public void finish(List<Buffer> targets) {
        Profiler profiler = ops.profiler();
        if (profiler == null) {
            backends.finish(targets);
        } else {
            profiler.time(() -> backends.finish(targets), () -> work("prefetch finish",
                    targets.stream().mapToLong(Buffer::length),
                    2 * targets.stream().mapToLong(each -> (long) each.length() * each.type().bytes(realBytes)).sum()));
        }
    }

    private static OperationCall.Work work(String name, LongStream lengths, long bytes) {
        String sizes = lengths.distinct().mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return new OperationCall.Work(name, sizes, bytes, 0);
    }

    @Override
    public void close() {
        backends.close();
    }
}
