package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.MemoryUse;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Precision;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Call;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.testing.AlwaysRounded;
import dev.cairn.testing.CapturedLog;
import dev.cairn.testing.OnSimulatedCard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call of a training step fails, the device says which, loses nothing, and goes on with less. */
@OnSimulatedCard
@ExtendWith(AlwaysRounded.class)
class CardFailuresTest {
    private static final ArrayDataset DATA = HouseNumbers.generate(24, 3).grey();

    /** The call, the operation, the sizes of what it works on, and advice. */
    private static final Pattern REFUSED = Pattern
            .compile("(backward of .*]: )?cu[A-Za-z]+ returned CU[A-Z_]+ in (?<operation>[A-Za-z]+) of .*\\[.*].*; .+");
    private static final Pattern OUT_OF_MEMORY = Pattern.compile(
            "(?<operation>[A-Za-z' ]+) \\[.*]: the GPU is out of memory: cuMemAlloc was asked for .*; use a smaller batch.*");

    @Test
    void everyAllocationOfOpeningMayFail() {
        List<String> messages = new ArrayList<>();
        boolean failed = true;
        for (int n = 1; failed; n++) {
            Simulator.fail(Call.ALLOCATION, n);
            try (Device _ = Device.require(Backend.CUDA)) {
                failed = false;
            } catch (DeviceException e) {
                messages.add(e.getMessage());
            }
            Simulator.fail(Call.ALLOCATION, 0);
            assertThat(Simulator.allocations()).as("after a failure at %d", n).isZero();
        }
        assertThat(messages).hasSize(4).allSatisfy(message -> assertThat(message).containsAnyOf(
                "cuMemHostAlloc returned CUDA_ERROR_OUT_OF_MEMORY in allocating 2097152 bytes of page-locked memory; use a",
                "bytes for the workspace of cuBLAS, ", "opening card 0: the GPU is out of memory: "));
    }

    @ParameterizedTest
    @CsvSource({"FP32, ALLOCATION, 0", "FP32, COPY, 0", "FP32, LAUNCH, 0", "FP32, COPY, 2", "FP32, LAUNCH, 2",
        "BF16, ALLOCATION, 0", "BF16, LAUNCH, 0"})
    void everyCallOfAStepMayFail(Precision precision, Call call, int stepsBefore) {
        DeviceOptions options = DeviceOptions.defaults().withPrecision(precision);
        List<Double> expected = lossesOfASmallerBatch(options);
        Set<String> operations = new HashSet<>();
        boolean failed = true;
        for (int n = 1; failed; n++) {
            try (Device device = Device.require(Backend.CUDA, options)) {
                failed = failsAt(call, n, stepsBefore, device, operations);
                Simulator.fail(call, 0);
                assertThat(smallerBatch(device)).as("losses after a failure at %s %d", call, n).isEqualTo(expected);
            }
            assertThat(Simulator.allocations()).as("after a failure at %s %d", call, n).isZero();
            assertThat(Simulator.complaints()).isEmpty();
        }
        assertThat(operations).contains(switch (call) {
            case ALLOCATION -> "backward of dense";
            case COPY -> "download";
            default -> "gemm";
        });
    }

    /** Whether the n-th call from the beginning of a step on was made, and so failed. */
    private static boolean failsAt(Call call, int n, int stepsBefore, Device device, Set<String> operations) {
        try {
            if (stepsBefore == 0) {
                Simulator.fail(call, n);
            }
            train(device, 12, stepsBefore + 1, step -> {
                if (step > 0 && step == stepsBefore) {
                    Simulator.fail(call, n);
                }
            });
            return false;
        } catch (DeviceException e) {
            Pattern expected = call == Call.ALLOCATION ? OUT_OF_MEMORY : REFUSED;
            Matcher message = expected.matcher(String.valueOf(e.getMessage()));
            assertThat(message.matches()).as("%s", e).isTrue();
            assertThat(e).hasNoCause().hasNoSuppressedExceptions();
            operations.add(message.group("operation"));
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"ALLOCATION, false", "COPY, false", "LAUNCH, false", "ALLOCATION, true", "COPY, true", "EVENT, true"})
    void everyCallOfATrainersEpochMayFail(Call call, boolean streamed) {
        Batches data = DATA.batches(12).streamed(streamed);
        long modelAndOptimizer = bytesAfterTraining();
        boolean failed = true;
        for (int n = 1; failed; n++) {
            try (Device device = Device.require(Backend.CUDA)) {
                long driverObjects = Simulator.driverObjects();
                Simulator.fail(call, n);
                Sequential model = network();
                Adam optimizer = new Adam(0.001);
                failed = trainerFails(device, model, optimizer, data);
                Simulator.fail(call, 0);
                assertThat(device.memory().usedBytes()).as("memory after a failure at %s %d", call, n)
                        .isLessThanOrEqualTo(modelAndOptimizer);
                assertThat(Simulator.driverObjects()).as("after a failure at %s %d", call, n).isEqualTo(driverObjects);
                assertThat(trainerFails(device, model, optimizer, DATA.batches(4).streamed(streamed)))
                        .as("after a failure at %s %d", call, n).isFalse();
                assertThat(device.memory().usedBytes()).isEqualTo(modelAndOptimizer);
            }
            assertThat(Simulator.allocations()).as("after a failure at %s %d", call, n).isZero();
            assertThat(Simulator.complaints()).isEmpty();
        }
    }

    /** The n-th call that the recording of a step makes, of the n that it makes: the run is the one that records nothing. */
    @ParameterizedTest
    @EnumSource(names = {"ALLOCATION", "LAUNCH"})
    void aStepThatCannotBeRecordedIsComputedAsItIsWritten(Call call) {
        float[] plain = trainedWithFailuresIn(new Recorded(call, 0), false);
        boolean failed = true;
        int failures = 0;
        for (int n = 1; failed; n++) {
            Recorded layer = new Recorded(call, n);
            try (CapturedLog log = new CapturedLog("dev.cairn.train")) {
                assertThat(trainedWithFailuresIn(layer, true)).as("after a failure at %s %d", call, n)
                        .containsExactly(plain);
                failed = layer.calls > 2;
                assertThat(log.lines()).as("after a failure at %s %d", call, n).first().asString().contains(failed
                        ? "the training step is not recorded: "
                        : "the training step is recorded: ");
                assertThat(log.lines()).hasSize(1);
                failures += failed ? 1 : 0;
            }
            assertThat(Simulator.allocations()).as("after a failure at %s %d", call, n).isZero();
            assertThat(Simulator.complaints()).isEmpty();
        }
        assertThat(failures).isPositive();
    }

    /** Beside the recording of whole batches there is no room for the last one, which is of another size, and none to evaluate. */
    @Test
    void aRecordingIsGivenUpWhereItsMemoryIsNeeded() {
        float[] plain = trainedOnAFullCard(false);
        try (CapturedLog log = new CapturedLog("dev.cairn.train")) {
            assertThat(trainedOnAFullCard(true)).containsExactly(plain);
            assertThat(log.lines()).first().asString().startsWith("the training step is recorded: ");
            assertThat(log.lines()).contains(
                    "the training step is not recorded: the memory of its recording was needed");
        }
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }

    private static float[] trainedOnAFullCard(boolean replay) {
        try (Device device = Device.require(Backend.CUDA)) {
            Sequential model = network();
            Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.001)).on(device).replay(replay)
                    .listener(new TrainingListener() {
                        @Override
                        public void onStep(long step, long totalSteps, long samples) {
                            if (step == 2) {
                                fill(device);
                            }
                        }
                    }).fit(DATA.batches(10), DATA.batches(3), 4);
            return model.parameters().all().toArray();
        }
    }

    /** Takes what the card has left, but for idle blocks. */
    private static void fill(Device device) {
        for (int elements = 1 << 27; elements >= 1 << 4; elements /= 2) {
            MemoryUse use = device.memory();
            while (device.freeBytes() - (use.reservedBytes() - use.usedBytes()) >= (long) elements * Float.BYTES) {
                device.lasting("filling", Shape.of(elements), ElementType.REAL);
            }
        }
    }

    private static float[] trainedWithFailuresIn(Recorded layer, boolean replay) {
        try (Device device = Device.require(Backend.CUDA)) {
            Sequential model = new Sequential(layer, new Dense(1024, 8), new BatchNorm(8), new Relu(),
                    new Dropout(0.2), new Dense(8, 10));
            Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.001)).on(device).replay(replay)
                    .fit(DATA.batches(12), 3);
            return model.parameters().all().toArray();
        } finally {
            Simulator.fail(layer.call, 0);
        }
    }

    /** Its second call is part of a recording, in which it plans a failure, up to the first replay or the step as it is written. */
    private static final class Recorded extends Layer {
        private final Call call;
        private final int failing;
        private int calls;

        Recorded(Call call, int failing) {
            this.call = call;
            this.failing = failing;
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            calls++;
            x.device().prepare(() -> Simulator.fail(call, 0));
            if (calls == 2) {
                Simulator.fail(call, failing);
            }
            return x;
        }
    }

    @Test
    void idleBlocksMakeRoomForWhatWouldNotFitBesideThem() {
        Shape sixthOfTheCard = Shape.of(40 << 20);
        try (Device device = Device.require(Backend.CUDA)) {
            try (Scope _ = device.scope()) {
                for (int i = 0; i < 5; i++) {
                    device.allocate("small", sixthOfTheCard, ElementType.REAL);
                }
                assertThatThrownBy(() -> device.allocate("large", Shape.of(160 << 20), ElementType.REAL))
                        .isInstanceOf(DeviceException.class)
                        .hasMessageStartingWith("large [167772160]: the GPU is out");
            }
            device.allocate("large", Shape.of(160 << 20), ElementType.REAL);
            assertThat(device.memory().reservedBytes()).isEqualTo(4L * (160 << 20));
        }
        assertThat(Simulator.allocations()).isZero();
    }

    private static long bytesAfterTraining() {
        try (Device device = Device.require(Backend.CUDA)) {
            assertThat(trainerFails(device, network(), new Adam(0.001), DATA.batches(12))).isFalse();
            return device.memory().usedBytes();
        }
    }

    /** Whether training throws, and then one exception. */
    private static boolean trainerFails(Device device, Sequential model, Adam optimizer, Batches data) {
        try {
            Trainer.of(model, new SoftmaxCrossEntropy(), optimizer).on(device).restoreBest(true)
                    .fit(data, data, 1);
            return false;
        } catch (DeviceException e) {
            assertThat(e).hasNoCause().hasNoSuppressedExceptions();
            return true;
        }
    }

    private static List<Double> lossesOfASmallerBatch(DeviceOptions options) {
        try (Device device = Device.require(Backend.CUDA, options)) {
            return smallerBatch(device);
        }
    }

    private static List<Double> smallerBatch(Device device) {
        return train(device, 4, 2, _ -> {
        });
    }

    /** The losses of so many steps; whatever happens, the step's tensors are released. */
    private static List<Double> train(Device device, int batchSize, int steps, IntConsumer beforeStep) {
        Layer model = network();
        Adam optimizer = new Adam(0.001);
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        List<Double> losses = new ArrayList<>();
        try (BatchLoader batches = DATA.batches(batchSize).normalised(Scaling.standard().fit(DATA)).on(device)) {
            optimizer.bind(model.initialize(device, 1));
            for (int step = 0; step < steps; step++) {
                beforeStep.accept(step);
                Batch batch = batches.iterator().next();
                MemoryUse before = device.memory();
                try (Scope _ = device.training()) {
                    Tensor value = loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y());
                    value.backward();
                    optimizer.step();
                    losses.add(value.item());
                } finally {
                    MemoryUse after = device.memory();
                    assertThat(after.liveTensors()).isEqualTo(before.liveTensors());
                    if (step > 0) {
                        assertThat(after.usedBytes()).isEqualTo(before.usedBytes());
                    }
                }
            }
        }
        return losses;
    }

    private static Sequential network() {
        return new Sequential(new Dense(1024, 8), new BatchNorm(8), new Relu(), new Dropout(0.2), new Dense(8, 10));
    }
}
