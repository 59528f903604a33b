package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.backend.Precision;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Counts;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batches;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Schedules;
import dev.cairn.optim.Sgd;
import dev.cairn.testing.AlwaysRounded;
import dev.cairn.testing.OnSimulatedCard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnSimulatedCard
@ExtendWith(AlwaysRounded.class)
class SimulatedCardReplayTest extends ReplayContract {
    private static final ArrayDataset HOUSES = HouseNumbers.generate(75, 3).grey();
    private static final Counts LAUNCH = new Counts(0, 0, 1, 1, 0);

    SimulatedCardReplayTest() {
        super(Backend.CUDA);
    }

    /** Before the first step of an epoch: its rates, in one copy, which waits for nothing. */
    private static final Counts RATES = new Counts(0, 1, 1, 0, 0);

    /** At its end: losses and hits are read together, and begin at 0 again. */
    private static final Counts READ = new Counts(0, 1, 2, 0, 1);

    private static Counts sum(Counts launch, int times, Counts... others) {
        Counts sum = new Counts(0, 0, 0, 0, 0);
        for (int i = 0; i < times; i++) {
            sum = sum.plus(launch);
        }
        for (Counts other : others) {
            sum = sum.plus(other);
        }
        return sum;
    }

    /** The driver's calls in a run of five steps an epoch: 75 samples by 15, and by 16, where the last batch is a short one. */
    @ParameterizedTest
    @ValueSource(ints = {15, 16})
    void aStepIsOneLaunchAndAnEpochOneCopyAndOneRead(int batchSize) {
        expectNothingButLaunches(HOUSES.batches(batchSize).normalised(Scaling.standard().fit(HOUSES)), 1024, 5);
    }

    /** 902 samples by 3: 300 batches and a short one. */
    @Test
    void anEpochOfHundredsOfStepsIsOneCopyAndOneReadToo() {
        expectNothingButLaunches(Points.generate(902, 1, 1).train().batches(3), 2, 301);
    }

    /** From the third epoch on, since whole and short batches have been computed and recorded in the first two. */
    private static void expectNothingButLaunches(Batches batches, int features, int stepsPerEpoch) {
        List<Counts> epochs = new ArrayList<>();
        List<Counts> steps = new ArrayList<>();
        train(batches, features, null, steps, epochs);
        assertThat(steps).hasSize(4 * stepsPerEpoch);
        for (int step = 2 * stepsPerEpoch + 1; step < steps.size(); step++) {
            boolean first = step % stepsPerEpoch == 0;
            assertThat(steps.get(step).minus(steps.get(step - 1))).as("step %d", step)
                    .isEqualTo(first ? sum(LAUNCH, 1, READ, RATES) : LAUNCH);
        }
        for (int epoch = 2; epoch < 4; epoch++) {
            assertThat(epochs.get(epoch).minus(epochs.get(epoch - 1))).as("epoch %d", epoch)
                    .isEqualTo(sum(LAUNCH, stepsPerEpoch, RATES, READ));
        }
    }

    /** 75 samples by 25, and by 20, where the last batch is a short one. */
    @ParameterizedTest
    @ValueSource(ints = {25, 20})
    void aBatchOfAnEvaluationIsOneLaunchTooAndASetOneRead(int batchSize) {
        List<Counts> epochs = new ArrayList<>();
        Batches evaluated = HOUSES.batches(batchSize);
        train(HOUSES.batches(15), 1024, evaluated, new ArrayList<>(), epochs);
        for (int epoch = 2; epoch < 4; epoch++) {
            // The sum of the set's losses begins at 0 too.
            assertThat(epochs.get(epoch).minus(epochs.get(epoch - 1))).as("epoch %d", epoch)
                    .isEqualTo(sum(LAUNCH, 5 + evaluated.count(), RATES, READ, READ));
        }
    }

    /** An epoch has a short last batch, in which the graphs find the room of the whole ones. */
    @Test
    void roundedFactorsAreReplayedToTheSameBits() {
        float[] plain = trainedInBf16(false);
        Simulator.launches();
        assertThat(trainedInBf16(true)).containsExactly(plain);
        assertThat(Simulator.launches()).contains("round_factors");
    }

    private static float[] trainedInBf16(boolean replay) {
        try (Device device = Device.require(Backend.CUDA, DeviceOptions.defaults().withPrecision(Precision.BF16))) {
            Layer model = new Sequential(new Dense(1024, 12), new Relu(), new Dropout(0.3), new Dense(12, 10));
            Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.01)).on(device).replay(replay)
                    .fit(HOUSES.batches(16).normalised(Scaling.standard().fit(HOUSES)), HOUSES.batches(25), 3);
            return model.parameters().all().toArray();
        }
    }

    /** The calls up to each step and each evaluation. */
    private static void train(Batches batches, int features, @Nullable Batches validation, List<Counts> steps,
            List<Counts> epochs) {
        try (Device device = Device.require(Backend.CUDA)) {
            Layer model = new Sequential(new Dense(features, 12), new Relu(), new Dropout(0.3), new Dense(12, 10));
            Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.01)).on(device)
                    .schedule(Schedules.parse("cosine")).listener(counting(steps, epochs))
                    .fit(batches, validation, 4);
        }
    }

    private static TrainingListener counting(List<Counts> steps, List<Counts> epochs) {
        return new TrainingListener() {
            @Override
            public void onStep(long step, long totalSteps, long samples) {
                steps.add(Simulator.counts());
            }

            @Override
            public void onEvaluation(History.Row row) {
                epochs.add(Simulator.counts());
            }
        };
    }

    /** What is read of an epoch serves to find a loss that is not finite; only one of more than 1024 steps is read before its end. */
    @Test
    void theLossIsLookedAtBetweenReadsThatAreFarApartAlone() {
        List<Counts> epochs = new ArrayList<>();
        try (Device device = Device.require(Backend.CUDA)) {
            Layer model = new Sequential(new Dense(2, 2));
            Trainer trainer = Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.01)).on(device)
                    .listener(counting(new ArrayList<>(), epochs));
            ArrayDataset points = Points.generate(1030, 1, 1).train();
            trainer.fit(points.take(600).batches(1), 2);
            trainer.fit(points.batches(1), 2);
        }
        assertThat(epochs.get(1).minus(epochs.get(0))).isEqualTo(new Counts(0, 1, 600 + 1 + 1, 600, 1));
        assertThat(epochs.get(3).minus(epochs.get(2))).isEqualTo(new Counts(0, 2, 1030 + 2 + 2, 1030, 2));
    }

    @AfterAll
    static void nothingIsLeftAndNothingWasWrong() {
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }
}
