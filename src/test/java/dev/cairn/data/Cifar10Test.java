package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.testing.RealData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int BATCH_BYTES = 30_730_000;
    private static final String PAGE = "https://www.cs.toronto.edu/~kriz/cifar.html (binary version)";

    @TempDir
    Path folder;

    @Test
    void readsTheOfficialFiles() {
        TrainTest cifar = Cifar10.load(RealData.folder("cifar-10-batches-bin"));

        assertThat(cifar.train()).hasToString("CIFAR-10: 50000 samples [3, 32, 32], 10 classes");
        assertThat(cifar.train().classHistogram()).containsOnly(5000);
        assertThat(cifar.test().classHistogram()).containsOnly(1000);
        // The first image of the first batch is the frog whose first red pixels are 59, 43, 50.
        assertThat(Arrays.copyOf(cifar.train().bytes(), 3)).containsExactly(59, 43, 50);
        assertThat(cifar.train().classNames().get(cifar.train().labels()[0])).isEqualTo("frog");
        assertThat(cifar.warnings()).isEmpty();
    }

    @Test
    void warnsOfMissingTrainingBatches() throws IOException {
        writeBatch("data_batch_2.bin", 0);
        writeBatch("test_batch.bin", 9);
        TrainTest cifar = Cifar10.load(folder);

        assertThat(cifar.train().size()).isEqualTo(10_000);
        assertThat(cifar.test().classHistogram()).containsExactly(9999, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(cifar.warnings()).containsExactly("CIFAR-10: data_batch_1.bin, data_batch_3.bin, data_batch_4.bin, "
                + "data_batch_5.bin missing from " + folder + ", so training has 10000 images instead of 50000");
    }

    @Test
    void findsTheFolderOfTheArchive() throws IOException {
        Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        assertRefused(folder.resolve("cifar-10-batches-bin") + ": test_batch.bin is missing; CIFAR-10 consists of "
                + "data_batch_1.bin to data_batch_5.bin, test_batch.bin from " + PAGE);
    }

    @Test
    void needsSomeTrainingBatch() throws IOException {
        writeBatch("test_batch.bin", 0);
        assertRefused(folder + ": all training batches are missing; CIFAR-10 consists of data_batch_1.bin to "
                + "data_batch_5.bin, test_batch.bin from " + PAGE);
    }

    @Test
    void refusesTruncatedBatches() throws IOException {
        writeBatch("data_batch_1.bin", 0);
        writeBatch("test_batch.bin", 0);
        setLength("data_batch_1.bin", BATCH_BYTES / 2);
        assertRefused(
                folder.resolve("data_batch_1.bin") + ": has 15365000 bytes, but a batch of 10000 images has 30730000; "
                        + "get the file again from " + PAGE);
    }

    @Test
    void refusesLabelsOutOfRange() throws IOException {
        writeBatch("data_batch_1.bin", 10);
        writeBatch("test_batch.bin", 0);
        assertRefused(folder.resolve("data_batch_1.bin")
                + ", byte 3073: has label 10 for image 1, but the classes are 0 to 9; "
                + "get the file again from " + PAGE);
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Cifar10.load(folder)).withMessage(message);
    }

    /** Black images of class 0, but for the second one's label. */
    private void writeBatch(String name, int secondLabel) throws IOException {
        setLength(name, BATCH_BYTES);
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.seek(3073);
            file.write(secondLabel);
        }
    }

    private void setLength(String name, int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
