package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Call;
import dev.cairn.backend.cuda.Simulator.Counts;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.Batches;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.testing.OnSimulatedCard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated card refuses a copy into memory that a kernel of another stream may still read, and the other way round. */
@OnSimulatedCard
class SimulatedCardStreamingTest extends StreamingContract {
    private static final int SAMPLE = 1024;

    SimulatedCardStreamingTest() {
        super(Backend.CUDA);
    }

    @AfterEach
    void nothingIsLeftAndNothingWasWrong() {
        Simulator.fail(Call.FAULT, 0);
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }

    /**
     * From the third epoch on, whether or not its last batch is short: samples and labels of the next batch come from the host,
     * those of this one go to their places, and the host waits for one event.
     */
    @ParameterizedTest
    @ValueSource(ints = {15, 16})
    void aStepIsOneLaunchTwoCopiesFromTheHostTwoWithinTheCardAndOneWait(int batchSize) {
        List<Counts> steps = new ArrayList<>();
        try (Device device = Device.require(Backend.CUDA)) {
            train(device, steps, HOUSES.batches(batchSize).streamed(true));
        }
        for (int step = 10; step < 20; step++) {
            if (step % 5 != 0) {
                assertThat(steps.get(step).minus(steps.get(step - 1))).as("step %d", step)
                        .isEqualTo(new Counts(0, 2, 1 + 2 + 2, 1, 1));
            }
        }
    }

    private static void train(Device device, List<Counts> steps, Batches batches) {
        Layer model = new Sequential(new Dense(SAMPLE, 12), new Relu(), new Dropout(0.3), new Dense(12, 10));
        Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.01)).on(device).listener(new TrainingListener() {
            @Override
            public void onStep(long step, long totalSteps, long samples) {
                steps.add(Simulator.counts());
            }
        }).fit(batches.normalised(Scaling.unit().fit(HOUSES)), 4);
    }

    @Test
    void theDataTakeTwoBatchesOnTheDevice() {
        int batch = 5;
        long apart = bytes(HOUSES, batch, false) - bytes(HOUSES, batch, true);
        assertThat(apart).isBetween((HOUSES.size() - 3L * batch) * SAMPLE, HOUSES.size() * (SAMPLE + 64L));
        assertThat(bytes(HOUSES, batch, true)).isEqualTo(bytes(HOUSES.take(10), batch, true));
    }

    private static long bytes(ArrayDataset data, int batch, boolean streamed) {
        try (Device device = Device.require(Backend.CUDA);
                BatchLoader loader = data.batches(batch).streamed(streamed).on(device)) {
            loader.iterator().next();
            return device.memory().usedBytes();
        }
    }

    @Test
    void whatDoesNotFitIsStreamedUnasked() {
        try (Device device = Device.require(Backend.CUDA)) {
            long before = device.freeBytes();
            Shape most = Shape.of(7 << 25); // a size that the pool does not round
            device.allocate("most of the card", most, ElementType.REAL);
            assertThat(device.freeBytes()).isEqualTo(before - (long) Float.BYTES * most.elements());
            long free = device.freeBytes();
            ArrayDataset tooMuch = repeated((int) (free / SAMPLE * 3 / 5));
            long used = device.memory().usedBytes();
            try (BatchLoader _ = tooMuch.batches(8).on(device)) {
                assertThat(device.memory().usedBytes() - used).as("streamed").isLessThan(100 * SAMPLE);
            }
            ArrayDataset enough = tooMuch.take((int) (free / SAMPLE * 2 / 5));
            try (BatchLoader _ = enough.batches(8).on(device)) {
                assertThat(device.memory().usedBytes() - used).as("resident")
                        .isGreaterThan((long) enough.size() * SAMPLE);
            }
        }
    }

    private static ArrayDataset repeated(int samples) {
        return ArrayDataset.ofImages("many", new byte[samples * SAMPLE], Shape.of(SAMPLE), new int[samples],
                HOUSES.classNames());
    }

    /** The blocks that samples landed in serve others at once, and the other way round. */
    @Test
    void loadersComeAndGoBetweenOtherWork() {
        try (Device device = Device.require(Backend.CUDA)) {
            for (int i = 0; i < 3; i++) {
                try (Scope _ = device.scope()) {
                    for (int blocks = 0; blocks < 2; blocks++) {
                        Tensor block = device.allocate("block", Shape.of(16, SAMPLE), ElementType.UINT8);
                        device.ops().fill(blocks, block.buffer());
                    }
                }
                try (BatchLoader loader = HOUSES.batches(16).streamed(true).on(device)) {
                    assertThat(loader.iterator().next().size()).isEqualTo(16);
                }
            }
        }
    }

    @Test
    void aDeviceThatIsClosedBeforeItsLoaderLeavesNothing() {
        Device device = Device.require(Backend.CUDA);
        BatchLoader loader = HOUSES.batches(16).streamed(true).on(device);
        loader.iterator().next();
        device.close();
        assertThat(Simulator.allocations()).isZero();
        loader.close();
    }

    /** Refused copies, allocations and events: see {@link CardFailuresTest}. */
    @Test
    void whicheverLaunchFaultsWhileSamplesAreUnderWayIsReportedOnceAndClosingFreesEverything() {
        int faults = 0;
        boolean failed = true;
        for (int n = 1; failed; n += 2) {
            Device device = Device.require(Backend.CUDA);
            Simulator.fail(Call.FAULT, n);
            failed = faults(device);
            faults += failed ? 1 : 0;
            device.close();
            Simulator.fail(Call.FAULT, 0);
            assertThat(Simulator.allocations()).as("after a fault in launch %d", n).isZero();
        }
        assertThat(faults).isGreaterThan(15);
    }

    private static boolean faults(Device device) {
        try {
            train(device, new ArrayList<>(), HOUSES.batches(15).streamed(true));
            return false;
        } catch (DeviceException e) {
            assertThat(e).hasNoCause().hasNoSuppressedExceptions()
                    .hasMessageContaining("returned CUDA_ERROR_ILLEGAL_ADDRESS in ")
                    .hasMessageContaining("the device is lost: close every device on this card, then open a new one");
            return true;
        }
    }

    @Test
    void aFailedCopyNamesItAndTheNextBatchIsRight() {
        try (Device device = Device.require(Backend.CUDA);
                BatchLoader loader = HOUSES.batches(16).streamed(true).on(device)) {
            int[] first = loader.epoch(0).next().y().toInts();
            Simulator.fail(Call.COPY, 2);
            assertThatThrownBy(() -> loader.epoch(2).next()).isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith(
                            "cuMemcpyHtoDAsync returned CUDA_ERROR_INVALID_VALUE in prefetch of [16384] of UINT8; ");
            assertThat(loader.epoch(0).next().y().toInts()).containsExactly(first);
        }
    }
}
