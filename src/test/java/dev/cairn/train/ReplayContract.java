package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.CairnException;
import dev.cairn.Device;
import dev.cairn.Parameter;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Augmentation;
import dev.cairn.data.Batches;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.loss.Loss;
import dev.cairn.loss.MeanSquaredError;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.optim.Optimizer;
import dev.cairn.optim.Schedules;
import dev.cairn.optim.Sgd;
import dev.cairn.testing.CapturedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose steps are replayed is the run whose steps are computed as they are written, bit for bit. */
abstract class ReplayContract {
    private static final ArrayDataset HOUSES = HouseNumbers.generate(75, 3).grey();

    private final Backend backend;

    ReplayContract(Backend backend) {
        this.backend = backend;
    }

    /** What a run came to. */
    private record Outcome(List<List<Double>> history, float[] parameters, List<float[]> state) {
        void expect(Outcome other) {
            assertThat(history).isNotEmpty().isEqualTo(other.history);
            assertThat(parameters).containsExactly(other.parameters);
            for (int i = 0; i < state.size(); i++) {
                assertThat(state.get(i)).containsExactly(other.state.get(i));
            }
        }
    }

    private Outcome run(boolean replay, Optimizer optimizer, Batches train, int epochs, Consumer<Trainer> settings) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(1024, 12), new BatchNorm(12), new Relu(), new Dropout(0.3),
                    new Dense(12, 10));
            model.initialize(device, 7);
            Trainer trainer = Trainer.of(model, new SoftmaxCrossEntropy(), optimizer).seed(7).replay(replay)
                    .schedule(Schedules.parse("warmup:1:cosine"));
            settings.accept(trainer);
            History history = trainer.fit(train, HOUSES.take(20).batches(9).normalised(train.normalisation()), epochs);
            return outcome(history, model, optimizer);
        }
    }

    private static Outcome outcome(History history, Layer model, Optimizer optimizer) {
        List<List<Double>> figures = history.rows().stream().map(row -> List.copyOf(row.values().values())).toList();
        List<float[]> state = optimizer.state().stream().map(Tensor::toArray).toList();
        return new Outcome(figures, model.parameters().all().toArray(), state);
    }

    private void same(Batches train, int epochs, Consumer<Trainer> settings) {
        run(true, new Adam(0.01), train, epochs, settings)
                .expect(run(false, new Adam(0.01), train, epochs, settings));
    }

    /** 75 samples by 16: four batches and a short one. */
    @ParameterizedTest
    @ValueSource(strings = {"unit", "standard", "per-image"})
    void anEpochWithAShortLastBatch(String scaling) {
        same(HOUSES.batches(16).normalised(Scaling.parse(scaling).fit(HOUSES)), 3, trainer -> {
        });
    }

    /** 902 points by 3: 300 batches and a short one, so that the rates of an epoch fill more than the smallest table. */
    @ParameterizedTest
    @ValueSource(strings = {"cosine", "decay-step:0.995", "warmup:1:plateau:0.3"})
    void longEpochsWhoseRatesChangeByStepAndByLoss(String schedule) {
        ArrayDataset points = Points.generate(902, 9, 1).train();
        List<Outcome> outcomes = new ArrayList<>();
        for (boolean replay : new boolean[] {true, false}) {
            try (Device device = Device.require(backend)) {
                Layer model = new Sequential(new Dense(2, 6), new Relu(), new Dropout(0.3), new Dense(6, 2));
                Optimizer optimizer = new Adam(0.03);
                History history = Trainer.of(model, new SoftmaxCrossEntropy(), optimizer).on(device).seed(7)
                        .replay(replay).schedule(Schedules.parse(schedule)).fit(points.batches(3), 4);
                outcomes.add(outcome(history, model, optimizer));
            }
        }
        outcomes.get(0).expect(outcomes.get(1));
    }

    @Test
    void masksAreThoseOfReferenceInEveryStep() {
        List<float[]> masks = masks(backend, true);
        assertThat(masks).hasSize(15).containsExactly(masks(backend, false).toArray(float[][]::new));
        List<float[]> specified = masks(Backend.REFERENCE, false);
        for (int step = 0; step < masks.size(); step++) {
            float[] mask = masks.get(step);
            assertThat(mask).as("step %d", step + 1).containsExactly(specified.get(step)).contains(0)
                    .hasSize(step % 5 == 4 ? 11 * 12 : 16 * 12);
            assertThat(masks.subList(0, step)).doesNotContain(mask);
        }
    }

    /** The mask of each of three epochs' steps: four of 16 samples, and one of 11. */
    private static List<float[]> masks(Backend backend, boolean replay) {
        List<float[]> masks = new ArrayList<>();
        try (Device device = Device.require(backend)) {
            WatchedDropout dropout = new WatchedDropout(16, 12);
            Layer model = new Sequential(new Dense(1024, 12), new Relu(), dropout, new Dense(12, 10));
            Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.01)).on(device).seed(7).replay(replay)
                    .schedule(Schedules.parse("warmup:1:cosine")).listener(new TrainingListener() {
                        @Override
                        public void onStep(long step, long totalSteps, long samples) {
                            masks.add(Arrays.copyOf(dropout.mask.toArray(), step % 5 == 0 ? 11 * 12 : 16 * 12));
                        }
                    }).fit(unit(16), 3);
        }
        return masks;
    }

    /** Dropout whose last mask stays to be looked at: 0 where it dropped, else the factor. */
    private static final class WatchedDropout extends Layer {
        private final Parameter mask;
        private final Dropout dropout = child("dropout", new Dropout(0.3));

        WatchedDropout(int mostRows, int columns) {
            mask = state("mask", Shape.of(mostRows, columns), 0);
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Device device = x.device();
            Tensor factors = dropout.forward(device.full(x.shape(), 1), mode);
            device.ops().copy(factors.buffer(), mask.buffer().slice(0, factors.shape().elements()));
            return x.multiply(factors);
        }
    }

    @Test
    void evaluationsOnTheWayAndBatchesInTheOrderOfTheData() {
        same(unit(15), 3, trainer -> trainer.evaluatePerEpoch(2).shuffle(false));
    }

    @Test
    void theBestModelIsRestoredAndARunStopsEarly() {
        same(unit(16), 6, trainer -> trainer.restoreBest(true)
                .earlyStopping(EarlyStopping.after(1)));
    }

    /** In batches of 16 the fifth, tenth, ... are short: recorded in the second epoch, and again in the last. */
    @ParameterizedTest
    @ValueSource(ints = {15, 16})
    void settingsThatChangeOnTheWayAreFollowed(int size) {
        same(unit(size), 6, trainer -> trainer.listener(new TrainingListener() {
            @Override
            public void onStep(long step, long totalSteps, long samples) {
                Layer first = trainer.model.children().getFirst();
                if (step == 4) {
                    first.freeze();
                } else if (step == 9) {
                    first.unfreeze();
                    trainer.optimizer.clipByNorm(0.5);
                } else if (step == 22) {
                    trainer.optimizer.clipByValue(0.001);
                }
            }
        }));
    }

    /** Its own step has read the new settings, so that none has changed since the last step: those recorded have others. */
    @Test
    void aListenerMayChangeSettingsAndStepByHand() {
        same(unit(16), 5, trainer -> trainer.listener(new TrainingListener() {
            @Override
            public void onStep(long step, long totalSteps, long samples) {
                if (step == 4 || step == 14) {
                    Layer first = trainer.model.children().getFirst();
                    first.l2(0.001 * step);
                    Device device = trainer.model.parameters().device();
                    try (Scope _ = device.training()) {
                        Tensor output = trainer.model.forward(device.full(Shape.of(3, 1024), 0.5), Mode.TRAIN);
                        trainer.loss.apply(output, device.labels(1, 2, 3)).backward();
                        trainer.optimizer.step();
                    }
                }
            }
        }));
    }

    @Test
    void aSecondRunOfTheSameModelGoesOn() {
        List<float[]> ends = new ArrayList<>();
        for (boolean replay : new boolean[] {true, false}) {
            try (Device device = Device.require(backend)) {
                Layer model = new Sequential(new Dense(1024, 8), new Relu(), new Dropout(0.2), new Dense(8, 10));
                Trainer trainer = Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.02, 0.9)).on(device)
                        .replay(replay);
                trainer.fit(unit(16), 2);
                trainer.fit(unit(25), 2);
                ends.add(model.parameters().all().toArray());
            }
        }
        assertThat(ends.get(0)).containsExactly(ends.get(1));
    }

    @Test
    void theStepThatDivergesIsTheSame() {
        List<String> messages = new ArrayList<>();
        for (boolean replay : new boolean[] {true, false}) {
            try (Device device = Device.require(backend)) {
                Layer model = new Sequential(new Dense(1024, 8), new Dense(8, 1));
                Trainer trainer = Trainer.of(model, new MeanSquaredError(), new Sgd(40, 0.9)).on(device)
                        .replay(replay);
                assertThatThrownBy(() -> trainer.fit(ArrayDataset.of(rows(60), targets(60)).batches(8), 40))
                        .isInstanceOf(CairnException.class)
                        .satisfies(e -> messages.add(e.getMessage()));
            }
        }
        assertThat(messages.get(0)).contains("training diverged").isEqualTo(messages.get(1));
    }

    private static float[][] rows(int count) {
        float[][] rows = new float[count][1024];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 1024; j++) {
                rows[i][j] = (float) Math.sin(i + j * j);
            }
        }
        return rows;
    }

    private static float[][] targets(int count) {
        float[][] targets = new float[count][1];
        for (int i = 0; i < count; i++) {
            targets[i][0] = i % 5;
        }
        return targets;
    }

    @Test
    void imagesThatAreChangedAtRandom() {
        Augmentation changes = Augmentation.parse("shift=2,rotate=10,noise=0.05");
        Batches batches = HOUSES.batches(16).normalised(Scaling.perImage().fit(HOUSES)).augmented(changes, 7);
        same(batches, 3, trainer -> {
        });
    }

    /** The number of times the program's own code ran. */
    @Test
    void onlyWhatTheProgramVouchesForIsReplayed() {
        assertThat(callsOfAnOwnLoss(null)).as("by default: 3 epochs of 5 steps").isEqualTo(15);
        assertThat(callsOfAnOwnLoss(false)).isEqualTo(15);
        assertThat(callsOfAnOwnLoss(true)).as("the first of whole and of short steps, and the recorded ones")
                .isEqualTo(4);
    }

    private int callsOfAnOwnLoss(@Nullable Boolean replay) {
        int[] calls = new int[1];
        Loss loss = (prediction, target) -> {
            calls[0]++;
            return new SoftmaxCrossEntropy().apply(prediction, target);
        };
        train(loss, replay);
        return calls[0];
    }

    @Test
    void aStepThatReadsBackIsComputedAsItIsWritten() {
        double[] last = new double[1];
        Loss loss = (prediction, target) -> {
            Tensor value = new SoftmaxCrossEntropy().apply(prediction, target);
            last[0] = value.item();
            return value;
        };
        float[] plain = train(new SoftmaxCrossEntropy(), false);
        assertThat(train(loss, true)).containsExactly(plain);
        assertThat(last[0]).isPositive();
    }

    private float[] train(Loss loss, @Nullable Boolean replay) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(1024, 8), new Dropout(0.4), new Dense(8, 10));
            Trainer trainer = Trainer.of(model, loss, new Sgd(0.02, 0.9)).on(device);
            if (replay != null) {
                trainer.replay(replay);
            }
            trainer.fit(unit(16), 3);
            return model.parameters().all().toArray();
        }
    }

    /** A layer that counts how often it runs. */
    private static final class Counted extends Layer {
        private int calls;

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            calls++;
            return x;
        }
    }

    @Test
    void aLayerOfTheProgramsOwnIsNotReplayedUnasked() {
        Counted counted = new Counted();
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Sequential(counted), new Dense(1024, 10));
            Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.02)).on(device).fit(unit(15), 2);
        }
        assertThat(counted.calls).isEqualTo(10);
    }

    @Test
    void theDebugLogSaysWhetherStepsAreRecordedAndWhyNot() {
        Loss own = (prediction, target) -> new SoftmaxCrossEntropy().apply(prediction, target);
        Loss reading = (prediction, target) -> {
            Tensor value = new SoftmaxCrossEntropy().apply(prediction, target);
            value.item();
            return value;
        };
        Loss known = new SoftmaxCrossEntropy();
        assertThat(logged(new Dropout(0.4), known, null)).containsExactly(
                "the training step is recorded: Recording[OPERATIONS operations on " + backend + "]",
                "the training step, the last of an epoch is recorded: Recording[OPERATIONS operations on " + backend
                        + "]");
        expectReason(logged(new Dropout(0.4), known, false), "the trainer was told replay(false)");
        expectReason(logged(new Dropout(0.4), own, null), "the loss is the program's own and may do something new each"
                + " time; replay(true) on the trainer says that it does not");
        expectReason(logged(new Counted(), known, null), "layer Counted is the program's own and may do something new"
                + " each time; replay(true) on the trainer says that it does not");
        expectReason(logged(new Dropout(0.4), reading, true),
                "record: a result is read back inside the recording, before"
                        + " anything is computed; read it after replay(), or leave it out of what is recorded");
    }

    private static void expectReason(List<String> logged, String reason) {
        assertThat(logged).containsExactly("the training step is not recorded: " + reason,
                "the training step, the last of an epoch is not recorded: " + reason);
    }

    /** What the log says of two epochs, each with a last batch of its own size; the number of operations left out. */
    private List<String> logged(Layer second, Loss loss, @Nullable Boolean replay) {
        try (Device device = Device.require(backend); CapturedLog log = new CapturedLog("dev.cairn.train")) {
            Layer model = new Sequential(new Dense(1024, 8), second, new Dense(8, 10));
            Trainer trainer = Trainer.of(model, loss, new Sgd(0.02, 0.9)).on(device);
            if (replay != null) {
                trainer.replay(replay);
            }
            trainer.fit(unit(16), 2);
            return log.lines().stream().map(line -> line.replaceAll("\\d+ operations", "OPERATIONS operations"))
                    .toList();
        }
    }

    private static Batches unit(int size) {
        return HOUSES.batches(size).normalised(Scaling.unit().fit(HOUSES));
    }
}
