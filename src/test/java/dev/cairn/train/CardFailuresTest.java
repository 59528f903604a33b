package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Call;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
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
import dev.cairn.testing.OnSimulatedCard;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever call of a training step fails, the device says which, loses nothing, and goes on with less. */
@OnSimulatedCard
class CardFailuresTest {
    private static final ArrayDataset DATA = HouseNumbers.generate(24, 3).grey();

    @ParameterizedTest
    @CsvSource({"ALLOCATION, 0", "COPY, 0", "LAUNCH, 0", "COPY, 2", "LAUNCH, 2"})
    void everyCallOfAStepMayFail(Call call, int stepsBefore) {
        List<String> messages = new ArrayList<>();
        boolean failed = true;
        for (int n = 1; failed; n++) {
            try (Device device = Device.require(Backend.CUDA)) {
                failed = failsAt(call, n, stepsBefore, device, messages);
                Simulator.fail(call, 0);
                train(device, 4, 2, () -> {
                });
            }
            assertThat(Simulator.allocations()).as("after a failure at %s %d", call, n).isZero();
            assertThat(Simulator.complaints()).isEmpty();
        }
        assertThat(messages).as("failures").isNotEmpty().allSatisfy(m -> assertThat(m).contains(" in "));
    }

    /** Whether the n-th call from the beginning of the last step on was made, and so failed. */
    private static boolean failsAt(Call call, int n, int stepsBefore, Device device, List<String> messages) {
        try {
            if (stepsBefore == 0) {
                Simulator.fail(call, n);
                train(device, 12, 1, () -> {
                });
            } else {
                train(device, 12, stepsBefore + 1, () -> Simulator.fail(call, n));
            }
            return false;
        } catch (DeviceException e) {
            messages.add(e.getMessage());
            return true;
        }
    }

    private static void train(Device device, int batchSize, int steps, Runnable beforeTheLast) {
        Layer model = new Sequential(new Dense(1024, 8), new BatchNorm(8), new Relu(), new Dropout(0.2),
                new Dense(8, 10));
        Adam optimizer = new Adam(0.001);
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        try (BatchLoader batches = DATA.batches(batchSize).normalised(Scaling.standard().fit(DATA)).on(device)) {
            optimizer.bind(model.initialize(device, 1));
            for (int step = 1; step <= steps; step++) {
                if (step == steps) {
                    beforeTheLast.run();
                }
                Batch batch = batches.iterator().next();
                try (Scope _ = device.training()) {
                    Tensor value = loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y());
                    value.backward();
                    optimizer.step();
                    value.item();
                }
            }
        }
    }
}
