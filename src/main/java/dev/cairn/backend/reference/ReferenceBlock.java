package dev.cairn.backend.reference;

import dev.cairn.backend.Block;
import dev.cairn.backend.ElementType;
import java.util.Arrays;

/** A heap array of the block's type; the arrays of the other types are empty. Real numbers start as NaN. */
final class ReferenceBlock extends Block {
    final double[] reals;
    final int[] ints;
    final byte[] bytes;

    ReferenceBlock(ElementType type, int capacity) {
        super(type, capacity);
        reals = new double[type == ElementType.REAL ? capacity : 0];
        ints = new int[type == ElementType.INT32 ? capacity : 0];
        bytes = new byte[type == ElementType.UINT8 ? capacity : 0];
        Arrays.fill(reals, Double.NaN);
    }
}
