package dev.cairn;

import dev.cairn.backend.Buffer;
import dev.cairn.backend.Call;
import dev.cairn.backend.Ops;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What operations move through a card's memory: each operand once, twice where it is read and written. It computes nothing,
 * but can hand the operations on.
 */
final class StepTraffic implements InvocationHandler {
    /** What no fusion can spare while products are cuBLAS's own. */
    private static final Set<String> NEEDED = Set.of("gemm", "gather", "nextBatchWithAnswers", "update");

    private final @Nullable Ops backend;
    private final boolean apart;
    private final List<OperationCall.Work> works = new ArrayList<>();

    private StepTraffic(@Nullable Ops backend, boolean apart) {
        this.backend = backend;
        this.apart = apart;
    }

    /** @param apart whether every operation that has a default body is done as that body composes it, and an update's count by itself */
    static StepTraffic of(List<Call> calls, boolean apart) {
        return through(calls, apart, null);
    }

    /** The same, and the backend does the operations. */
    static StepTraffic through(List<Call> calls, boolean apart, @Nullable Ops backend) {
        StepTraffic traffic = new StepTraffic(backend, apart);
        Ops ops = (Ops) Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, traffic);
        calls.forEach(call -> call.on(ops));
        return traffic;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (apart && method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        works.add(new OperationCall(method, arguments, Float.BYTES).work());
        if (backend != null) {
            method.invoke(backend, arguments);
        }
        if (apart && method.getName().equals("update")) {
            ((Ops) proxy).advance((Buffer) arguments[3]);
        }
        return null;
    }

    List<OperationCall.Work> works() {
        return works;
    }

    long bytes() {
        return works.stream().mapToLong(OperationCall.Work::bytes).sum();
    }

    long leastBytes() {
        return works.stream().filter(work -> NEEDED.contains(work.name().split(" ")[0]))
                .mapToLong(OperationCall.Work::bytes).sum();
    }
}
