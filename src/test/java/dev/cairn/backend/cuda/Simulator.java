package dev.cairn.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** What tests ask of the simulated device, beside the driver's calls: planned failures and what it complained of. */
public final class Simulator {
    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("libcuda.so.1", Arena.global());
    private static final int LONGEST_TEXT = 1 << 16;

    /** Calls that can be told to fail. */
    public enum Call {
        /** Of device or page-locked memory; once one has failed, all do. */
        ALLOCATION,
        /** To, from or within the card. */
        COPY,
        /** Refused at once: of a kernel or a matrix product. */
        LAUNCH,
        /** Accepted, and failing when it runs. */
        FAULT,
        /** Of an event: making it, recording it, or waiting for it. */
        EVENT
    }

    private Simulator() {
    }

    /** The n-th call of a kind from now on fails; n = 0 takes that back. */
    public static void fail(Call call, long n) {
        run("simulator_fail", call.ordinal(), n);
    }

    /** Which {@code CUresult} a planned {@link Call#FAULT} is; at first {@code CUDA_ERROR_ILLEGAL_ADDRESS}. */
    public static void setFault(int result) {
        run("simulator_set_fault", result);
    }

    /** The version of CUDA that the driver claims, as in 12060 for 12.6. */
    static void setDriverVersion(int version) {
        run("simulator_set_driver_version", version);
    }

    static void setCards(int cards) {
        run("simulator_set_cards", cards);
    }

    static void setCapability(int major, int minor) {
        run("simulator_set_capability", major, minor);
    }

    /** Blocks of device memory that are allocated now. */
    public static long allocations() {
        return number("simulator_allocations");
    }

    /** Streams, events and blocks of page-locked memory that there are now. */
    public static long driverObjects() {
        return number("simulator_driver_objects");
    }

    private static long number(String function) {
        try {
            return (long) Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(function),
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG)).invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** What it complained of since the last call, one complaint a line. */
    public static String complaints() {
        return text("simulator_complaints");
    }

    /** The kernels launched or captured since the last call, in order; a matrix product is called gemm. */
    public static List<String> launches() {
        return text("simulator_launches").lines().toList();
    }

    private static String text(String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST_TEXT);
            run(function, text, text.byteSize());
            return text.getString(0);
        }
    }

    /**
     * How often the driver was called so far.
     *
     * @param allocations      of device and page-locked memory
     * @param copies           between host and card
     * @param enqueued         all that was put on streams, copies included, a graph once
     * @param graphLaunches    of those
     * @param synchronisations with streams, events and the whole card
     */
    public record Counts(long allocations, long copies, long enqueued, long graphLaunches, long synchronisations) {
        public Counts plus(Counts other) {
            return new Counts(allocations + other.allocations, copies + other.copies, enqueued + other.enqueued,
                    graphLaunches + other.graphLaunches, synchronisations + other.synchronisations);
        }

        public Counts minus(Counts other) {
            return new Counts(allocations - other.allocations, copies - other.copies, enqueued - other.enqueued,
                    graphLaunches - other.graphLaunches, synchronisations - other.synchronisations);
        }
    }

    public static Counts counts() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(ValueLayout.JAVA_LONG, 5);
            run("simulator_counts", numbers);
            long[] n = numbers.toArray(ValueLayout.JAVA_LONG);
            return new Counts(n[0], n[1], n[2], n[3], n[4]);
        }
    }

    private static void run(String function, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = switch (arguments[i]) {
                case Integer _ -> ValueLayout.JAVA_INT;
                case Long _ -> ValueLayout.JAVA_LONG;
                default -> ValueLayout.ADDRESS;
            };
        }
        try {
            Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(function), FunctionDescriptor.ofVoid(layouts))
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
