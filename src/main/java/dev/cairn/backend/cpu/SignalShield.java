package dev.cairn.backend.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Keeps asynchronous signals from a thread while oneDNN computes in it. Its single precision kernels point the stack pointer
 * at a workspace of their own on the heap, and a signal's frame overwrites what lies below: a handler's frame was seen outside
 * the thread's stack. With a profiler that samples by signals, such as Java Flight Recorder on Linux, the process died of a
 * corrupted heap (oneDNN 3.11, AVX2 and AVX-512). Blocked signals arrive when the call is over. One for each thread.
 * Elsewhere profilers stop threads without signals, and there is nothing to do.
 */
final class SignalShield {
    private static final boolean NEEDED = System.getProperty("os.name", "").toLowerCase(Locale.ROOT)
            .startsWith("linux");

    /** Linux's numbers of what the thread itself causes, which must arrive: ILL, TRAP, BUS, FPE, SEGV. */
    private static final int[] SYNCHRONOUS = {4, 5, 7, 8, 11};
    private static final int SIG_BLOCK = 0;
    private static final int SIG_SETMASK = 2;
    /** glibc's sigset_t, of which the kernel uses 64 bits. */
    private static final int SET_BYTES = 128;

    private static final MemorySegment ASYNCHRONOUS = asynchronous();

    private final MemorySegment before = Arena.ofAuto().allocate(SET_BYTES, Long.BYTES);

    /** Only where it is needed is the function looked up. */
    private static final class Native {
        static final MethodHandle SIGMASK = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().find("pthread_sigmask").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), Linker.Option.critical(false));
    }

    private static MemorySegment asynchronous() {
        long set = -1;
        for (int signal : SYNCHRONOUS) {
            set &= ~(1L << signal - 1);
        }
        MemorySegment segment = Arena.global().allocate(SET_BYTES, Long.BYTES);
        segment.set(ValueLayout.JAVA_LONG, 0, set);
        return segment;
    }

    /** Blocks asynchronous signals in this thread. */
    void raise() {
        if (NEEDED) {
            mask(SIG_BLOCK, ASYNCHRONOUS, before);
        }
    }

    /** Lets those signals come again that could come before. */
    void lower() {
        if (NEEDED) {
            mask(SIG_SETMASK, before, MemorySegment.NULL);
        }
    }

    private static void mask(int how, MemorySegment set, MemorySegment old) {
        int status;
        try {
            status = (int) Native.SIGMASK.invokeExact(how, set, old);
        } catch (Throwable thrown) {
            throw new IllegalStateException("pthread_sigmask could not be called", thrown);
        }
        if (status != 0) {
            throw new IllegalStateException("pthread_sigmask failed with status " + status);
        }
    }
}
