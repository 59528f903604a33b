package dev.cairn.data;

import dev.cairn.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * House numbers as in SVHN, generated instead of downloaded: colour pictures [3, 32, 32] with a digit in the centre, which
 * is the label, and parts of its neighbours. Typeface, colours, contrast, tilt, perspective, blur, noise and light differ
 * from picture to picture. All labels 0 to 9 are equally likely.
 *
 * <p>
 * Picture {@code i} depends on seed and {@code i} alone, and is the same bit for bit on every machine: digits are drawn
 * from strokes and not from the machine's fonts, with arithmetic that Java defines exactly.
 */
public final class HouseNumbers {
    /** Streams far above those of a model's layers, so that no seed gives data and weights the same random numbers. */
    private static final int TRAIN_STREAM = 0x484E0000;
    private static final int TEST_STREAM = TRAIN_STREAM + 1;

    private static final String NAME = "house-numbers";
    private static final int SIDE = HousePhotographer.SIDE;
    private static final int BYTES = 3 * SIDE * SIDE;
    private static final int CHUNK = 250;

    private HouseNumbers() {
    }

    /** Pictures 0 to {@code count - 1} of a seed, the same that {@link #load} trains on. */
    public static ArrayDataset generate(int count, long seed) {
        return render(count, seed, TRAIN_STREAM);
    }

    /** Pictures to train on and to test with, drawn from separate random numbers. */
    public static TrainTest load(int train, int test, long seed) {
        return new TrainTest(render(train, seed, TRAIN_STREAM), render(test, seed, TEST_STREAM));
    }

    private static ArrayDataset render(int count, long seed, int stream) {
        if (count < 1 || count > Integer.MAX_VALUE / BYTES) {
            throw new IllegalArgumentException("house numbers: " + count + " pictures asked for, must be 1 to "
                    + Integer.MAX_VALUE / BYTES);
        }
        byte[] pixels = new byte[count * BYTES];
        int[] labels = new int[count];
        IntStream.rangeClosed(0, (count - 1) / CHUNK).parallel().forEach(chunk -> {
            HousePhotographer photographer = new HousePhotographer(seed, stream);
            for (int i = chunk * CHUNK; i < Math.min(count, (chunk + 1) * CHUNK); i++) {
                labels[i] = photographer.take(i, pixels, i * BYTES);
            }
        });
        List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        return ArrayDataset.ofImages(NAME, pixels, Shape.of(3, SIDE, SIDE), labels, digits);
    }
}
