package dev.cairn.benchmarks;

import dev.cairn.Device;
import dev.cairn.backend.Buffer;
import dev.cairn.backend.ElementType;
import dev.cairn.backend.RandomStream;
import dev.cairn.backend.Segments;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random operands of an operation on so many elements, seen as rows of {@value #COLUMNS} where it has rows. */
public final class Operands {
    static final int COLUMNS = 1024;
    /** Images for each row, so that they are as many bytes as the real numbers of an operand. */
    static final int IMAGES = Float.BYTES;
    private static final int SMALL_ROWS = 6;
    private static final long SEED = 7;

    final int rows;
    final Buffer a;
    final Buffer b;
    final Buffer y;
    final Buffer z;
    final Buffer rowSums;
    final Buffer scalar;
    final Buffer labels;
    final Buffer indices;
    final Buffer images;
    final Buffer imageIndices;
    final Buffer counter;
    final Buffer status;
    final Buffer rates;
    final Segments segments;
    private final Buffer smallRows;
    private final Device device;
    private int next;

    /** They last until the device is closed. */
    public Operands(Device device, int elements) {
        this.device = device;
        rows = elements / COLUMNS;
        a = positive(elements);
        b = positive(elements);
        y = positive(elements);
        z = positive(elements);
        smallRows = positive(SMALL_ROWS * COLUMNS);
        rowSums = positive(rows);
        scalar = positive(1);
        labels = ints(rows, COLUMNS);
        indices = order(rows);
        images = images();
        imageIndices = order(IMAGES * rows);
        counter = ints(2, 1);
        status = device.take(ElementType.INT32, 1);
        device.ops().fill(-1, status);
        rates = device.take(3);
        device.ops().upload(new float[] {1e-6f, 1, 1}, 0, rates);
        segments = new Segments(new int[] {0}, new int[] {elements}, new float[] {1}, new float[] {0},
                new boolean[] {false});
    }

    /** From 0.1 to 1.1: in the domain of every operation, and never denormal. */
    private Buffer positive(int elements) {
        float[] values = new float[elements];
        RandomStream random = new RandomStream(SEED, next++, 0);
        for (int i = 0; i < elements; i++) {
            values[i] = random.nextFloat(0.1f, 1.1f);
        }
        Buffer buffer = device.take(elements);
        device.ops().upload(values, 0, buffer);
        return buffer;
    }

    private Buffer images() {
        byte[] share = new byte[rows * COLUMNS];
        new SplittableRandom(SEED).nextBytes(share);
        Buffer buffer = device.take(ElementType.UINT8, IMAGES * share.length);
        for (int i = 0; i < IMAGES; i++) {
            device.ops().upload(share, 0, buffer.slice(i * share.length, share.length));
        }
        return buffer;
    }

    /** The numbers below a bound in random order, so that each row is read once. */
    private Buffer order(int bound) {
        int[] values = new int[bound];
        RandomStream random = new RandomStream(SEED, next++, 0);
        for (int i = 0; i < bound; i++) {
            int j = random.nextInt(i + 1);
            values[i] = values[j];
            values[j] = i;
        }
        return uploaded(values);
    }

    private Buffer ints(int elements, int bound) {
        int[] values = new int[elements];
        RandomStream random = new RandomStream(SEED, next++, 0);
        for (int i = 0; i < elements; i++) {
            values[i] = random.nextInt(bound);
        }
        return uploaded(values);
    }

    private Buffer uploaded(int[] values) {
        Buffer buffer = device.take(ElementType.INT32, values.length);
        device.ops().upload(values, 0, buffer);
        return buffer;
    }

    /** One of six rows of their own, as biases and statistics are. */
    Buffer row(int i) {
        return smallRows.slice(i * COLUMNS, COLUMNS);
    }

    /** All results, whichever an operation writes. */
    List<float[]> results() {
        int[] argmax = new int[rows];
        int[] counts = new int[2];
        device.ops().download(labels, argmax);
        device.ops().download(counter, counts);
        return List.of(reals(y), reals(b), reals(smallRows), reals(rowSums), reals(scalar),
                new float[] {counts[0], counts[1], IntStream.of(argmax).sum()});
    }

    private float[] reals(Buffer buffer) {
        float[] values = new float[buffer.length()];
        device.ops().download(buffer, values);
        return values;
    }
}
