package dev.cairn.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void everyChunkRunsOnceInEveryRun(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            AtomicIntegerArray count = new AtomicIntegerArray(9);
            for (int run = 1; run <= 10_000; run++) {
                int chunks = run % 10;
                pool.run(chunks, count::incrementAndGet);
                for (int chunk = 0; chunk < count.length(); chunk++) {
                    assertThat(count.getAndSet(chunk, 0)).isEqualTo(chunk < chunks ? 1 : 0);
                }
            }
        }
    }

    /** Plain writes of the chunks are seen by the caller, and the caller's by the chunks. */
    @Test
    void runsHandOverWhatWasWritten() {
        int[] values = new int[64];
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int run = 0; run < 2_000; run++) {
                pool.run(values.length, chunk -> values[chunk]++);
                values[run % values.length]--;
            }
        }
        int sum = 0;
        for (int value : values) {
            sum += value;
        }
        assertThat(sum).isEqualTo(2_000 * (values.length - 1));
    }

    @Test
    void parkedWorkersAreWoken() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int run = 0; run < 3; run++) {
                Thread.sleep(20); // far longer than a worker spins
                Set<Thread> threads = ConcurrentHashMap.newKeySet();
                CountDownLatch both = new CountDownLatch(2);
                pool.run(2, chunk -> {
                    threads.add(Thread.currentThread());
                    both.countDown();
                    await(both);
                });
                assertThat(threads).hasSize(2).contains(Thread.currentThread());
            }
        }
    }

    @Test
    void theCallerWaitsForAWorkerThatTakesLong() {
        try (WorkerPool pool = new WorkerPool(2)) {
            CountDownLatch claimed = new CountDownLatch(2);
            Thread caller = Thread.currentThread();
            boolean[] ended = new boolean[2];
            pool.run(2, chunk -> {
                claimed.countDown();
                await(claimed);
                if (Thread.currentThread() != caller) {
                    sleep(30); // far longer than the caller spins
                }
                ended[chunk] = true;
            });
            assertThat(ended).containsOnly(true);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void exceptionsReachTheCallerAndThePoolGoesOn(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            for (int run = 0; run < 500; run++) {
                int guilty = run % 6;
                assertThatThrownBy(() -> pool.run(6, chunk -> {
                    if (chunk == guilty) {
                        throw new ArithmeticException("chunk " + chunk);
                    }
                })).isInstanceOf(ArithmeticException.class).hasMessage("chunk " + guilty);
                boolean[] ran = new boolean[6];
                pool.run(6, chunk -> ran[chunk] = true);
                assertThat(ran).containsOnly(true);
            }
            assertThatThrownBy(() -> pool.run(3, chunk -> {
                throw new StackOverflowError("deep");
            })).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void closeEndsTheWorkers() {
        WorkerPool pool = new WorkerPool(3);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        pool.run(3, chunk -> {
            workers.add(Thread.currentThread());
            all.countDown();
            await(all);
        });
        workers.remove(Thread.currentThread());
        assertThat(workers).hasSize(2).allMatch(Thread::isDaemon)
                .allMatch(worker -> worker.getName().startsWith("cairn-cpu-"));
        pool.close();
        assertThat(workers).noneMatch(Thread::isAlive);
        pool.close();
        assertThatIllegalStateException().isThrownBy(() -> pool.run(2, chunk -> {
        })).withMessageContaining("closed");
    }

    @Test
    void severalPoolsRunAtTheSameTime() throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        AtomicIntegerArray sums = new AtomicIntegerArray(3);
        for (int c = 0; c < 3; c++) {
            int number = c;
            callers.add(Thread.ofPlatform().start(() -> {
                try (WorkerPool pool = new WorkerPool(2)) {
                    for (int run = 0; run < 1_000; run++) {
                        pool.run(4, chunk -> sums.addAndGet(number, chunk));
                    }
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        for (int c = 0; c < 3; c++) {
            assertThat(sums.get(c)).isEqualTo(6_000);
        }
    }

    @Test
    void anInterruptedCallerStaysInterruptedAndIsServed() {
        try (WorkerPool pool = new WorkerPool(2)) {
            Thread.currentThread().interrupt();
            int[] values = new int[8];
            pool.run(8, chunk -> values[chunk] = chunk);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(values).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRunInsideARunIsRefused(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            assertThatIllegalStateException().isThrownBy(() -> pool.run(1, chunk -> pool.run(1, inner -> {
            }))).withMessageContaining("one operation at a time");
        }
    }

    @Test
    void aPoolNeedsAThread() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WorkerPool(0));
    }

    @Test
    void startsCoverTheLengthInOrder() {
        for (int length : new int[] {0, 1, 7, 1000, Integer.MAX_VALUE}) {
            assertThat(WorkerPool.start(length, 7, 0)).isZero();
            assertThat(WorkerPool.start(length, 7, 7)).isEqualTo(length);
            for (int chunk = 0; chunk < 7; chunk++) {
                int part = WorkerPool.start(length, 7, chunk + 1) - WorkerPool.start(length, 7, chunk);
                assertThat(part).isBetween(length / 7, length / 7 + 1);
            }
        }
    }

    @Test
    void runsMakeNoGarbage() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] values = new long[4];
        WorkerPool.ChunkBody body = chunk -> values[chunk]++;
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int run = 0; run < 20_000; run++) {
                pool.run(4, body);
            }
            long before = threads.getTotalThreadAllocatedBytes();
            for (int run = 0; run < 20_000; run++) {
                pool.run(4, body);
            }
            // Some for the JVM's own threads.
            assertThat(threads.getTotalThreadAllocatedBytes() - before).isLessThan(200_000);
        }
    }
}
