package dev.cairn.backend.cuda;

import static jcuda.cudaDataType.CUDA_R_32F;
import static jcuda.jcublas.cublasComputeType.CUBLAS_COMPUTE_32F;
import static jcuda.jcublas.cublasGemmAlgo.CUBLAS_GEMM_DEFAULT;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.Binary;
import dev.cairn.backend.Block;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.Call;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Precision;
import dev.cairn.backend.Program;
import dev.cairn.backend.Segments;
import dev.cairn.backend.UpdateRule;
import dev.cairn.testing.AlwaysRounded;
import dev.cairn.testing.OnSimulatedCard;
import java.nio.ByteBuffer;
import java.util.List;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs on a card are graphs; a capture that goes wrong says why and leaves the stream as it was. */
@OnSimulatedCard
@ExtendWith(AlwaysRounded.class)
class CapturedGraphTest {
    private CudaOps ops;
    private Buffer x;
    private Buffer y;

    @BeforeEach
    void open() {
        ops = new CudaOps(0, Precision.FP32);
        x = new Buffer(ops.allocate(ElementType.REAL, 4), 0, 4);
        y = new Buffer(ops.allocate(ElementType.REAL, 4), 0, 4);
        ops.upload(new float[] {1, 2, 3, 4}, 0, x);
        ops.fill(0, y);
    }

    @AfterEach
    void close() {
        for (Simulator.Call call : Simulator.Call.values()) {
            Simulator.fail(call, 0);
        }
        ops.free(x.block());
        ops.free(y.block());
        ops.close();
        assertThat(Simulator.allocations()).isZero();
        assertThat(Simulator.complaints()).isEmpty();
    }

    private float[] y() {
        float[] values = new float[4];
        ops.download(y, values);
        return values;
    }

    private Program addProduct() {
        Buffer product = new Buffer(y.block(), 0, 4);
        List<Call> calls = List.of(
                each -> each.gemm(false, false, 2, 2, 2, x, x, true, product),
                each -> each.binary(Binary.ADD, y, x, false, y));
        return ops.program(calls);
    }

    @Test
    void aGraphRunsKernelsAndProductsAtEachLaunch() {
        try (Program program = addProduct()) {
            assertThat(y()).containsExactly(0, 0, 0, 0);
            program.run();
            assertThat(y()).containsExactly(7 + 1, 10 + 2, 15 + 3, 22 + 4);
            program.run();
            assertThat(y()).containsExactly(16, 24, 36, 52);
        }
    }

    @Test
    void whoAllocatesWaitsOrCopiesFromTheHeapEndsTheCapture() {
        Block[] more = new Block[1];
        for (Call call : List.<Call>of(each -> more[0] = each.allocate(ElementType.REAL, 1),
                each -> each.synchronize(), each -> each.upload(new float[4], 0, y),
                each -> each.download(x, new float[4]))) {
            assertThatThrownBy(() -> ops.program(List.of(each -> each.fill(5, y), call)))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED")
                    .hasMessageEndingWith(
                            "do what you record once as usual before, so that everything it needs is in place");
            assertThat(y()).as("nothing of it was done").containsExactly(0, 0, 0, 0);
        }
        try (Program program = addProduct()) {
            program.run();
            assertThat(y()).containsExactly(8, 12, 18, 26);
        }
    }

    @Test
    void aFailureOfTheProgramsOwnEndsTheCaptureToo() {
        IllegalStateException own = new IllegalStateException("own");
        assertThatThrownBy(() -> ops.program(List.of(each -> each.fill(5, y), _ -> {
            throw own;
        }))).isSameAs(own);
        assertThat(y()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void instantiationAndLaunchMayBeRefused() {
        Simulator.fail(Simulator.Call.ALLOCATION, 1);
        assertThatThrownBy(this::addProduct).isInstanceOf(DeviceException.class)
                .hasMessageContaining(
                        "cuGraphInstantiate returned CUDA_ERROR_OUT_OF_MEMORY in recording of a program of"
                                + " 2 calls; use a smaller batch");
        Simulator.fail(Simulator.Call.ALLOCATION, 0);
        try (Program program = addProduct()) {
            Simulator.fail(Simulator.Call.LAUNCH, 1);
            assertThatThrownBy(program::run).hasMessageContaining("cuGraphLaunch returned CUDA_ERROR_INVALID_VALUE in"
                    + " replay of a program of 2 calls");
            program.run();
            assertThat(y()).containsExactly(8, 12, 18, 26);
        }
    }

    @Test
    void aGraphKeepsTheTablesOfItsUpdate() {
        Buffer counter = new Buffer(ops.allocate(ElementType.INT32, 3), 0, 2);
        Buffer status = new Buffer(counter.block(), 2, 1);
        ops.upload(new int[] {0, 0, -1}, 0, new Buffer(counter.block(), 0, 3));
        Call update = update(counter, status);
        update.on(ops);
        long before = Simulator.allocations();
        try (Program program = ops.program(List.of(update))) {
            for (int i = 0; i < 20; i++) {
                update(counter, status).on(ops);
            }
            assertThat(Simulator.allocations()).as("tables of 20 more").isEqualTo(before + 20);
            program.run();
            assertThat(y()).containsExactly(-22, -44, -66, -88);
        }
        update(counter, status).on(ops);
        assertThat(Simulator.allocations()).as("16 tables remain").isEqualTo(before + 15);
        ops.free(counter.block());
    }

    /** y -= x, by segments that no other update has. */
    private Call update(Buffer counter, Buffer status) {
        Segments segments = new Segments(new int[1], new int[] {4}, new float[] {1}, new float[1], new boolean[1]);
        Buffer rates = x.slice(0, 3);
        return each -> each.update(new UpdateRule.Sgd(0, false), segments, rates, counter, status, x, new Buffer[0], y);
    }

    @Test
    void aGraphKeepsTheRoundedFactorsOfItsProducts() {
        try (CudaOps rounding = new CudaOps(0, Precision.BF16)) {
            Buffer twos = filled(rounding, 2);
            Buffer products = filled(rounding, 0);
            squared(2, twos, products).on(rounding);
            long before = Simulator.allocations();
            try (Program program = rounding.program(List.of(squared(2, twos, products)))) {
                squared(4, twos, products).on(rounding);
                squared(6, twos, products).on(rounding);
                assertThat(Simulator.allocations()).as("what two products outgrew is kept").isEqualTo(before + 2 * 2);
                rounding.fill(0, products);
                program.run();
                assertThat(values(rounding, products)).startsWith(8, 8, 8, 8, 0);
            }
            squared(8, twos, products).on(rounding);
            assertThat(Simulator.allocations()).as("what is used remains").isEqualTo(before);
            assertThat(values(rounding, products)).startsWith(8 * 4);
            rounding.free(twos.block());
            rounding.free(products.block());
        }
    }

    @Test
    void aProductThatWasNeverDoneCannotFindRoomInACapture() {
        try (CudaOps rounding = new CudaOps(0, Precision.BF16)) {
            Buffer twos = filled(rounding, 2);
            assertThatThrownBy(() -> rounding.program(List.of(squared(3, twos, twos))))
                    .isInstanceOf(DeviceException.class).hasMessageStartingWith("gemm of [3, 3] x [3, 3]: cuMemAlloc ")
                    .hasMessageEndingWith(
                            "do what you record once as usual before, so that everything it needs is in place");
            assertThat(values(rounding, twos)).containsOnly(2);
            rounding.free(twos.block());
        }
    }

    private static Buffer filled(CudaOps device, double value) {
        Buffer buffer = new Buffer(device.allocate(ElementType.REAL, 64), 0, 64);
        device.fill(value, buffer);
        return buffer;
    }

    /** y[n, n] = x x. */
    private static Call squared(int n, Buffer x, Buffer y) {
        return each -> each.gemm(false, false, n, n, n, x.slice(0, n * n), x.slice(0, n * n), false, y.slice(0, n * n));
    }

    private static float[] values(CudaOps device, Buffer x) {
        float[] values = new float[x.length()];
        device.download(x, values);
        return values;
    }

    /** A card would put an allocation of cuBLAS's own into the graph; here that is refused, so that none is forgotten. */
    @Test
    void theSimulatorCapturesNoProductWithoutAWorkspace() {
        CudaContext context = CudaContext.open(0, Precision.FP32, PtxFile.read());
        cublasHandle handle = new cublasHandle();
        JCublas2.cublasCreate(handle);
        CudaBlock block = context.allocate(ElementType.REAL, 1024);
        for (int i = 0; i < 2; i++) {
            JCublas2.cublasSetStream(handle, new cudaStream_t(context.stream()));
            assertThat(captured(context, handle, block)).isEqualTo(cublasStatus.CUBLAS_STATUS_ALLOC_FAILED);
            assertThat(Simulator.complaints()).contains("captured without a workspace");
            JCublas2.cublasSetWorkspace(handle, block.memory(), 4096);
            assertThat(captured(context, handle, block)).isZero();
        }
        JCublas2.cublasDestroy(handle);
        context.free(block);
        context.close();
    }

    /** The status of a product while it is captured. */
    private static int captured(CudaContext context, cublasHandle handle, CudaBlock block) {
        int[] status = new int[1];
        Pointer factor = Pointer.to(ByteBuffer.allocateDirect(Float.BYTES));
        Pointer matrix = block.memory();
        new CapturedGraph(context,
                () -> status[0] = JCublas2.cublasGemmEx_new(handle, CUBLAS_OP_N, CUBLAS_OP_N, 2, 2, 2,
                        factor, matrix, CUDA_R_32F, 2, matrix, CUDA_R_32F, 2, factor, matrix, CUDA_R_32F, 2,
                        CUBLAS_COMPUTE_32F,
                        CUBLAS_GEMM_DEFAULT),
                1).close();
        return status[0];
    }

    @Test
    void aFaultOnTheWayIsReportedByWhoWaits() {
        try (CudaOps other = new CudaOps(0, Precision.FP32)) {
            Buffer z = new Buffer(other.allocate(ElementType.REAL, 4), 0, 4);
            Program program = other.program(List.of(each -> each.fill(1, z)));
            Simulator.fail(Simulator.Call.FAULT, 1);
            program.run();
            assertThatThrownBy(other::synchronize).hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS")
                    .hasMessageContaining("the last one begun replay");
            program.close();
            other.free(z.block());
        }
    }
}
