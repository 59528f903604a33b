package dev.cairn.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.data.Normalisation;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a prediction allocates once the predictor is warm. */
class PredictorGarbageTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 10_000;
    private static final int ROUNDS = 3;

    private static Set<Thread> running() {
        return Thread.getAllStackTraces().keySet();
    }

    @Test
    void neitherClientsNorThePredictorsThreadAllocate() {
        Set<Thread> before = running();
        Layer model = new Sequential(new Dense(1024, 512), new Relu(), new Dense(512, 256), new Relu(),
                new Dense(256, 10));
        try (Device device = Device.require(Backend.CPU)) {
            model.initialize(device, 1);
            try (Predictor predictor = Predictor.of(model, Shape.of(1024), Normalisation.identity(), Backend.CPU)) {
                long worker = running().stream().filter(thread -> !before.contains(thread))
                        .filter(thread -> thread.getName().equals("cairn-predictor"))
                        .findFirst().orElseThrow().threadId();
                float[] sample = new float[1024];
                byte[] image = new byte[1024];
                float[] answer = new float[10];
                predict(predictor, sample, image, answer);
                long blocks = predictor.memory().allocations();
                long client = Long.MAX_VALUE;
                long served = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) { // on a busy machine Java compiles late
                    long clientBefore = THREADS.getCurrentThreadAllocatedBytes();
                    long servedBefore = THREADS.getThreadAllocatedBytes(worker);
                    predict(predictor, sample, image, answer);
                    client = Math.min(client, THREADS.getCurrentThreadAllocatedBytes() - clientBefore);
                    served = Math.min(served, THREADS.getThreadAllocatedBytes(worker) - servedBefore);
                }
                assertThat(client).as("bytes of the client in all calls").isLessThan(CALLS / 10);
                assertThat(served / CALLS).as("bytes a batch").isLessThan(10);
                assertThat(predictor.memory().allocations()).isEqualTo(blocks);
            }
        }
    }

    private static void predict(Predictor predictor, float[] sample, byte[] image, float[] answer) {
        for (int i = 0; i < CALLS / 2; i++) {
            predictor.predict(sample, answer);
            predictor.predict(image, answer);
        }
    }
}
