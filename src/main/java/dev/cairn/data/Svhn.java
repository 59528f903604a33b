package dev.cairn.data;

import dev.cairn.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * SVHN, cropped digits of house numbers: 73,257 + 26,032 colour images [3, 32, 32] of 10 classes (Netzer et al., 2011), from
 * the MATLAB files of format 2. The label 10 of the files, which stands for the digit 0, becomes 0.
 */
public final class Svhn {
    private static final String PAGE = "http://ufldl.stanford.edu/housenumbers/ (format 2)";
    private static final String TRAIN = "train_32x32.mat";
    private static final String TEST = "test_32x32.mat";
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final int SIDE = 32;
    private static final int CLASSES = 10;
    private static final List<String> DIGITS = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

    private Svhn() {
    }

    /**
     * Loads both parts from the folder of the two files.
     *
     * @throws DataException where a file is missing, damaged or not what it should be
     */
    public static TrainTest load(Path path) {
        DataFolder folder = new DataFolder(path, "SVHN", List.of(TRAIN, TEST), PAGE);
        Path train = folder.require(TRAIN);
        Path test = folder.require(TEST);
        return new TrainTest(read(train, folder.advice()), read(test, folder.advice()));
    }

    /** Reads the images X, 32 x 32 x 3 x N, and the labels y, N x 1. */
    static ArrayDataset read(Path file, String advice) {
        byte @Nullable [] pixels = null;
        int @Nullable [] labels = null;
        List<String> found = new ArrayList<>();
        try (MatFile mat = MatFile.open(file, advice)) {
            for (MatVariable variable = mat.next(); variable != null; variable = mat.next()) {
                found.add(variable.name());
                switch (variable.name()) {
                    case "X" -> pixels = pixels(variable);
                    case "y" -> labels = labels(variable);
                    default -> {
                    }
                }
            }
        }
        if (pixels == null || labels == null) {
            throw new DataException(file, "has the variables " + found + ", not X and y as SVHN's files", advice);
        }
        int images = pixels.length / IMAGE.elements();
        if (images != labels.length) {
            throw new DataException(file, "has " + images + " images, but " + labels.length + " labels", advice);
        }
        return ArrayDataset.ofImages("SVHN", pixels, IMAGE, labels, DIGITS);
    }

    /** MATLAB stores columns of each channel one after another; the data set has rows. */
    private static byte[] pixels(MatVariable images) {
        boolean fits = images.rank() == 4 && images.dimension(0) == SIDE && images.dimension(1) == SIDE
                && images.dimension(2) == IMAGE.dimension(0);
        if (!fits) {
            throw images.error("should be 32 x 32 x 3 x N");
        }
        images.requireBytes();
        byte[] pixels = images.allocate(ByteReader.AS_BYTE);
        byte[] columns = new byte[IMAGE.elements()];
        for (int offset = 0; offset < pixels.length; offset += columns.length) {
            images.read(columns, 0, columns.length);
            for (int channel = 0; channel < columns.length; channel += SIDE * SIDE) {
                transpose(columns, channel, pixels, offset + channel);
            }
        }
        return pixels;
    }

    private static void transpose(byte[] columns, int from, byte[] rows, int to) {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                rows[to + row * SIDE + column] = columns[from + column * SIDE + row];
            }
        }
    }

    private static int[] labels(MatVariable variable) {
        if (variable.rank() != 2 || variable.dimension(0) != 1 && variable.dimension(1) != 1) {
            throw variable.error("should be N x 1");
        }
        variable.requireBytes();
        byte[] stored = variable.allocate(ByteReader.AS_INT);
        variable.read(stored, 0, stored.length);
        int[] labels = new int[stored.length];
        for (int i = 0; i < stored.length; i++) {
            int label = stored[i] & 0xFF;
            if (label < 1 || label > CLASSES) {
                throw variable.error("has label " + label + " for image " + i + ", but labels are 1 to 10");
            }
            labels[i] = label % CLASSES;
        }
        return labels;
    }
}
