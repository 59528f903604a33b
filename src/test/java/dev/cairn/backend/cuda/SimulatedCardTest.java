package dev.cairn.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.DeviceException;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.Precision;
import dev.cairn.testing.OnSimulatedCard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated device runs what is right, and catches every fault that is planted here. */
@OnSimulatedCard
class SimulatedCardTest {
    private CudaContext context;

    @BeforeEach
    void open() {
        assertThat(CudaProbe.ofThisMachine().whyNot(0, Precision.FP32)).isEmpty();
        context = CudaContext.open(0, Precision.FP32, TestKernels.PTX);
        Simulator.complaints();
    }

    @AfterEach
    void close() {
        context.close();
        assertThat(Simulator.allocations()).isZero();
    }

    @Test
    void runsAKernelOverManyBlocks() {
        Buffer x = upload(1, -2, 3.5f, 0, 1e10f);
        Buffer y = reals(5);
        context.kernels().launch("test_scale").pointer(x).pointer(y).f32(2).i32(5).run(2, 32, 0, "scale");
        assertThat(download(y)).containsExactly(2, -4, 7, 0, 2e10f);
        free(x, y);
    }

    @Test
    void runsShufflesAndBarriers() {
        for (int threads : new int[] {32, 64, 256, 1024}) {
            float[] ones = new float[threads];
            Arrays.fill(ones, 1);
            Buffer x = upload(ones);
            context.kernels().launch("test_block_sum").pointer(x).pointer(x).run(1, threads, 0, "sum");
            assertThat(download(x)).containsOnly(threads);
            free(x);
        }
    }

    @Test
    void catchesADivergentBarrier() {
        expectFault("test_divergent_barrier", "CUDA_ERROR_LAUNCH_FAILED", "divergent barrier: 16 threads wait");
    }

    @Test
    void catchesADivergentShuffle() {
        expectFault("test_divergent_shuffle", "CUDA_ERROR_LAUNCH_FAILED", "in a warp's exchange");
    }

    @Test
    void catchesAWriteBeforeTheBeginning() {
        expectFault("test_before_the_beginning", "CUDA_ERROR_ILLEGAL_ADDRESS", "before the beginning of 256");
    }

    @Test
    void catchesAWritePastTheEnd() {
        Buffer y = reals(33);
        context.kernels().launch("test_past_the_end").pointer(y).i32(33).run(1, 32, 0, "fill");
        assertThatThrownBy(() -> context.synchronize("waiting")).hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
        assertThat(Simulator.complaints()).contains("kernel test_past_the_end, block 0", "past the end of 132");
        free(y);
    }

    @Test
    void readsFourNeighboursAtOnceWhereTheyAreAligned() {
        Buffer x = upload(0, 0, 0, 0, 1, 2, 3, 4.5f);
        context.kernels().launch("test_misaligned_read").pointer(x.slice(4, 4)).pointer(x).run(1, 1, 0, "sum");
        assertThat(download(x)[0]).isEqualTo(10.5f);
        free(x);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void catchesMisalignedVectors(int offset) {
        Buffer x = upload(0, 1, 2, 3, 4, 5, 6, 7);
        context.kernels().launch("test_misaligned_read").pointer(x.slice(offset, 4)).pointer(x).run(1, 1, 0, "sum");
        assertThatThrownBy(() -> context.synchronize("waiting")).isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_MISALIGNED_ADDRESS");
        assertThat(Simulator.complaints())
                .contains("kernel test_misaligned_read, block 0: misaligned address: thread 0");
        free(x);
    }

    @Test
    void catchesAMisalignedWrite() {
        Buffer y = reals(8);
        context.kernels().launch("test_misaligned_write").pointer(y.slice(1, 4)).run(1, 1, 0, "write");
        assertThatThrownBy(() -> context.synchronize("waiting")).hasMessageContaining("CUDA_ERROR_MISALIGNED_ADDRESS");
        assertThat(Simulator.complaints()).contains("misaligned address");
        free(y);
    }

    @Test
    void whatWasNeverWrittenIsNaN() {
        Buffer x = reals(4);
        Buffer y = reals(4);
        context.kernels().launch("test_scale").pointer(x).pointer(y).f32(2).i32(4).run(1, 32, 0, "scale");
        assertThat(download(y)).containsOnly(Float.NaN);
        free(x, y);
    }

    @Test
    void sharedMemoryIsNaNWhereItsOwnBlockDidNotWrite() {
        Buffer y = reals(64);
        context.kernels().launch("test_unwritten_shared").pointer(y).run(2, 32, 0, "shared");
        float[] values = download(y);
        assertThat(Arrays.copyOf(values, 32)).containsOnly(1);
        assertThat(Arrays.copyOfRange(values, 32, 64)).containsOnly(Float.NaN);
        free(y);
    }

    @Test
    void refusesPtxWhoseParametersHaveOtherSizes() {
        String wider = TestKernels.head() + TestKernels.entry("test_past_the_end", "u64", "u64");
        assertThatThrownBy(() -> CudaContext.open(0, Precision.FP32, wider)).isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_INVALID_PTX");
        assertThat(Simulator.complaints()).contains("parameter 1 has 8 bytes in the PTX, 4 in the source");
    }

    @Test
    void refusesABlockOfTooManyThreads() {
        Buffer y = reals(4);
        assertThatThrownBy(
                () -> context.kernels().launch("test_past_the_end").pointer(y).i32(4).run(1, 2048, 0, "fill"))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("cuLaunchKernel returned CUDA_ERROR_INVALID_VALUE in fill of [4] (kernel"
                        + " test_past_the_end, 1 blocks of 2048 threads, 0 bytes of shared memory); ");
        free(y);
    }

    @Test
    void refusesABlockThatMayNeedMoreRegistersThanThereAre() {
        Buffer y = reals(4);
        assertThatThrownBy(
                () -> context.kernels().launch("test_past_the_end").pointer(y).i32(3).run(1, 257, 0, "fill"))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("cuLaunchKernel returned CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES in fill of [4]");
        assertThat(Simulator.complaints()).contains("test_past_the_end: 257 threads", "bounds allow 256");
        free(y);
    }

    @Test
    void refusesALaunchWithoutContext() throws InterruptedException {
        AtomicReference<Integer> result = new AtomicReference<>();
        Thread other = new Thread(() -> result.set(
                JCudaDriver.cuLaunchKernel(new CUfunction(), 1, 1, 1, 32, 1, 1, 0, context.stream(), null, null)));
        other.start();
        other.join();
        assertThat(result.get()).isEqualTo(CUresult.CUDA_ERROR_INVALID_CONTEXT);
        assertThat(Simulator.complaints()).contains("cuLaunchKernel: no context is current on this thread");
    }

    @Test
    void reportsALeak() {
        reals(10);
        context.close();
        assertThat(Simulator.complaints()).contains("leak: 1 allocations, 40 bytes");
    }

    @Test
    void resultsArriveOnlyWhenTheyAreWaitedFor() {
        Buffer x = upload(1, 2);
        context.fill(7, x);
        Pointer early = new Pointer();
        JCudaDriver.cuMemHostAlloc(early, 8, 0);
        ByteBuffer host = early.getByteBuffer(0, 8).order(ByteOrder.nativeOrder());
        host.putFloat(0, -1);
        JCudaDriver.cuMemcpyDtoHAsync(early, CudaBlock.pointer(x), 8, context.stream());
        assertThat(host.getFloat(0)).isEqualTo(-1);
        context.synchronize("waiting");
        assertThat(host.getFloat(0)).isEqualTo(7);
        JCudaDriver.cuMemFreeHost(early);
        free(x);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void catchesWorkOnAnotherStreamThatMayRunTooEarly(boolean inOrder) {
        Buffer x = upload(1, 2);
        Buffer y = upload(3, 4);
        Buffer z = reals(2);
        CUstream other = new CUstream();
        JCudaDriver.cuStreamCreate(other, CUstream_flags.CU_STREAM_NON_BLOCKING);
        Event event = new Event(context, "a test");
        context.synchronize("waiting");
        context.kernels().launch("test_scale").pointer(x).pointer(y).f32(2).i32(2).run(1, 32, 0, "scale");
        event.record(context.stream(), "a test", y);
        assertThat(copy(x, z, other)).as("what both only read").isZero();
        if (inOrder) {
            event.holdBack(other, "a test", y);
        }
        int expected = inOrder ? 0 : CUresult.CUDA_ERROR_INVALID_VALUE;
        assertThat(copy(y, z, other)).as("a read of what is written").isEqualTo(expected);
        assertThat(copy(z, x, other)).as("a write of what is read").isEqualTo(expected);
        JCudaDriver.cuStreamSynchronize(other);
        String race = "race: copy touches memory that work on another stream may be using\n";
        assertThat(Simulator.complaints()).isEqualTo(inOrder ? "" : race + race);
        assertThat(download(x)).containsExactly(inOrder ? new float[] {2, 4} : new float[] {1, 2});
        JCudaDriver.cuStreamDestroy(other);
        event.destroy();
        free(x, y, z);
    }

    private static int copy(Buffer from, Buffer to, CUstream stream) {
        return JCudaDriver.cuMemcpyDtoDAsync(CudaBlock.pointer(to), CudaBlock.pointer(from), 8, stream);
    }

    @Test
    void aWaitOfTheHostIsAnOrderToo() {
        Buffer x = upload(1, 2);
        Buffer y = upload(5, 6);
        CUstream other = new CUstream();
        JCudaDriver.cuStreamCreate(other, CUstream_flags.CU_STREAM_NON_BLOCKING);
        context.synchronize("waiting");
        assertThat(copy(y, x, other)).isZero();
        JCudaDriver.cuStreamSynchronize(other);
        context.fill(3, x);
        assertThat(download(x)).containsExactly(3, 3);
        assertThat(Simulator.complaints()).isEmpty();
        JCudaDriver.cuStreamDestroy(other);
        free(x, y);
    }

    @Test
    void reportsWhatIsLeftOfAStream() {
        JCudaDriver.cuStreamCreate(new CUstream(), 0);
        JCudaDriver.cuEventCreate(new CUevent(), 0);
        JCudaDriver.cuMemHostAlloc(new Pointer(), 8, 0);
        context.close();
        assertThat(Simulator.complaints())
                .isEqualTo("leak: 1 streams\nleak: 1 events\nleak: 1 blocks of page-locked memory\n");
    }

    private void expectFault(String kernel, String error, String complaint) {
        Buffer y = reals(64);
        context.kernels().launch(kernel).pointer(y).run(1, 32, 0, kernel);
        assertThatThrownBy(() -> context.synchronize("waiting")).isInstanceOf(DeviceException.class)
                .hasMessageContaining(error);
        assertThat(Simulator.complaints()).contains("kernel " + kernel + ", block 0", complaint);
        free(y);
    }

    private Buffer reals(int length) {
        return new Buffer(context.allocate(ElementType.REAL, length), 0, length);
    }

    private Buffer upload(float... values) {
        Buffer target = reals(values.length);
        context.staging().upload((from, count, memory) -> memory.asFloatBuffer().put(values, from, count), target);
        return target;
    }

    private float[] download(Buffer source) {
        float[] values = new float[source.length()];
        context.staging().download(source, (memory, from, count) -> memory.asFloatBuffer().get(values, from, count));
        return values;
    }

    private void free(Buffer... buffers) {
        for (Buffer buffer : buffers) {
            context.free((CudaBlock) buffer.block());
        }
    }
}
