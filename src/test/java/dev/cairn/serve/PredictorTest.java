package dev.cairn.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.Normalisation;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PredictorTest {
    private static final int INPUTS = 100;
    private static final int OUTPUTS = 10;
    private static final int SAMPLES = 500;
    private static final long SEED = 3;

    private static Layer small() {
        return new Sequential(new Dense(INPUTS, 32), new Relu(), new Dense(32, OUTPUTS));
    }

    private static Layer large() {
        return new Sequential(new Dense(1024, 512), new Relu(), new Dense(512, 256), new Relu(),
                new Dense(256, OUTPUTS));
    }

    private static Predictor predictor(Layer model, int inputs, Backend backend) {
        try (Device device = Device.require(backend)) {
            model.initialize(device, SEED);
            return Predictor.of(model, Shape.of(inputs), Normalisation.identity(), backend);
        }
    }

    private static float[][] samples(int inputs) {
        Random random = new Random(1);
        float[][] samples = new float[SAMPLES][inputs];
        for (float[] sample : samples) {
            for (int i = 0; i < inputs; i++) {
                sample[i] = random.nextFloat() - 0.5f;
            }
        }
        return samples;
    }

    /** The largest difference from one thread's answers in 100,000 predictions by 64 threads. */
    private static float manyThreads(Predictor predictor, float[][] samples) throws Exception {
        int threads = 64;
        int calls = Math.ceilDiv(100_000, threads);
        float[][] alone = new float[SAMPLES][];
        for (int i = 0; i < SAMPLES; i++) {
            alone[i] = predictor.predict(samples[i]);
        }
        long blocks = predictor.memory().allocations();
        long used = predictor.memory().usedBytes();
        int tensors = predictor.memory().liveTensors();
        long heap = heapInUse();
        float worst = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(threads)) {
            List<Callable<Float>> work = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * 7;
                work.add(() -> {
                    float[] answer = new float[OUTPUTS];
                    float difference = 0;
                    for (int i = 0; i < calls; i++) {
                        int sample = (first + i) % SAMPLES;
                        predictor.predict(samples[sample], answer);
                        difference = Math.max(difference, difference(answer, alone[sample]));
                    }
                    return difference;
                });
            }
            for (Future<Float> client : clients.invokeAll(work)) {
                worst = Math.max(worst, client.get());
            }
        }
        assertThat(predictor.memory().allocations()).as("blocks taken from the machine").isEqualTo(blocks);
        assertThat(predictor.memory().usedBytes()).as("bytes in use").isEqualTo(used);
        assertThat(predictor.memory().liveTensors()).as("live tensors").isEqualTo(tensors);
        assertThat(heapInUse() - heap).as("growth of the heap").isLessThan(1 << 20);
        return worst;
    }

    private static float difference(float[] a, float[] b) {
        float worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    private static long heapInUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void manyThreadsGetWhatOneGets() throws Exception {
        Predictor predictor = predictor(small(), INPUTS, Backend.REFERENCE);
        try (predictor) {
            assertThat(manyThreads(predictor, samples(INPUTS))).isZero();
        }
        assertThat(predictor.memory().usedBytes()).as("leaked bytes").isZero();
        assertThat(predictor.memory().reservedBytes()).isZero();
        assertThat(predictor.memory().liveTensors()).isZero();
    }

    /** Outputs are around 1; the order of additions may follow the number of samples computed together. */
    @Test
    void onTheCpuTheyDifferByRoundingAtMost() throws Exception {
        Predictor predictor = predictor(large(), 1024, Backend.CPU);
        try (predictor) {
            assertThat(manyThreads(predictor, samples(1024))).isLessThan(1e-5f);
        }
        assertThat(predictor.memory().usedBytes()).as("leaked bytes").isZero();
    }

    @Test
    void aLoneSampleIsComputedAsOneOfTwo() {
        float[] sample = samples(1024)[0];
        Layer model = large();
        float[] expected;
        try (Device device = Device.require(Backend.CPU)) {
            model.initialize(device, SEED);
            try (Scope _ = device.scope()) {
                Tensor twice = device.matrix(new float[][] {sample, sample});
                expected = model.forward(twice, Mode.EVAL).toMatrix()[0];
            }
        }
        try (Predictor predictor = predictor(large(), 1024, Backend.CPU)) {
            assertThat(predictor.predict(sample)).isEqualTo(expected);
        }
    }

    @Test
    void eightBitImagesAreNormalised() {
        Layer model = new Sequential(new Dense(4, 1));
        try (Device device = Device.require(Backend.CPU)) {
            model.initialize(device, 3).get("0.weight").fill(1);
            try (Predictor predictor = Predictor.of(model, Shape.of(1, 2, 2),
                    new Normalisation(new float[] {1 / 255f}, new float[] {0}, false), Backend.REFERENCE)) {
                float[] answer = new float[1];
                predictor.predict(new byte[] {(byte) 255, (byte) 255, 0, 0}, answer);
                assertThat(answer[0]).isCloseTo(2, within(1e-6f));
                assertThatThrownBy(() -> predictor.predict(new float[3])).hasMessageContaining("has 3 values");
            }
        }
    }

    @Test
    void closingRefusesWhatComesLater() {
        Predictor predictor = predictor(small(), INPUTS, Backend.CPU);
        predictor.close();
        predictor.close();
        assertThatThrownBy(() -> predictor.predict(new float[INPUTS])).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /** 300 clients on 256 places: when the predictor closes, some are being computed, some wait, some have no place yet. */
    @Test
    void closingAnswersWhatWaits() throws Exception {
        Supplier<Layer> doubles = () -> new Behaving(x -> {
            pause(2);
            return x.multiply(2);
        });
        for (int round = 0; round < 5; round++) {
            Predictor predictor = predictor(doubles.get(), 1, Backend.CPU);
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            CountDownLatch started = new CountDownLatch(64);
            try (ExecutorService clients = Executors.newFixedThreadPool(300)) {
                List<Future<?>> futures = new ArrayList<>();
                for (int t = 0; t < 300; t++) {
                    float number = t;
                    futures.add(clients.submit(() -> {
                        while (true) {
                            started.countDown();
                            try {
                                assertThat(predictor.predict(new float[] {number})).containsExactly(2 * number);
                                answered.incrementAndGet();
                            } catch (IllegalStateException e) {
                                assertThat(e).hasMessage("predict: the predictor is closed");
                                refused.incrementAndGet();
                                return null;
                            }
                        }
                    }));
                }
                assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
                pause(5 + 7 * round);
                predictor.close();
                for (Future<?> future : futures) {
                    future.get(20, TimeUnit.SECONDS);
                }
            }
            assertThat(answered.get()).isPositive();
            assertThat(refused.get()).isEqualTo(300);
            assertThat(predictor.memory().usedBytes()).isZero();
        }
    }

    @Test
    void aModelThatFailsTellsItsCallersAndGoesOn() {
        Layer picky = new Behaving(x -> {
            if (x.toArray()[0] == 13) {
                throw new IllegalArgumentException("thirteen");
            }
            return x.add(1);
        });
        try (Predictor predictor = predictor(picky, 1, Backend.CPU)) {
            assertThat(predictor.predict(new float[] {1})).containsExactly(2);
            assertThatThrownBy(() -> predictor.predict(new float[] {13})).isInstanceOf(IllegalStateException.class)
                    .hasMessage("predict: the model failed: thirteen")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(predictor.predict(new float[] {2})).containsExactly(3);
            assertThat(predictor.memory().liveTensors())
                    .as("parameters, gradients and step of the model; samples and answers for each size of batch")
                    .isEqualTo(3 + 2 * 6);
        }
    }

    @Test
    void aModelThatCannotStartSaysWhy() {
        assertThatThrownBy(() -> predictor(new Behaving(x -> {
            throw new IllegalArgumentException("not today");
        }), 1, Backend.CPU)).isInstanceOf(IllegalArgumentException.class).hasMessage("not today");
        assertThatThrownBy(() -> predictor(new Behaving(x -> {
            throw new StackOverflowError("too deep");
        }), 1, Backend.CPU)).isInstanceOf(StackOverflowError.class).hasMessage("too deep");
        assertThatThrownBy(() -> Predictor.of(small(), Shape.of(INPUTS), Normalisation.identity(), Backend.CPU))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("call initialize");
    }

    @Test
    void anInterruptedClientGetsItsAnswerAndStaysInterrupted() throws Exception {
        try (Predictor predictor = predictor(new Behaving(x -> {
            pause(20);
            return x.add(1);
        }), 1, Backend.CPU); ExecutorService client = Executors.newSingleThreadExecutor()) {
            Future<Boolean> interrupted = client.submit(() -> {
                Thread.currentThread().interrupt();
                assertThat(predictor.predict(new float[] {1})).containsExactly(2);
                return Thread.interrupted();
            });
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A model without parameters that does what a test says. */
    private static final class Behaving extends Layer {
        private final UnaryOperator<Tensor> behaviour;

        Behaving(UnaryOperator<Tensor> behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return behaviour.apply(x);
        }
    }
}
