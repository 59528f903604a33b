package dev.cairn.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.data.Normalisation;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final int INPUTS = 100;
    private static final int OUTPUTS = 10;
    private static final int SAMPLES = 500;

    private static Predictor predictor() {
        Layer model = new Sequential(new Dense(INPUTS, 32), new Relu(), new Dense(32, OUTPUTS));
        try (Device device = Device.require(Backend.CPU)) {
            model.initialize(device, 3);
            return Predictor.of(model, Shape.of(INPUTS), Normalisation.identity(), Backend.CPU);
        }
    }

    private static float[][] samples() {
        Random random = new Random(1);
        float[][] samples = new float[SAMPLES][INPUTS];
        for (float[] sample : samples) {
            for (int i = 0; i < INPUTS; i++) {
                sample[i] = random.nextFloat() - 0.5f;
            }
        }
        return samples;
    }

    @Test
    void manyThreadsGetWhatOneGets() throws Exception {
        int threads = 64;
        int calls = 100_000 / threads + 1;
        float[][] samples = samples();
        try (Predictor predictor = predictor(); ExecutorService clients = Executors.newFixedThreadPool(threads)) {
            float[][] alone = new float[SAMPLES][];
            for (int i = 0; i < SAMPLES; i++) {
                alone[i] = predictor.predict(samples[i]);
            }
            List<Callable<Void>> work = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * 7;
                work.add(() -> {
                    float[] answer = new float[OUTPUTS];
                    for (int i = 0; i < calls; i++) {
                        int sample = (first + i) % SAMPLES;
                        predictor.predict(samples[sample], answer);
                        assertThat(Arrays.equals(answer, alone[sample])).isTrue();
                    }
                    return null;
                });
            }
            for (Future<Void> client : clients.invokeAll(work)) {
                client.get();
            }
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
        Predictor predictor = predictor();
        predictor.close();
        predictor.close();
        assertThatThrownBy(() -> predictor.predict(new float[INPUTS])).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
