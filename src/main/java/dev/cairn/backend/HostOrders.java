package dev.cairn.backend;

import java.util.HashMap;
import java.util.Map;

/** {@link Ops#nextBatch} for backends whose integers are arrays. Keeps the permutation of each order. */
public final class HostOrders {
    private final Map<BatchOrder, Permutation> permutations = new HashMap<>();

    /** Writes the rows, and adds 1 to the pair at {@code counter[at]}. */
    public void next(BatchOrder order, int[] counter, int at, int[] rows, int offset, int count) {
        Permutation permutation = permutations.computeIfAbsent(order, o -> new Permutation(o.samples()));
        order.write((long) counter[at + 1] << 32 | counter[at] & 0xFFFFFFFFL, permutation, rows, offset, count);
        if (++counter[at] == 0) {
            counter[at + 1]++;
        }
    }
}
