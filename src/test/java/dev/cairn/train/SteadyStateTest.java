package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.DeviceOptions;
import dev.cairn.Scope;
import dev.cairn.Tensor;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.Batch;
import dev.cairn.data.BatchLoader;
import dev.cairn.data.HouseNumbers;
import dev.cairn.data.Points;
import dev.cairn.data.Scaling;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Layer;
import dev.cairn.nn.Mode;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Sgd;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What training takes from the machine once it runs. */
class SteadyStateTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static ArrayDataset grey(int images) {
        return HouseNumbers.generate(images, 1).grey();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStepMakesLessThan2KibibytesOfGarbage(int threads) {
        try (Device device = Device.require(Backend.CPU, DeviceOptions.defaults().withThreads(threads))) {
            Layer model = new Sequential(new Dense(1024, 512), new Relu(), new Dense(512, 256), new Relu(),
                    new Dense(256, 10));
            Steps steps = new Steps(device, model, grey(8 * 128), 8);
            steps.run(1);
            long blocks = device.memory().allocations();
            long perStep = Long.MAX_VALUE;
            for (int round = 0; round < 30 && perStep >= 2048; round++) { // until the compiler has come to rest
                long before = allocatedBytes();
                steps.run(1000);
                perStep = (allocatedBytes() - before) / 1000;
            }
            assertThat(perStep).as("bytes of garbage a step").isLessThan(2048);
            assertThat(device.memory().allocations()).as("blocks after the first step").isEqualTo(blocks);
            steps.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFERENCE", "CPU"})
    void tenThousandStepsEndWithTheTensorsTheyBeganWith(Backend backend) {
        try (Device device = Device.require(backend)) {
            Layer model = new Sequential(new Dense(2, 8), new Relu(), new Dense(8, 2));
            Steps steps = new Steps(device, model, Points.generate(40, 1, 1).train(), 10);
            steps.run(1);
            int tensors = device.memory().liveTensors();
            long blocks = device.memory().allocations();
            steps.run(10_000);
            assertThat(device.memory().liveTensors()).isEqualTo(tensors);
            assertThat(device.memory().allocations()).isEqualTo(blocks);
            steps.close();
        }
    }

    @Test
    void theTrainerTakesNoNewBlockAfterItsSecondEpoch() {
        try (Device device = Device.require(Backend.CPU)) {
            ArrayDataset data = grey(300);
            Layer model = new Sequential(new Dense(1024, 16), new Relu(), new Dense(16, 10));
            long[] blocks = new long[4];
            Trainer.of(model, new SoftmaxCrossEntropy(), new Sgd(0.01, 0.9)).on(device)
                    .listener(new TrainingListener() {
                        @Override
                        public void onEvaluation(History.Row row) {
                            blocks[(int) row.epoch() - 1] = device.memory().allocations();
                        }
                    })
                    .fit(data.batches(64), data.batches(100), 4);
            assertThat(blocks[2]).as("in the first, recordings took blocks of the short batch").isEqualTo(blocks[1]);
            assertThat(blocks[3]).isEqualTo(blocks[1]);
        }
    }

    /** Bytes ever allocated by all threads alive. */
    private static long allocatedBytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).filter(b -> b > 0).sum();
    }

    /** The loop a user writes by hand. */
    private static final class Steps implements AutoCloseable {
        private final Device device;
        private final Layer model;
        private final BatchLoader batches;
        private final Sgd optimizer = new Sgd(0.01, 0.9);
        private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

        Steps(Device device, Layer model, ArrayDataset data, int batchSize) {
            this.device = device;
            this.model = model;
            batches = data.batches(batchSize).normalised(Scaling.standard().fit(data)).on(device);
            optimizer.bind(model.initialize(device, 1));
        }

        void run(int count) {
            int done = 0;
            while (done < count) {
                for (Batch batch : batches) {
                    if (done++ == count) {
                        return;
                    }
                    try (Scope _ = device.training()) {
                        Tensor value = loss.apply(model.forward(batch.x(), Mode.TRAIN), batch.y());
                        value.backward();
                        optimizer.step();
                    }
                }
            }
        }

        @Override
        public void close() {
            batches.close();
        }
    }
}
