package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Precision;
import dev.cairn.testing.OnSimulatedCard;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on a card is said once, with the operation, and leaves nothing behind. */
@OnSimulatedCard
class CudaContextTest {
    @BeforeEach
    void probe() {
        assertThat(CudaProbe.ofThisMachine().whyNot(0, Precision.FP32)).isEmpty();
    }

    @AfterEach
    void nothingIsLeft() {
        for (Simulator.Call call : Simulator.Call.values()) {
            Simulator.fail(call, 0);
        }
        assertThat(Simulator.allocations()).isZero();
    }

    @Test
    void openingThatFailsAtAnyAllocationLeavesNothing() {
        int failures = 0;
        for (int n = 1; true; n++) {
            Simulator.fail(Simulator.Call.ALLOCATION, n);
            try (CudaContext _ = open()) {
                break;
            } catch (DeviceException e) {
                failures++;
                assertThat(e).hasMessageMatching(".*(page-locked memory|workspace of cuBLAS).*; use a smaller batch.*");
                assertThat(Simulator.allocations()).isZero();
            }
        }
        assertThat(failures).as("two halves of staging memory and a workspace").isEqualTo(3);
    }

    @Test
    void damagedKernelsAreRefusedInOneSentence() {
        byte[] whole = PtxFile.read().getBytes(StandardCharsets.UTF_8);
        int signatures = new String(whole, StandardCharsets.UTF_8).indexOf(".entry");
        int refused = 0;
        for (int at = signatures - 100; at < signatures + 200; at += 3) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            try (CudaContext _ = CudaContext.open(0, Precision.FP32, new String(damaged, StandardCharsets.UTF_8))) {
                assertThat(Simulator.complaints()).isEmpty();
            } catch (DeviceException e) {
                refused++;
                assertThat(e).hasMessageMatching("cuModuleLoadData returned CUDA_ERROR_INVALID_[A-Z]+ in loading the"
                        + " kernels; get Cairn's jar anew if it may be damaged, or update the NVIDIA driver");
            }
            Simulator.complaints();
            assertThat(Simulator.allocations()).isZero();
        }
        assertThat(refused).as("bytes of a kernel's name and parameters").isGreaterThan(10);
    }

    @Test
    void outOfMemorySaysHowMuchWasWantedAndIsInUse() {
        try (CudaContext context = open()) {
            Buffer held = reals(context, 1000);
            assertThatThrownBy(() -> context.allocate(ElementType.REAL, 1 << 29)).isInstanceOf(DeviceException.class)
                    .hasMessageContaining("asked for 2147483648 bytes for 536870912 elements of REAL")
                    .hasMessageContaining("has " + (4000 + Cublas.workspaceBytes(7)) + " in use")
                    .hasMessageContaining("smaller batch");
            Buffer smaller = reals(context, 1 << 10);
            free(context, held, smaller);
        }
    }

    @Test
    void refusedCopiesAndProductsNameTheOperationAndTheDeviceGoesOn() {
        try (CudaContext context = open()) {
            Buffer x = reals(context, 4);
            Buffer y = reals(context, 4);
            Simulator.fail(Simulator.Call.COPY, 1);
            assertThatThrownBy(() -> context.copy(x, y)).isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith("cuMemcpyDtoDAsync returned CUDA_ERROR_INVALID_VALUE in copy of [4]; ");
            Simulator.fail(Simulator.Call.LAUNCH, 1);
            assertThatThrownBy(() -> context.gemm(false, false, 2, 2, 2, x, x, false, false, y))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageStartingWith(
                            "cublasGemmEx returned CUBLAS_STATUS_EXECUTION_FAILED in gemm of [2, 2] x [2, 2]; ");
            context.fill(3, x);
            context.gemm(false, false, 2, 2, 2, x, x, false, false, y);
            assertThat(download(context, y)).containsOnly(18);
            free(context, x, y);
        }
    }

    @Test
    void aFaultIsReportedWhereItIsWaitedForAndLosesTheCard() {
        CudaContext first = open();
        CudaContext second = open();
        Buffer x = reals(first, 4);
        first.fill(1, x);
        first.synchronize("the first wait");
        Simulator.fail(Simulator.Call.FAULT, 1);
        first.gemm(false, false, 2, 2, 2, x, x, false, false, reals(first, 4));
        first.fill(2, x);
        assertThatThrownBy(() -> first.synchronize("the second wait")).isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS in the second wait")
                .hasMessageContaining("last operation known to be good is fill")
                .hasMessageContaining("-Dcairn.cuda.blocking=true")
                .hasMessageContaining("the device is lost");
        for (CudaContext context : new CudaContext[] {first, second}) {
            assertThatThrownBy(() -> context.fill(1, x)).isInstanceOf(DeviceException.class)
                    .hasMessageContaining("card 0 is lost").hasMessageContaining("open a new one");
        }
        assertThatThrownBy(CudaContextTest::open).isInstanceOf(DeviceException.class).hasMessageContaining("is lost");
        first.close();
        second.close();
        try (CudaContext again = open()) {
            Buffer y = reals(again, 4);
            again.fill(5, y);
            assertThat(download(again, y)).containsOnly(5);
            free(again, y);
        }
    }

    @Test
    void productsOfRowMajorMatrices() {
        try (CudaContext context = open()) {
            Buffer a = upload(context, 1, 2, 3, 4, 5, 6);
            Buffer b = upload(context, 1, -1, 0, 2, 5, 3);
            Buffer c = reals(context, 4);
            context.gemm(false, false, 2, 2, 3, a, b, false, false, c);
            assertThat(download(context, c)).containsExactly(16, 12, 34, 24);
            context.gemm(true, true, 2, 2, 3, a, b, false, true, c);
            assertThat(download(context, c)).containsExactly(16 - 2, 12 + 32, 34 - 2, 24 + 42);
            free(context, a, b, c);
        }
    }

    @Test
    void lowerPrecisionRoundsTheFactors() {
        float x = 1 + 1f / (1 << 9);
        float[] exact = new float[Precision.values().length];
        for (Precision precision : Precision.values()) {
            try (CudaContext context = CudaContext.open(0, precision, TestKernels.PTX)) {
                Buffer a = upload(context, x);
                Buffer c = reals(context, 1);
                context.gemm(false, false, 1, 1, 1, a, a, false, false, c);
                exact[precision.ordinal()] = download(context, c)[0];
                free(context, a, c);
            }
        }
        assertThat(exact).containsExactly(x * x, x * x, 1);
    }

    @Test
    void copiesAreAsLongAsTheyNeedToBe() {
        try (CudaContext context = open()) {
            float[] values = new float[(3 << 20) + 5];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            Buffer x = upload(context, values);
            assertThat(download(context, x)).isEqualTo(values);
            free(context, x);
        }
    }

    private static CudaContext open() {
        return CudaContext.open(0, Precision.FP32, TestKernels.PTX);
    }

    private static Buffer reals(CudaContext context, int length) {
        return new Buffer(context.allocate(ElementType.REAL, length), 0, length);
    }

    private static Buffer upload(CudaContext context, float... values) {
        Buffer target = reals(context, values.length);
        context.staging().upload((from, count, memory) -> memory.asFloatBuffer().put(values, from, count), target);
        return target;
    }

    private static float[] download(CudaContext context, Buffer source) {
        float[] values = new float[source.length()];
        context.staging().download(source, (memory, from, count) -> memory.asFloatBuffer().get(values, from, count));
        return values;
    }

    private static void free(CudaContext context, Buffer... buffers) {
        for (Buffer buffer : buffers) {
            context.free((CudaBlock) buffer.block());
        }
    }
}
