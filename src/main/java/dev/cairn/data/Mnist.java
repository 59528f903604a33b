package dev.cairn.data;

import dev.cairn.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * MNIST, handwritten digits: 60,000 + 10,000 grey images [1, 28, 28] of 10 classes (LeCun, Cortes and Burges, 1998). Reads
 * the four IDX files as they are published or unpacked.
 */
public final class Mnist {
    private static final String PAGE = "http://yann.lecun.com/exdb/mnist/ (copies: https://ossci-datasets.s3.amazonaws.com/mnist/)";
    private static final List<String> FILES = List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte (each plain or .gz)");
    private static final List<String> DIGITS = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    private Mnist() {
    }

    /**
     * Loads both parts from the folder of the four files.
     *
     * @throws DataException where a file is missing, damaged or not what it should be
     */
    public static TrainTest load(Path folder) {
        return load(folder, "MNIST", PAGE, DIGITS);
    }

    /** Loads any data set that comes in MNIST's files. */
    static TrainTest load(Path path, String name, String page, List<String> classNames) {
        DataFolder folder = new DataFolder(path, name, FILES, page);
        return new TrainTest(part(folder, "train", classNames), part(folder, "t10k", classNames));
    }

    private static ArrayDataset part(DataFolder folder, String prefix, List<String> classNames) {
        Path imageFile = find(folder, prefix + "-images", "idx3-ubyte");
        Path labelFile = find(folder, prefix + "-labels", "idx1-ubyte");
        IdxFile images = IdxFile.read(imageFile, 3, folder.advice());
        IdxFile labels = IdxFile.read(labelFile, 1, folder.advice());
        if (images.dimension(0) != labels.dimension(0)) {
            throw new DataException(labelFile,
                    "has " + labels.dimension(0) + " labels, but " + imageFile.getFileName() + " has "
                            + images.dimension(0) + " images",
                    folder.advice());
        }
        Shape shape = Shape.of(1, images.dimension(1), images.dimension(2));
        return ArrayDataset.ofImages(folder.dataset(), images.values(), shape,
                labels(labelFile, labels.values(), classNames.size(), folder.advice()), classNames);
    }

    /** Published with a hyphen before the ending; some programs unpack the files with a dot instead. */
    private static Path find(DataFolder folder, String name, String ending) {
        String published = name + "-" + ending;
        String dotted = name + "." + ending;
        return folder.require(published, published + ".gz", dotted, dotted + ".gz");
    }

    private static int[] labels(Path file, byte[] values, int classes, String advice) {
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = values[i] & 0xFF;
            if (labels[i] >= classes) {
                throw new DataException(file,
                        "has label " + labels[i] + " for image " + i + ", but the classes are 0 to "
                                + (classes - 1),
                        advice);
            }
        }
        return labels;
    }
}
