package dev.cairn.backend.cpu;

/**
 * Shares an operation's work among the threads of a pool, or leaves it to the caller where sharing would cost more than it
 * saves. Each chunk has working memory of its own.
 */
final class Team {
    /** One chunk's share: the units from {@code from} to {@code to - 1}. */
    @FunctionalInterface
    interface Share {
        void compute(int from, int to, Scratch scratch);
    }

    /**
     * Below this many simple element operations, about 80 microseconds, sharing costs more than it saves: what another core
     * has just written is slow to fetch, and beside a busy process a thread may have to be waited for.
     */
    static final long WORTH_SHARING = 1 << 20;

    private final WorkerPool pool;
    private final long worthSharing;
    private final Scratch[] scratches;

    /** @param worthSharing the cost from which on work is shared, such as {@link #WORTH_SHARING} */
    Team(WorkerPool pool, long worthSharing) {
        this.pool = pool;
        this.worthSharing = worthSharing;
        this.scratches = new Scratch[pool.threads()];
        for (int i = 0; i < scratches.length; i++) {
            scratches[i] = new Scratch();
        }
    }

    /**
     * Whether the caller should do it alone; asked before a {@link Share} is made, so that small operations make no garbage.
     *
     * @param cost the work in simple element operations: an addition counts 1, an exponential function 16
     */
    boolean alone(long cost) {
        return scratches.length == 1 || cost < worthSharing;
    }

    /** The caller's working memory, while nothing is shared. */
    Scratch scratch() {
        return scratches[0];
    }

    /** Splits {@code units} into a chunk for each thread. */
    void share(int units, Share share) {
        int chunks = Math.min(scratches.length, units);
        pool.run(chunks, chunk -> share.compute(WorkerPool.start(units, chunks, chunk),
                WorkerPool.start(units, chunks, chunk + 1), scratches[chunk]));
    }
}
