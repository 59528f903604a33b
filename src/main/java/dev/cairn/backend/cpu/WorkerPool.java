package dev.cairn.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Threads that share the chunks of one operation. The caller and the workers claim chunks from a counter, so a worker
 * that the system does not schedule costs nothing: the others take its share. What a chunk covers is the body's
 * business and must depend only on shape and {@link #threads()}, never on who runs it; then results are the same bits
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

    /**
     * The number of the current run in the upper half, its unclaimed chunks in the lower half. One word, so that a
     * claim fails when the run it was meant for is over.
     */
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Worker[] workers;
    private volatile @Nullable ChunkBody body;
    private volatile @Nullable Thread parkedCaller;
    private volatile boolean closed;
    private boolean running;

    /** @param threads how many threads share the work, the caller included; 1 means no worker and direct calls */
    public WorkerPool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a worker pool needs at least one thread, not " + threads);
        }
        int pool = POOL_NUMBERS.incrementAndGet();
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("cairn-cpu-" + pool + "-" + (i + 1));
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
        unfinished.set(chunks);
        long run = (tickets.get() >>> 32) + 1 & RUN_MASK;
        tickets.set(run << 32 | chunks);
        for (int i = 0; i < Math.min(workers.length, chunks - 1); i++) {
            workers[i].wake();
        }
        claimChunks(run);
        awaitOthers();
        this.body = null;
        rethrow(failure.getAndSet(null));
    }

    /** Claims and runs chunks until none is left or the run is over. */
    private void claimChunks(long run) {
        while (true) {
            long ticket = tickets.get();
            int left = (int) ticket;
            // The body is read before the claim: a claim that succeeds proves that the body was still this run's.
            ChunkBody current = body;
            if (ticket >>> 32 != run || left == 0 || current == null) {
                return;
            }
            if (tickets.compareAndSet(ticket, ticket - 1)) {
                runChunk(current, left - 1);
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
        private volatile boolean parked;
        private long lastRun;

        Worker(String name) {
            super(name);
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
                lastRun = tickets.get() >>> 32;
                claimChunks(lastRun);
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
            return tickets.get() >>> 32 == lastRun && !closed;
        }
    }
}
