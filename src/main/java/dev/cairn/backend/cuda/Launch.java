package dev.cairn.backend.cuda;

import dev.cairn.backend.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.StringJoiner;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * One kernel launch. The arguments are given in the order of the kernel's parameters; they and the table of their addresses
 * lie in one direct buffer, which is used again by the next launch.
 */
final class Launch {
    private static final int MOST_ARGUMENTS = 32;
    private static final int SLOT = Long.BYTES;
    private static final String NO_KERNEL = "none";

    private final CudaContext context;
    private final ByteBuffer memory;
    private final Pointer table;
    private final @Nullable Buffer[] operands = new Buffer[MOST_ARGUMENTS];
    private CUfunction function = new CUfunction();
    private String kernel = NO_KERNEL;
    private int arguments;
    private int operandCount;
    private @Nullable Enum<?> choice;
    private int blocks;
    private int threads;
    private int sharedBytes;

    Launch(CudaContext context) {
        this.context = context;
        MemorySegment segment = Arena.ofAuto().allocate(2L * MOST_ARGUMENTS * SLOT, SLOT);
        memory = segment.asByteBuffer().order(ByteOrder.nativeOrder());
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            memory.putLong(i * SLOT, segment.address() + slot(i));
        }
        table = Pointer.to(memory);
    }

    Launch of(String name, CUfunction handle) {
        kernel = name;
        function = handle;
        arguments = 0;
        operandCount = 0;
        choice = null;
        return this;
    }

    /** A pointer parameter: the address of the buffer's first element, or a null pointer for null. */
    Launch pointer(@Nullable Buffer buffer) {
        i64(buffer == null ? 0 : CudaBlock.address(buffer));
        operands[operandCount++] = buffer;
        return this;
    }

    /** An {@code int} parameter. */
    Launch i32(int value) {
        memory.putInt(next(), value);
        return this;
    }

    /** An {@code int} parameter: which of a kernel's functions. */
    Launch choice(Enum<?> function) {
        choice = function;
        return i32(function.ordinal());
    }

    /** An {@code int} parameter that is 1 or 0. */
    Launch flag(boolean value) {
        return i32(value ? 1 : 0);
    }

    /** A {@code long long} parameter. */
    Launch i64(long value) {
        memory.putLong(next(), value);
        return this;
    }

    /** A {@code float} parameter. */
    Launch f32(float value) {
        memory.putFloat(next(), value);
        return this;
    }

    /**
     * Enqueues the launch on the context's stream.
     *
     * @param operation the name of the operation, for messages
     * @throws dev.cairn.backend.DeviceException if the driver refuses it
     */
    void run(int blocks, int threads, int sharedBytes, String operation) {
        this.blocks = blocks;
        this.threads = threads;
        this.sharedBytes = sharedBytes;
        context.makeCurrent();
        context.enqueued(JCudaDriver.cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, sharedBytes,
                context.stream(), table, null), "cuLaunchKernel", operation, this);
    }

    /** What the last launch was given, as in "[64], [64] (kernel unary RELU, ...)": for messages. */
    @Override
    public String toString() {
        StringJoiner given = new StringJoiner(", ");
        for (int i = 0; i < operandCount; i++) {
            given.add(Objects.toString(operands[i], "none"));
        }
        return given + " (kernel " + kernel + (choice == null ? "" : " " + choice) + ", " + blocks + " blocks of "
                + threads + " threads, " + sharedBytes + " bytes of shared memory)";
    }

    private int next() {
        if (arguments == MOST_ARGUMENTS) {
            throw new IllegalStateException(
                    "kernel " + kernel + " was given more than " + MOST_ARGUMENTS + " arguments");
        }
        return slot(arguments++);
    }

    private static int slot(int argument) {
        return (MOST_ARGUMENTS + argument) * SLOT;
    }
}
