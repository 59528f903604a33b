package dev.cairn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Shape;
import dev.cairn.Tensor;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.cuda.Simulator;
import dev.cairn.backend.cuda.Simulator.Call;
import dev.cairn.data.ArrayDataset;
import dev.cairn.data.HouseNumbers;
import dev.cairn.loss.SoftmaxCrossEntropy;
import dev.cairn.nn.BatchNorm;
import dev.cairn.nn.Dense;
import dev.cairn.nn.Dropout;
import dev.cairn.nn.Relu;
import dev.cairn.nn.Sequential;
import dev.cairn.optim.Adam;
import dev.cairn.testing.ForkedJvm;
import dev.cairn.testing.OnSimulatedCard;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work that the card accepts and that fails when it runs: reported once, and the card can be used again after closing. */
@OnSimulatedCard
class AsynchronousFaultsTest {
    private static final ArrayDataset DATA = HouseNumbers.generate(24, 3).grey();
    private static final int ILLEGAL_ADDRESS = 700;

    @AfterEach
    void nothingIsLeft() {
        Simulator.fail(Call.FAULT, 0);
        Simulator.setFault(ILLEGAL_ADDRESS);
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }

    @Test
    void whicheverLaunchOfTrainingFaultsIsReportedOnceAndClosingFreesEverything() {
        double expected;
        try (Device device = Device.require(Backend.CUDA)) {
            expected = train(device);
        }
        int faults = 0;
        boolean failed = true;
        for (int n = 1; failed; n++) {
            Device device = Device.require(Backend.CUDA);
            Simulator.fail(Call.FAULT, n);
            failed = faults(device, n);
            faults += failed ? 1 : 0;
            device.close();
            Simulator.fail(Call.FAULT, 0);
            assertThat(Simulator.allocations()).as("after a fault in launch %d", n).isZero();
        }
        assertThat(faults).isGreaterThan(50);
        try (Device device = Device.require(Backend.CUDA)) {
            assertThat(train(device)).isEqualTo(expected);
        }
    }

    private static boolean faults(Device device, int n) {
        try {
            train(device);
            return false;
        } catch (DeviceException e) {
            assertThat(e).as("launch %d", n).hasNoCause().hasNoSuppressedExceptions()
                    .hasMessageContaining("returned CUDA_ERROR_ILLEGAL_ADDRESS in ")
                    .hasMessageContaining("the last operation known to be good is ")
                    .hasMessageContaining("running again with -Dcairn.cuda.blocking=true tells which one failed")
                    .hasMessageContaining("the device is lost: close every device on this card, then open a new one");
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"214, CUDA_ERROR_ECC_UNCORRECTABLE, nvidia-smi -q -d ECC",
        "46, CUDA_ERROR_DEVICE_UNAVAILABLE, another program holds the card",
        "702, CUDA_ERROR_LAUNCH_TIMEOUT, cards that drive a display", "999, CUDA_ERROR_UNKNOWN, then open a new one"})
    void everyWayToLoseADeviceSaysSoOnAllDevicesOfTheCard(int result, String name, String advice) {
        Device first = Device.require(Backend.CUDA);
        Device second = Device.require(Backend.CUDA);
        Tensor x = first.zeros(Shape.of(4));
        Tensor unharmed = second.zeros(Shape.of(4));
        x.toArray();
        Simulator.setFault(result);
        Simulator.fail(Call.FAULT, 1);
        Tensor y = x.relu();
        assertThatThrownBy(y::toArray).isInstanceOf(DeviceException.class)
                .hasMessageContaining("returned " + name + " in download of [4]")
                .hasMessageContaining("the last operation known to be good is download").hasMessageContaining(advice);
        for (Tensor tensor : List.of(x, y, unharmed)) {
            assertThatThrownBy(tensor::toArray).isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith("CUDA card 0 is lost: ")
                    .hasMessageContaining("close every device that is open on it, then open a new one");
        }
        first.close();
        assertThatThrownBy(() -> Device.require(Backend.CUDA)).isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("CUDA card 0 is lost: ");
        second.close();
        try (Device again = Device.require(Backend.CUDA)) {
            assertThat(train(again)).isPositive();
        }
    }

    @Test
    void aFaultThatNobodyWaitedForIsReportedByCloseWhichStillFreesEverything() {
        Device device = Device.require(Backend.CUDA);
        Device other = Device.require(Backend.CUDA);
        Tensor x = device.zeros(Shape.of(4));
        Simulator.fail(Call.FAULT, 1);
        x.relu();
        assertThatThrownBy(device::close).isInstanceOf(DeviceException.class)
                .hasMessageContaining("returned CUDA_ERROR_ILLEGAL_ADDRESS in freeing ")
                .hasMessageContaining("the device is lost").hasNoSuppressedExceptions();
        device.close();
        other.close();
        try (Device again = Device.require(Backend.CUDA)) {
            assertThat(train(again)).isPositive();
        }
    }

    @Test
    void withBlockingTheOperationItselfIsNamed() throws Exception {
        List<String> lines = ForkedJvm.run(Blocking.class,
                List.of("-Dcairn.cuda.blocking=true", "--enable-native-access=ALL-UNNAMED"));
        assertThat(lines).contains(
                "cuStreamSynchronize returned CUDA_ERROR_ILLEGAL_ADDRESS in unary of [4], [4] (kernel unary RELU, 1 blocks"
                        + " of 256 threads, 0 bytes of shared memory); the device is lost: close every device on this"
                        + " card, then open a new one, or start the program again if that fails",
                "cuStreamSynchronize returned CUDA_ERROR_ILLEGAL_ADDRESS in gemm of [2, 3] x [3, 4]; the device is lost:"
                        + " close every device on this card, then open a new one, or start the program again if that fails");
    }

    /** A JVM of its own, in which every operation is waited for. */
    static final class Blocking {
        private Blocking() {
        }

        public static void main(String[] arguments) {
            report(device -> device.zeros(Shape.of(4)).relu());
            report(device -> device.zeros(Shape.of(2, 3)).matmul(device.zeros(Shape.of(3, 4))));
        }

        private static void report(Consumer<Device> program) {
            try (Device device = Device.require(Backend.CUDA)) {
                Simulator.fail(Call.FAULT, 1);
                program.accept(device);
                System.out.println("nothing failed");
            } catch (DeviceException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** The last training loss. */
    private static double train(Device device) {
        Sequential model = new Sequential(new Dense(1024, 8), new BatchNorm(8), new Relu(), new Dropout(0.2),
                new Dense(8, 10));
        return Trainer.of(model, new SoftmaxCrossEntropy(), new Adam(0.001)).on(device).seed(1)
                .fit(DATA.batches(12), DATA.batches(12), 2).last("train_loss");
    }
}
