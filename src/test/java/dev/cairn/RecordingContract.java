package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Normalisation;
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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded is done again by each replay, bit for bit, on any backend. */
abstract class RecordingContract {
    private final Device device;

    RecordingContract(Backend backend) {
        device = Device.require(backend);
    }

    Device device() {
        return device;
    }

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void nothingIsComputedBeforeTheFirstReplay() {
        Tensor x = device.tensor(Shape.of(3), 1, 2, 3);
        Tensor sum = device.zeros(Shape.of(3));
        try (Recording recording = device.record(() -> sum.addAssign(x.multiply(2)))) {
            assertThat(recording.operations()).isEqualTo(2);
            assertThat(sum.toArray()).containsExactly(0, 0, 0);
            recording.replay();
            assertThat(sum.toArray()).containsExactly(2, 4, 6);
            x.set(10, 0, -1);
            recording.replay();
            recording.replay();
            assertThat(sum.toArray()).containsExactly(42, 4, 2);
        }
    }

    @Test
    void trainingStepsReplayedAreTheStepsThemselves() {
        Training plain = new Training();
        Training replayed = new Training();
        plain.steps(25);
        replayed.steps(1);
        try (Recording step = device.record(replayed::step)) {
            for (int i = 1; i < 10; i++) {
                step.replay();
            }
        }
        replayed.steps(2);
        try (Recording step = device.record(replayed::step)) {
            for (int i = 12; i < 25; i++) {
                step.replay();
            }
        }
        assertThat(replayed.parameters()).isEqualTo(plain.parameters());
        assertThat(replayed.optimizer.losses().take()).isEqualTo(plain.optimizer.losses().take());
        assertThat(replayed.model.parameters().step()).isEqualTo(25);
        assertThat(replayed.optimizer.learningRate()).isEqualTo(plain.optimizer.learningRate());
    }

    /** Batches, dropout, normalisation over the batch, Adam's corrections, a schedule: all that changes from step to step. */
    final class Training {
        final BatchLoader loader;
        private final Layer model = new Sequential(new Dense(6, 16), new BatchNorm(16), new Relu(), new Dropout(0.3),
                new Dense(16, 3));
        private final Optimizer optimizer = new Adam(0.01);

        Training() {
            this(false);
        }

        Training(boolean streamed) {
            optimizer.bind(model.initialize(device, 5));
            optimizer.schedule(Schedules.cosine(), 5, 6);
            float[][] samples = new float[40][6];
            int[] labels = new int[40];
            for (int i = 0; i < samples.length; i++) {
                for (int j = 0; j < 6; j++) {
                    samples[i][j] = (float) Math.sin(i * i + 3 * j);
                }
                labels[i] = i % 3;
            }
            loader = ArrayDataset.of(samples, labels).batches(8)
                    .normalised(new Normalisation(new float[] {2}, new float[] {0.5f}, true)).shuffled(9)
                    .streamed(streamed).on(device);
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                step();
            }
        }

        void step() {
            Batch batch = loader.load();
            try (Scope _ = device.training()) {
                Tensor loss = new SoftmaxCrossEntropy().apply(model.forward(batch.x(), Mode.TRAIN), batch.y());
                loss.backward();
                optimizer.losses().record(loss, 1);
                optimizer.step();
            }
        }

        Layer model() {
            return model;
        }

        List<Float> parameters() {
            float[] values = model.parameters().all().toArray();
            Float[] boxed = new Float[values.length];
            Arrays.setAll(boxed, i -> values[i]);
            return Arrays.asList(boxed);
        }
    }

    @Test
    void nobodyElseGetsItsMemory() {
        Tensor x = device.full(Shape.of(100), 3);
        Tensor result = device.zeros(Shape.of(100));
        Recording recording = device.record(() -> result.addAssign(x.square().multiply(2)));
        try (Scope _ = device.scope()) {
            Tensor[] others = new Tensor[8];
            Arrays.setAll(others, i -> device.full(Shape.of(100), i));
            recording.replay();
            for (int i = 0; i < others.length; i++) {
                assertThat(others[i].toArray()).containsOnly(i);
            }
        }
        assertThat(result.toArray()).containsOnly(18);
        device.release(x);
        try (Scope _ = device.scope()) {
            device.full(Shape.of(100), 7);
            recording.replay();
        }
        assertThat(result.toArray()).as("x was released, but is still the recording's").containsOnly(36);
        recording.close();
    }

    @Test
    void itsMemoryIsUsedAgainWithinItAndGivenBackInTheEnd() {
        Tensor x = device.full(Shape.of(1000), 1);
        Runnable chain = () -> {
            for (int i = 0; i < 20; i++) {
                try (Scope _ = device.scope()) {
                    x.addAssign(x.multiply(0.5));
                }
            }
        };
        chain.run();
        device.one();
        long before = device.memory().allocations();
        Recording first = device.record(chain);
        assertThat(device.memory().allocations()).isEqualTo(before);
        chain.run();
        long taken = device.memory().allocations();
        assertThat(taken).as("the one block of the chain belongs to the recording").isEqualTo(before + 1);
        first.close();
        first.close();
        try (Recording second = device.record(chain)) {
            chain.run();
            second.replay();
        }
        assertThat(device.memory().allocations()).isEqualTo(taken);
    }

    @Test
    void aTensorKeptFromARecordingShowsTheLastReplay() {
        Tensor x = device.tensor(Shape.of(2), 1, 2);
        Buffer[] y = new Buffer[1];
        try (Recording recording = device.record(() -> {
            y[0] = device.take(2);
            device.ops().affine(10, 1, x.buffer(), false, y[0]);
        })) {
            recording.replay();
            float[] values = new float[2];
            device.ops().download(y[0], values);
            assertThat(values).containsExactly(11, 21);
            device.give(y[0]);
        }
    }

    @Test
    void whatCannotBeRepeatedIsRefusedWithTheReason() {
        Tensor x = device.full(Shape.of(2), 1);
        assertThatThrownBy(() -> device.record(() -> x.sum().item())).isInstanceOf(UnrecordableException.class)
                .hasMessageContaining("a result is read back inside the recording");
        assertThatThrownBy(() -> device.record(() -> x.add(device.tensor(Shape.of(2), 1, 2))))
                .isInstanceOf(UnrecordableException.class).hasMessageContaining("values of the host");
        assertThatThrownBy(() -> device.record(() -> device.ops().synchronize()))
                .isInstanceOf(UnrecordableException.class);
        assertThatThrownBy(() -> device.record(() -> device.record(() -> x.fill(1))))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("is recording already");
        IllegalStateException own = new IllegalStateException("the body's own");
        assertThatThrownBy(() -> device.record(() -> {
            x.fill(2);
            throw own;
        })).isSameAs(own);
        assertThat(x.toArray()).containsOnly(1);
        assertThat(device.record(() -> x.fill(3)).operations()).isEqualTo(1);
    }

    @Test
    void aReplayIsNoPartOfARecording() {
        Tensor x = device.full(Shape.of(2), 1);
        Recording inner = device.record(() -> x.fill(2));
        assertThatThrownBy(() -> device.record(inner::replay)).hasMessageContaining("cannot be part of another");
        inner.close();
        assertThatThrownBy(inner::replay).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void settingsThatChangedMeanANewRecording() {
        Training training = new Training();
        training.step();
        try (Recording step = device.record(training::step)) {
            step.replay();
            training.model.l2(0.01);
            assertThat(training.optimizer.settingsChanged()).isTrue();
            assertThatThrownBy(step::replay).hasMessageContaining("settings of a parameter have changed");
        }
        training.step();
        try (Recording step = device.record(training::step)) {
            step.replay();
            training.optimizer.clipByNorm(1);
            assertThatThrownBy(step::replay).hasMessageContaining("its clipping");
        }
    }

    /** Neither the loader nor what it has under way, nor the step, has moved on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedReplayLeavesEverythingWhereItWas(boolean streamed) {
        Training undisturbed = new Training(streamed);
        Training refused = new Training(streamed);
        for (Training training : List.of(undisturbed, refused)) {
            training.step();
            try (Recording step = device.record(training::step)) {
                assertThat(step.whyNot()).isEmpty();
                step.replay();
                training.model.l2(0.01);
                for (int i = 0; i < 2 && training == refused; i++) {
                    assertThat(step.whyNot().orElseThrow()).contains("record it anew");
                    assertThatThrownBy(step::replay).isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("replay: adam: ").hasMessageEndingWith("record it anew");
                }
            }
            assertThat(training.model.parameters().step()).isEqualTo(2);
            training.loader.seek(0, 3);
        }
        assertThat(refused.loader.load().x().toArray()).containsExactly(undisturbed.loader.load().x().toArray());
        for (Training training : List.of(undisturbed, refused)) {
            training.step();
            try (Recording step = device.record(training::step)) {
                step.replay();
                step.replay();
            }
        }
        assertThat(refused.parameters()).isEqualTo(undisturbed.parameters());
        assertThat(refused.loader.load().y().toInts()).containsExactly(undisturbed.loader.load().y().toInts());
    }

    @Test
    void noLoaderMovesOnWhereOneOfThemIsClosed() {
        Training first = new Training(true);
        Training second = new Training(true);
        first.loader.load();
        second.loader.load();
        try (Recording both = device.record(() -> {
            first.loader.load();
            second.loader.load();
        })) {
            both.replay();
            second.loader.close();
            assertThatThrownBy(both::replay).hasMessage("replay: the loader whose batches it takes is closed");
        }
        Training undisturbed = new Training(true);
        undisturbed.loader.seek(0, 2);
        assertThat(first.loader.load().x().toArray()).containsExactly(undisturbed.loader.load().x().toArray());
    }

    @Test
    void aRecordingHoldsOneStepOfAnOptimizer() {
        Training training = new Training();
        training.step();
        assertThatThrownBy(() -> device.record(() -> training.steps(2))).isInstanceOf(UnrecordableException.class)
                .hasMessageContaining("two steps of one optimizer");
    }

    @Test
    void aProfileSeesTheOperationsOfAReplay() {
        Tensor x = device.full(Shape.of(2), 1);
        try (Recording recording = device.record(() -> x.addAssign(x.square()))) {
            Profile profile = device.profile(() -> {
                recording.replay();
                recording.replay();
            });
            assertThat(x.toArray()).containsOnly(6);
            assertThat(profile.operations()).extracting(Profile.Operation::calls).containsExactly(2L, 2L);
        }
    }

    @Test
    void aDeviceClosesWhatWasRecordedOnIt() {
        Tensor x = device.full(Shape.of(2), 1);
        Recording recording = device.record(() -> x.fill(2));
        device.close();
        assertThatThrownBy(recording::replay).hasMessageContaining("closed");
        recording.close();
    }

    @Test
    void integersAndBytesAreRecordedToo() {
        Buffer counter = device.take(ElementType.INT32, 2);
        device.ops().fill(0, counter);
        try (Recording recording = device.record(() -> device.ops().advance(counter))) {
            for (int i = 0; i < 5; i++) {
                recording.replay();
            }
        }
        int[] values = new int[2];
        device.ops().download(counter, values);
        assertThat(values).containsExactly(5, 0);
        device.give(counter);
    }
}
