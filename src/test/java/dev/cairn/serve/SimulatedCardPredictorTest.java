package dev.cairn.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Call;
import dev.cairn.backend.cuda.Simulator.Counts;
import dev.cairn.data.Normalisation;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.testing.OnSimulatedCard;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@OnSimulatedCard
class SimulatedCardPredictorTest extends PredictorContract {
    /** The sample goes up, the network is one graph, the answer comes down and is waited for. */
    private static final Counts PREDICTION = new Counts(0, 2, 3, 1, 1);

    SimulatedCardPredictorTest() {
        super(Backend.CUDA, 500, 1e-5f, 100, 32, 10);
    }

    @Test
    void aPredictionIsTwoCopiesAndOneLaunch() {
        Layer model = new Sequential(new Dense(20, 16), new BatchNorm(16), new Relu(), new Dropout(0.5),
                new Dense(16, 3));
        try (Device device = Device.require(Backend.CUDA)) {
            model.initialize(device, 1);
            try (Predictor predictor = Predictor.of(model, Shape.of(20), Normalisation.identity(), Backend.CUDA)) {
                float[] sample = new float[20];
                float[] answer = new float[3];
                for (int i = 0; i < 5; i++) {
                    sample[i] = 1;
                    Counts before = Simulator.counts();
                    predictor.predict(sample, answer);
                    assertThat(Simulator.counts().minus(before)).as("prediction %d", i).isEqualTo(PREDICTION);
                }
            }
        }
    }

    /** The first launch that may fail without an end to the predictor is one of a recording. */
    @Test
    void aPassThatCannotBeRecordedIsComputedAsItIsWritten() {
        float[] sample = new float[20];
        Arrays.fill(sample, 0.5f);
        try (Device device = Device.require(Backend.CUDA)) {
            float[] expected = new float[3];
            long recorded = graphsOfAPrediction(device, 0, sample, expected);
            assertThat(recorded).isEqualTo(1);
            float[] answer = new float[3];
            long graphs = recorded;
            int failures = 0;
            for (int n = 1; n == failures + 1; n++) {
                try {
                    graphs = graphsOfAPrediction(device, n, sample, answer);
                } catch (DeviceException e) {
                    failures++;
                }
            }
            assertThat(failures).as("launches of the first computation").isPositive();
            assertThat(graphs).isZero();
            assertThat(answer).containsExactly(expected);
        }
    }

    /** Where the n-th launch of its opening fails. */
    private static long graphsOfAPrediction(Device device, int n, float[] sample, float[] answer) {
        Layer model = new Sequential(new Dense(20, 16), new Relu(), new Dense(16, 3));
        model.initialize(device, 1);
        Simulator.fail(Call.LAUNCH, n);
        try (Predictor predictor = Predictor.of(model, Shape.of(20), Normalisation.identity(), Backend.CUDA)) {
            Simulator.fail(Call.LAUNCH, 0);
            Counts before = Simulator.counts();
            predictor.predict(sample, answer);
            return Simulator.counts().minus(before).graphLaunches();
        } finally {
            Simulator.fail(Call.LAUNCH, 0);
        }
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
