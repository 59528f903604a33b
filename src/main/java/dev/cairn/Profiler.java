package dev.cairn;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Ops;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Stands in front of a backend's operations and times each call until it is done. A proxy, so that an operation added to
 * {@link Ops} is timed without a line here, under its own name also where the backend inherits its body: what that body
 * calls, it calls on the backend and not on the proxy, so nothing is counted twice. What the profiler does beside calling
 * and waiting is taken off the body's time.
 */
final class Profiler implements InvocationHandler {
    private final Ops backend;
    private final int realBytes;
    private final Map<Method, MethodHandle> calls = new HashMap<>();
    private final Map<OperationCall.Work, Tally> tallies = new HashMap<>();
    private long overhead;

    Profiler(Ops backend) {
        this.backend = backend;
        this.realBytes = backend.realBytes();
    }

    private static final class Tally {
        private long calls;
        private long nanoseconds;

        Profile.Operation of(OperationCall.Work work) {
            return new Profile.Operation(work.name(), work.sizes(), calls, nanoseconds * 1e-3, calls * work.bytes(),
                    calls * work.flop());
        }
    }

    /** The operations to be used while the body runs. */
    Ops ops() {
        return (Ops) Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, this);
    }

    Profile profile(Runnable body) {
        backend.synchronize();
        long start = System.nanoTime();
        body.run();
        long nanoseconds = System.nanoTime() - start - overhead;
        List<Profile.Operation> operations = tallies.entrySet().stream()
                .map(entry -> entry.getValue().of(entry.getKey()))
                .toList();
        return new Profile(operations, nanoseconds * 1e-3);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        long entered = System.nanoTime();
        MethodHandle call = calls.computeIfAbsent(method, this::handle);
        if (!isOperation(method)) {
            return (Object) call.invokeExact(arguments);
        }
        long start = System.nanoTime();
        Object result = (Object) call.invokeExact(arguments);
        backend.synchronize();
        count(start, System.nanoTime(), () -> new OperationCall(method, arguments, realBytes).work());
        overhead += start - entered;
        return result;
    }

    /** Does something that is no operation, and lists it as one. */
    void time(Runnable call, Supplier<OperationCall.Work> work) {
        long start = System.nanoTime();
        call.run();
        backend.synchronize();
        count(start, System.nanoTime(), work);
    }

    private void count(long start, long end, Supplier<OperationCall.Work> work) {
        Tally tally = tallies.computeIfAbsent(work.get(), _ -> new Tally());
        tally.calls++;
        tally.nanoseconds += end - start;
        overhead += System.nanoTime() - end;
    }

    /** Operations work on buffers; all else describes the backend, or serves its memory. */
    private static boolean isOperation(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(Buffer.class);
    }

    /** Made before the clock starts: the first reflective call of a method takes Java a millisecond. */
    private MethodHandle handle(Method method) {
        try {
            return MethodHandles.publicLookup().unreflect(method).bindTo(backend)
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is public", e);
        }
    }
}
