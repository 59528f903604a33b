package dev.cairn.data;

import static dev.cairn.data.Fixtures.gzip;
import static dev.cairn.data.Fixtures.idx;
import static dev.cairn.data.Fixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Shape;
import dev.cairn.testing.RealData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";
    private static final String AGAIN = "; get the file again from http://yann.lecun.com/exdb/mnist/ "
            + "(copies: https://ossci-datasets.s3.amazonaws.com/mnist/)";

    @TempDir
    Path folder;

    @BeforeEach
    void writeTinyFiles() throws IOException {
        write(folder, IMAGES, idx(new byte[] {0, 1, 2, 3, 4, 5, 6, (byte) 255}, 2, 2, 2));
        write(folder, LABELS, idx(new byte[] {7, 9}, 2));
        write(folder, "t10k-images-idx3-ubyte.gz", gzip(idx(new byte[] {9, 8, 7, 6}, 1, 2, 2)));
        write(folder, "t10k-labels.idx1-ubyte", idx(new byte[] {3}, 1));
    }

    @Test
    void readsTheOfficialFiles() {
        TrainTest mnist = Mnist.load(RealData.folder("mnist"));

        assertThat(mnist.train()).hasToString("MNIST: 60000 samples [1, 28, 28], 10 classes");
        assertThat(mnist.train().classHistogram())
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(mnist.test().classHistogram()).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974,
                1009);
        assertThat(Arrays.copyOf(mnist.train().labels(), 5)).containsExactly(5, 0, 4, 1, 9);
        assertThat(mnist.warnings()).isEmpty();
    }

    @Test
    void readsPlainAndPackedFilesUnderEitherName() {
        TrainTest tiny = Mnist.load(folder);

        assertThat(tiny.train().sampleShape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(tiny.train().sample(1).values()).containsExactly(4, 5, 6, 255);
        assertThat(tiny.train().labels()).containsExactly(7, 9);
        assertThat(tiny.test().bytes()).containsExactly(9, 8, 7, 6);
    }

    @Test
    void fashionHasItsOwnClasses() {
        TrainTest fashion = FashionMnist.load(folder);

        assertThat(fashion.train().name()).isEqualTo("Fashion-MNIST");
        assertThat(fashion.train().classNames()).startsWith("T-shirt/top").endsWith("Ankle boot").hasSize(10);
    }

    @Test
    void namesTheFilesOfAMissingFolder() {
        Path nowhere = folder.resolve("nowhere");
        assertRefused(nowhere, nowhere + ": there is no such folder; MNIST consists of train-images-idx3-ubyte, "
                + "train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (each plain or .gz) from "
                + "http://yann.lecun.com/exdb/mnist/ (copies: https://ossci-datasets.s3.amazonaws.com/mnist/)");
        assertRefused(folder.resolve(IMAGES), folder.resolve(IMAGES) + ": is a file, not a folder; MNIST consists of "
                + "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (each "
                + "plain or .gz) from http://yann.lecun.com/exdb/mnist/ (copies: "
                + "https://ossci-datasets.s3.amazonaws.com/mnist/)");
    }

    @Test
    void namesAMissingFile() throws IOException {
        Files.delete(folder.resolve(LABELS));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Mnist.load(folder))
                .withMessageStartingWith(
                        folder + ": train-labels-idx1-ubyte is missing; MNIST consists of train-images");
    }

    @Test
    void refusesAnotherFormat() throws IOException {
        write(folder, IMAGES, "this is text");
        assertRefused(folder, folder.resolve(IMAGES)
                + ", byte 0: is not an IDX file of images: it begins with 0x74686973, not 0x00000803" + AGAIN);
        write(folder, IMAGES, idx(new byte[2], 2));
        assertRefused(folder, folder.resolve(IMAGES)
                + ", byte 0: is not an IDX file of images: it begins with 0x00000801, not 0x00000803" + AGAIN);
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        write(folder, IMAGES, idx(new byte[7], 60_000, 28, 28));
        assertRefused(folder, folder.resolve(IMAGES)
                + ", byte 16: is too short for the 60000 x 28 x 28 values its header tells" + AGAIN);
        write(folder, IMAGES, idx(new byte[7], 2, 2, 2));
        assertRefused(folder, folder.resolve(IMAGES) + ", byte 23: is cut off here (missing bytes: 1)" + AGAIN);
        write(folder, IMAGES, new byte[0]);
        assertRefused(folder, folder.resolve(IMAGES) + ", byte 0: is cut off here (missing bytes: 4)" + AGAIN);
        byte[] packed = gzip(idx(new byte[8], 2, 2, 2));
        write(folder, IMAGES, Arrays.copyOf(packed, packed.length - 12));
        assertRefused(folder, folder.resolve(IMAGES) + ": is cut off in its packed data" + AGAIN);
        packed[10] = 7; // a block type that deflate does not have
        write(folder, IMAGES, packed);
        assertRefused(folder, folder.resolve(IMAGES) + ": is damaged: its packed data make no sense" + AGAIN);
    }

    @Test
    void refusesHostileHeadersBeforeAllocating() throws IOException {
        int huge = Integer.MAX_VALUE;
        write(folder, IMAGES, idx(new byte[8], huge, huge, huge));
        assertRefused(folder, folder.resolve(IMAGES)
                + ", byte 16: is too short for the 2147483647 x 2147483647 x 2147483647 values its header tells"
                + AGAIN);
        write(folder, IMAGES, gzip(idx(new byte[8], huge, 1, 1)));
        assertRefused(folder, folder.resolve(IMAGES)
                + ": is too short for the 2147483647 x 1 x 1 values its header tells" + AGAIN);
        write(folder, IMAGES, idx(new byte[8], -1, 2, 2));
        assertRefused(folder,
                folder.resolve(IMAGES) + ", byte 16: has a header that tells 4294967295 x 2 x 2 values" + AGAIN);
    }

    @Test
    void refusesMoreThanAnArrayHolds() throws IOException {
        write(folder, IMAGES, idx(new byte[0], 3_000_000, 1000, 1));
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(IMAGES).toFile(), "rw")) {
            file.setLength(3_000_000_016L);
        }
        assertRefused(folder, folder.resolve(IMAGES)
                + ": holds 2861 MiB of data, more than the 2047 MiB that a data set may have; make it smaller");
    }

    @Test
    void refusesFilesThatDisagree() throws IOException {
        write(folder, LABELS, idx(new byte[3], 3));
        assertRefused(folder,
                folder.resolve(LABELS) + ": has 3 labels, but train-images-idx3-ubyte has 2 images" + AGAIN);
        write(folder, LABELS, idx(new byte[] {7, 10}, 2));
        assertRefused(folder,
                folder.resolve(LABELS) + ": has label 10 for image 1, but the classes are 0 to 9" + AGAIN);
        write(folder, LABELS, idx(new byte[3], 2));
        assertRefused(folder,
                folder.resolve(LABELS) + ", byte 10: goes on behind the 2 values its header tells" + AGAIN);
    }

    @Test
    void refusesMoreThanTheMemory() throws IOException {
        int labels = (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4);
        Assumptions.assumeTrue(labels * 5L > Runtime.getRuntime().maxMemory(),
                "this JVM has more memory than labels can take");
        write(folder, LABELS, idx(new byte[0], labels));
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(LABELS).toFile(), "rw")) {
            file.setLength(labels + 8L);
        }
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Mnist.load(folder))
                .withMessageMatching(
                        ".*labels-idx1-ubyte: needs \\d+ MiB of memory, but this Java may use only \\d+ MiB; "
                                + "give it more with -Xmx");
    }

    private static void assertRefused(Path folder, String message) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Mnist.load(folder)).withMessage(message);
    }
}
