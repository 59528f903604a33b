package dev.cairn.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Predictions on any backend are what the model computes, whoever asks beside, and take nothing once the predictor is warm. */
@Timeout(120)
abstract class PredictorContract {
    private static final int THREADS = 64;
    private static final int SAMPLES = 500;
    private static final long SEED = 3;

    private final Backend backend;
    private final int predictions;
    private final float tolerance;
    private final int[] widths;

    /**
     * @param predictions of all threads together
     * @param tolerance   of an answer, which is around 1: the order of additions may follow the number of samples computed together
     * @param widths      of the network
     */
    PredictorContract(Backend backend, int predictions, float tolerance, int... widths) {
        this.backend = backend;
        this.predictions = predictions;
        this.tolerance = tolerance;
        this.widths = widths;
    }

    private Layer model(Device device) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            layers.add(new Dense(widths[i - 1], widths[i]));
            layers.add(new Relu());
        }
        Layer model = new Sequential(layers.subList(0, layers.size() - 1));
        model.initialize(device, SEED);
        return model;
    }

    private Predictor predictor() {
        try (Device device = Device.require(backend)) {
            return Predictor.of(model(device), Shape.of(widths[0]), Normalisation.identity(), backend);
        }
    }

    static float[][] samples(int count, int inputs) {
        Random random = new Random(1);
        float[][] samples = new float[count][inputs];
        for (float[] sample : samples) {
            for (int i = 0; i < inputs; i++) {
                sample[i] = random.nextFloat() - 0.5f;
            }
        }
        return samples;
    }

    @Test
    void aPredictionIsWhatTheModelComputes() {
        float[][] samples = samples(20, widths[0]);
        float[][] expected;
        try (Device device = Device.require(Backend.REFERENCE); Scope _ = device.scope()) {
            expected = model(device).forward(device.matrix(samples), Mode.EVAL).toMatrix();
        }
        try (Predictor predictor = predictor()) {
            for (int i = 0; i < samples.length; i++) {
                assertThat(difference(predictor.predict(samples[i]), expected[i])).isLessThanOrEqualTo(tolerance);
            }
        }
    }

    @Test
    void manyThreadsGetWhatOneGets() throws Exception {
        Predictor predictor = predictor();
        try (predictor) {
            assertThat(worstOfManyThreads(predictor)).isLessThanOrEqualTo(tolerance);
        }
        assertThat(predictor.memory().usedBytes()).as("leaked bytes").isZero();
        assertThat(predictor.memory().reservedBytes()).isZero();
        assertThat(predictor.memory().liveTensors()).isZero();
    }

    /** The largest difference from one thread's answers. */
    private float worstOfManyThreads(Predictor predictor) throws Exception {
        float[][] samples = samples(SAMPLES, widths[0]);
        float[][] alone = new float[SAMPLES][];
        for (int i = 0; i < SAMPLES; i++) {
            alone[i] = predictor.predict(samples[i]);
        }
        long blocks = predictor.memory().allocations();
        long used = predictor.memory().usedBytes();
        int tensors = predictor.memory().liveTensors();
        long heap = heapInUse();
        float worst = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Float>> work = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * 7;
                work.add(() -> worst(predictor, samples, alone, first));
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

    private float worst(Predictor predictor, float[][] samples, float[][] alone, int first) {
        float[] answer = new float[widths[widths.length - 1]];
        float worst = 0;
        for (int i = 0; i < Math.ceilDiv(predictions, THREADS); i++) {
            int sample = (first + i) % SAMPLES;
            predictor.predict(samples[sample], answer);
            worst = Math.max(worst, difference(answer, alone[sample]));
        }
        return worst;
    }

    private static float difference(float[] a, float[] b) {
        float worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }

    /** What cleaners and other tests' threads let go of after the first collection is taken by the second. */
    private static long heapInUse() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void eightBitImagesAreNormalised() {
        Layer model = new Sequential(new Dense(4, 1));
        try (Device device = Device.require(Backend.CPU)) {
            model.initialize(device, SEED).get("0.weight").fill(1);
            try (Predictor predictor = Predictor.of(model, Shape.of(1, 2, 2),
                    new Normalisation(new float[] {1 / 255f}, new float[] {0}, false), backend)) {
                float[] answer = new float[1];
                predictor.predict(new byte[] {(byte) 255, (byte) 255, 0, 0}, answer);
                assertThat(answer[0]).isCloseTo(2, within(1e-6f));
                assertThatThrownBy(() -> predictor.predict(new float[3])).hasMessageContaining("has 3 values");
            }
        }
    }
}
