package dev.cairn.data;

import dev.cairn.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10: 50,000 + 10,000 colour images [3, 32, 32] of 10 classes (Krizhevsky, 2009), from the binary version: five
 * training batches and a test batch of 10,000 records, each a label and 3072 pixels. The folder may be the one the archive
 * unpacks to, or the one around it.
 */
public final class Cifar10 {
    private static final String PAGE = "https://www.cs.toronto.edu/~kriz/cifar.html (binary version)";
    private static final String ARCHIVE_FOLDER = "cifar-10-batches-bin";
    private static final String TEST_BATCH = "test_batch.bin";
    private static final int TRAINING_BATCHES = 5;
    private static final int BATCH_IMAGES = 10_000;
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final long RECORD_BYTES = 1L + IMAGE.elements();
    private static final long BATCH_BYTES = BATCH_IMAGES * RECORD_BYTES;
    private static final List<String> CLASSES = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog",
            "horse", "ship", "truck");

    private Cifar10() {
    }

    /**
     * Loads both parts. Where some of the training batches are missing, the others are used and a warning names those.
     *
     * @throws DataException where the test batch or all training batches are missing, or a file is not what it should be
     */
    public static TrainTest load(Path path) {
        DataFolder folder = new DataFolder(path, "CIFAR-10",
                List.of("data_batch_1.bin to data_batch_5.bin", TEST_BATCH),
                PAGE).orInside(ARCHIVE_FOLDER);
        Path test = folder.require(TEST_BATCH);
        List<Path> training = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int i = 1; i <= TRAINING_BATCHES; i++) {
            String name = "data_batch_" + i + ".bin";
            folder.find(name).ifPresentOrElse(training::add, () -> missing.add(name));
        }
        if (training.isEmpty()) {
            throw folder.missing("all training batches are missing");
        }
        List<String> warnings = missing.isEmpty()
                ? List.of()
                : List.of("CIFAR-10: " + String.join(", ", missing) + " missing from " + folder + ", so training has "
                        + training.size() * BATCH_IMAGES + " images instead of " + TRAINING_BATCHES * BATCH_IMAGES);
        return new TrainTest(read(training, folder.advice()), read(List.of(test), folder.advice()), warnings);
    }

    private static ArrayDataset read(List<Path> files, String advice) {
        byte[] pixels = new byte[files.size() * BATCH_IMAGES * IMAGE.elements()];
        int[] labels = new int[files.size() * BATCH_IMAGES];
        int image = 0;
        for (Path file : files) {
            long size = ByteReader.size(file, advice);
            if (size != BATCH_BYTES) {
                throw new DataException(file, "has " + size + " bytes, but a batch of " + BATCH_IMAGES + " images has "
                        + BATCH_BYTES, advice);
            }
            try (ByteReader reader = ByteReader.open(file, advice)) {
                for (int i = 0; i < BATCH_IMAGES; i++, image++) {
                    labels[image] = reader.readByte();
                    if (labels[image] >= CLASSES.size()) {
                        throw new DataException(file, i * RECORD_BYTES, "has label " + labels[image] + " for image " + i
                                + ", but the classes are 0 to " + (CLASSES.size() - 1), advice);
                    }
                    reader.read(pixels, image * IMAGE.elements(), IMAGE.elements());
                }
            }
        }
        return ArrayDataset.ofImages("CIFAR-10", pixels, IMAGE, labels, CLASSES);
    }
}
