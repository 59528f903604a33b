package dev.cairn.backend;

import java.util.List;

/** Calls in a fixed order, to be made again and again. */
public interface Program extends AutoCloseable {
    /** Makes all calls, or enqueues them. */
    void run();

    /** Gives back what the backend holds for it; the operands belong to others. */
    @Override
    void close();

    /** A program that makes one call after the other. */
    static Program of(List<Call> calls, Ops ops) {
        Call[] row = calls.toArray(Call[]::new);
        return new Program() {
            @Override
            public void run() {
                for (Call call : row) {
                    call.on(ops);
                }
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };
    }
}
