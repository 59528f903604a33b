package dev.cairn.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void aLoneSampleIsComputedAsOneOfTwo() {
        float[] sample = PredictorContract.samples(1, 1024)[0];
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
