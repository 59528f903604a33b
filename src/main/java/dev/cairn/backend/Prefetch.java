package dev.cairn.backend;

import java.util.List;

/**
 * Rows of the host on their way to the device, one batch ahead of the operations that need them: see {@link Ops#prefetch}.
 * Belongs to the thread of its operations.
 */
public interface Prefetch extends AutoCloseable {
    /**
     * Begins to bring rows, and returns once they have left the arrays. What was begun before and never finished is dropped.
     *
     * @param rows of each source, in this order; the first {@code count} of them
     */
    void begin(int[] rows, int count);

    /**
     * What was begun last is in its place for all operations called from now on.
     *
     * @param targets for each source; their lengths are those of the rows that were begun
     */
    void finish(List<Buffer> targets);

    /** Gives back what the backend holds for it; the landing buffers belong to others. Closing twice does nothing. */
    @Override
    void close();

    /** One that brings the rows at once: where the device's memory is the host's, nothing can be gained by waiting. */
    static Prefetch of(Ops ops, List<HostRows> sources, List<Buffer> landing) {
        return new Prefetch() {
            @Override
            public void begin(int[] rows, int count) {
                for (int i = 0; i < sources.size(); i++) {
                    HostRows source = sources.get(i);
                    for (int row = 0; row < count; row++) {
                        source.upload(rows[row], ops, landing.get(i).slice(row * source.width(), source.width()));
                    }
                }
            }

            @Override
            public void finish(List<Buffer> targets) {
                for (int i = 0; i < targets.size(); i++) {
                    ops.copy(landing.get(i).slice(0, targets.get(i).length()), targets.get(i));
                }
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };
    }
}
