package dev.cairn.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Threads that share the chunks of one operation. The caller and each worker have a share of their own, which is the same in every
 * run: the caller the first chunks, the workers the next ones, so that what a core writes in one operation lies in its cache in the
 * next. Who is done claims chunks of the others, so a worker that the system does not schedule costs nothing. What a chunk covers
 * is the body's business and must depend only on shape and {@link #threads()}, never on who runs it; then results are the same bits
 * every time.
 *
 * <p>
 * A pool serves one caller at a time; different pools are independent. Workers are daemons. Idle workers spin for
 * 50 microseconds, about the pause between two operations of a training step, then park.
 */
public final class WorkerPool implements AutoCloseable {

    /** The work of one operation, cut into numbered chunks that may run in any order and at the same time. */
    @FunctionalInterface
    public interface ChunkBody {
        void run(int chunk);
    }

    private static final long SPIN_NANOS = 50_000;
    private static final long RUN_MASK = 0xFFFFFFFFL;
    private static final int SPINS_PER_CLOCK_READING = 64;
    private static final AtomicInteger POOL_NUMBERS = new AtomicInteger();

    /** Longs between two words that different cores write: a cache line and the one that is fetched with it. */
    private static final int APART = 16;

    /**
     * For each thread, of which the caller is the first, the number of the current run in the upper half and how many chunks of its
     * share nobody claimed in the lower half. One word, so that a claim fails when the run it was meant for is over.
     */
    private final AtomicLongArray tickets;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Worker[] workers;
    private volatile @Nullable ChunkBody body;
    private volatile int chunks;
    private volatile @Nullable Thread parkedCaller;
    private volatile boolean closed;
    private boolean running;

    /** @param threads how many threads share the work, the caller included; 1 means no worker and direct calls */
    public WorkerPool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a worker pool needs at least one thread, not " + threads);
        }
        int pool = POOL_NUMBERS.incrementAndGet();
        tickets = new AtomicLongArray(threads * APART);
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("cairn-cpu-" + pool + "-" + (i + 1), i + 1);
        }
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /** How many threads share the work, the caller included. */
    public int threads() {
        return workers.length + 1;
    }

    /** Where part {@code chunk} of {@code chunks} nearly equal parts of {@code length} begins; the fixed boundaries. */
    public static int start(int length, int chunks, int chunk) {
        return (int) ((long) length * chunk / chunks);
    }

    /**
     * Runs {@code body} for the chunks 0 to {@code chunks - 1} and returns when no thread works on any. The first
     * exception that a chunk throws is thrown here; whether the other chunks ran is then unspecified.
     *
     * @throws IllegalStateException when the pool is closed or already running
     */
    public void run(int chunks, ChunkBody body) {
        if (running || closed) {
            throw new IllegalStateException(
                    closed ? "the worker pool is closed" : "the worker pool runs one operation at a time");
        }
        running = true;
        try {
            if (chunks == 1 || workers.length == 0) {
                for (int chunk = 0; chunk < chunks; chunk++) {
                    body.run(chunk);
                }
            } else if (chunks > 1) {
                runShared(chunks, body);
            }
        } finally {
            running = false;
        }
    }

    private void runShared(int chunks, ChunkBody body) {
        this.body = body;
        this.chunks = chunks;
        unfinished.set(chunks);
        long run = runOf(0) + 1 & RUN_MASK;
        for (int thread = 0; thread < threads(); thread++) {
            tickets.set(thread * APART, run << 32 | endOfShare(thread) - endOfShare(thread - 1));
        }
        for (int i = 0; i < Math.min(workers.length, chunks - 1); i++) {
            workers[i].wake();
        }
        claimChunks(run, 0);
        awaitOthers();
        this.body = null;
        rethrow(failure.getAndSet(null));
    }

    /** The chunk behind a thread's share; threads beyond the chunks have none. */
    private int endOfShare(int thread) {
        int sharers = Math.min(threads(), chunks);
        return start(chunks, sharers, Math.min(thread + 1, sharers));
    }

    private long runOf(int thread) {
        return tickets.get(thread * APART) >>> 32;
    }

    /** Claims and runs the chunks of a thread's share, then those of the next threads', until none is left or the run is over. */
    private void claimChunks(long run, int thread) {
        for (int i = 0; i < threads(); i++) {
            claimShare(run, (thread + i) % threads());
        }
    }

    private void claimShare(long run, int thread) {
        while (true) {
            long ticket = tickets.get(thread * APART);
            int left = (int) ticket;
            // The body is read before the claim: a claim that succeeds proves that the body was still this run's.
            ChunkBody current = body;
            if (ticket >>> 32 != run || left == 0 || current == null) {
                return;
            }
            if (tickets.compareAndSet(thread * APART, ticket, ticket - 1)) {
                runChunk(current, endOfShare(thread) - left);
            }
        }
    }

    private void runChunk(ChunkBody current, int chunk) {
        try {
            current.run(chunk);
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
        if (unfinished.decrementAndGet() == 0) {
            Thread caller = parkedCaller;
            if (caller != null) {
                LockSupport.unpark(caller);
            }
        }
    }

    private void awaitOthers() {
        long deadline = System.nanoTime() + SPIN_NANOS;
        for (int spins = 1; unfinished.get() != 0; spins++) {
            if (mayStillSpin(spins, deadline)) {
                Thread.onSpinWait();
            } else {
                parkedCaller = Thread.currentThread();
                if (unfinished.get() != 0) {
                    LockSupport.park(this);
                }
                parkedCaller = null;
            }
        }
    }

    private static boolean mayStillSpin(int spins, long deadline) {
        return spins % SPINS_PER_CLOCK_READING != 0 || System.nanoTime() - deadline < 0;
    }

    private static void rethrow(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** Ends the workers and waits until they are gone. */
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            worker.wake();
        }
        boolean interrupted = false;
        for (Worker worker : workers) {
            interrupted |= !joined(worker);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joined(Thread worker) {
        try {
            worker.join();
            return true;
        } catch (InterruptedException e) {
            return false; // it ends by itself
        }
    }

    private final class Worker extends Thread {
        private final int thread;
        private volatile boolean parked;
        private long lastRun;

        Worker(String name, int thread) {
            super(name);
            this.thread = thread;
            setDaemon(true);
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (!closed) {
                awaitRun();
                lastRun = runOf(thread);
                claimChunks(lastRun, thread);
            }
        }

        private void awaitRun() {
            long deadline = System.nanoTime() + SPIN_NANOS;
            for (int spins = 1; isIdle(); spins++) {
                if (mayStillSpin(spins, deadline)) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (isIdle()) {
                        LockSupport.park(WorkerPool.this);
                        Thread.interrupted(); // an interrupted thread could not park again
                    }
                    parked = false;
                }
            }
        }

        private boolean isIdle() {
            return runOf(thread) == lastRun && !closed;
        }
    }
}
