package dev.cairn;

import dev.cairn.backend.BlockLease;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.Call;
import dev.cairn.backend.Ops;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a backend's operations and notes each call instead of making it. A proxy, so that an operation added to
 * {@link Ops} is recorded without a line here. To make a noted call again costs some nanoseconds and no garbage, since its
 * arguments stay in the array they came in.
 */
final class Recorder implements InvocationHandler {
    private final Ops backend;
    private final BlockLease lease;
    private final List<Call> calls = new ArrayList<>();
    private final Set<Preparation> preparations = new LinkedHashSet<>();
    private final List<Runnable> hostWork = new ArrayList<>();
    private final Set<Object> owners = Collections.newSetFromMap(new IdentityHashMap<>());

    Recorder(Ops backend, BlockLease lease) {
        this.backend = backend;
        this.lease = lease;
    }

    /** The operations to be used while the body runs. */
    Ops ops() {
        return (Ops) Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, this);
    }

    List<Call> calls() {
        return calls;
    }

    /** What the host does before each replay: the same thing once. */
    Set<Preparation> preparations() {
        return preparations;
    }

    /** What the host does after each replay. */
    List<Runnable> hostWork() {
        return hostWork;
    }

    /** Whose preparation cannot be noted again. */
    Set<Object> owners() {
        return owners;
    }

    private record Noted(Method method, @Nullable Object[] arguments) implements Call {
        @Override
        public void on(Ops ops) {
            make(ops);
        }

        @Nullable
        Object make(Ops ops) {
            try {
                return method.invoke(ops, arguments);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            } catch (InvocationTargetException e) {
                // Operations declare no checked exceptions.
                if (e.getTargetException() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw (Error) e.getTargetException();
            }
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        Noted call = new Noted(method, arguments == null ? new Object[0] : arguments);
        return switch (method.getName()) {
            case "download", "synchronize" -> throw new UnrecordableException(
                    "record: a result is read back inside the recording, before anything is computed; read it after"
                            + " replay(), or leave it out of what is recorded");
            case "upload" -> throw new UnrecordableException(
                    "record: values of the host are brought to the device inside the recording, where each replay would"
                            + " bring the same ones; bring them before it, or take batches from a BatchLoader");
            case "makeConstant", "makeVariable" -> call.make(backend);
            case String _ when Arrays.asList(method.getParameterTypes()).contains(Buffer.class) -> {
                hold(call.arguments());
                calls.add(call);
                yield null;
            }
            default -> call.make(backend);
        };
    }

    private void hold(@Nullable Object[] arguments) {
        for (Object argument : arguments) {
            switch (argument) {
                case Buffer operand -> lease.hold(operand.block());
                case Buffer[] operands -> Arrays.stream(operands).forEach(operand -> lease.hold(operand.block()));
                case null, default -> {
                    // A number, a function, a table.
                }
            }
        }
    }
}
