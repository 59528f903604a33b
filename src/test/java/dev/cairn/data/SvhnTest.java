package dev.cairn.data;

import static dev.cairn.data.Fixtures.mat;
import static dev.cairn.data.Fixtures.matCompressed;
import static dev.cairn.data.Fixtures.matVariable;
import static dev.cairn.data.Fixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.testing.RealData;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvhnTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final int DOUBLE = 9;
    private static final String PAGE = "http://ufldl.stanford.edu/housenumbers/ (format 2)";
    private static final String AGAIN = "; get it again";

    @TempDir
    Path folder;

    @Test
    void readsTheSubsetOfTheOfficialFiles() {
        TrainTest svhn = Svhn.load(RealData.folder("svhn-subset"));

        assertThat(svhn.train()).hasToString("SVHN: 16835 samples [3, 32, 32], 10 classes");
        assertThat(svhn.train().classHistogram())
                .containsExactly(1161, 3295, 2608, 1888, 1669, 1545, 1277, 1268, 1088, 1036);
        assertThat(svhn.test().classHistogram()).containsExactly(280, 773, 625, 420, 419, 353, 304, 310, 275, 259);
        // The first training image, a 1 on brown ground: its top left corner in red, green and blue.
        byte[] pixels = svhn.train().bytes();
        assertThat(new int[] {pixels[0], pixels[1024], pixels[2048]}).containsExactly(33, 30, 38);
        assertThat(svhn.train().labels()[0]).isEqualTo(1);
    }

    @Test
    void refusesTheTruncatedFile() {
        Path file = RealData.folder("svhn-truncated").resolve("train_32x32.mat");
        assertRefused(file,
                file + ", byte 128: is cut off: an element of 182004347 bytes begins here, but only 2686840 follow"
                        + AGAIN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void turnsColumnsIntoRows(boolean bigEndian) throws IOException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : LITTLE;
        byte[] images = new byte[2 * 3072];
        images[3072 + 2 * 1024 + 5 * 32 + 7] = 99; // image 1, blue, column 5, row 7
        byte[] text = matVariable(order, 4, "note", 16, 2, new byte[] {'h', 'i'}, 1, 2);
        Path file = write(folder, "train_32x32.mat", mat(order, matVariable(order, "y", new byte[] {10, 3}, 2, 1),
                matCompressed(order, text), matCompressed(order, matVariable(order, "X", images, 32, 32, 3, 2))));

        ArrayDataset data = Svhn.read(file, "get it again");
        assertThat(data.labels()).containsExactly(0, 3);
        assertThat(data.bytes()[3072 + 2 * 1024 + 7 * 32 + 5]).isEqualTo((byte) 99);
    }

    @Test
    void namesTheFilesOfAMissingFolder() {
        Path nowhere = folder.resolve("nowhere");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Svhn.load(nowhere)).withMessage(nowhere
                + ": there is no such folder; SVHN consists of train_32x32.mat, test_32x32.mat from " + PAGE);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Svhn.load(folder)).withMessage(folder
                + ": train_32x32.mat is missing; SVHN consists of train_32x32.mat, test_32x32.mat from " + PAGE);
    }

    @Test
    void refusesOtherFormats() throws IOException {
        assertRefused("no MATLAB at all", ", byte 0: is not a MATLAB file of version 5 to 7" + AGAIN);
        assertRefused("", ", byte 0: is not a MATLAB file of version 5 to 7" + AGAIN);
        assertRefused("MATLAB 7.3 MAT-file, Platform: GLNXA64", ", byte 0: is a MATLAB file of version 7.3 (HDF5)"
                + "; save it with -v7 in MATLAB, or get it again");
    }

    @Test
    void needsBothVariables() throws IOException {
        assertRefused(mat(LITTLE, matVariable(LITTLE, "Y", new byte[1], 1, 1)),
                ": has the variables [Y], not X and y as SVHN's files" + AGAIN);
        assertRefused(mat(LITTLE), ": has the variables [], not X and y as SVHN's files" + AGAIN);
    }

    @Test
    void refusesVariablesOfAnotherShapeOrType() throws IOException {
        assertRefused(mat(LITTLE, matVariable(LITTLE, "X", new byte[28 * 28], 28, 28)),
                ", byte 184: variable X (28 x 28) should be 32 x 32 x 3 x N" + AGAIN);
        assertRefused(mat(LITTLE, matVariable(LITTLE, DOUBLE, "y", DOUBLE, 8, new byte[8], 1, 1)),
                ", byte 184: variable y (1 x 1) does not hold 8-bit unsigned values" + AGAIN);
        assertRefused(mat(LITTLE, matVariable(LITTLE, "y", new byte[8], 2, 4)),
                ", byte 184: variable y (2 x 4) should be N x 1" + AGAIN);
    }

    @Test
    void refusesWrongLabels() throws IOException {
        byte[] images = matVariable(LITTLE, "X", new byte[3072], 32, 32, 3, 1);
        assertRefused(mat(LITTLE, images, matVariable(LITTLE, "y", new byte[] {1, 2}, 2, 1)),
                ": has 1 images, but 2 labels" + AGAIN);
        assertRefused(mat(LITTLE, matCompressed(LITTLE, matVariable(LITTLE, "y", new byte[] {1, 11}, 2, 1))),
                ", byte 128: variable y (2 x 1) has label 11 for image 1, but labels are 1 to 10" + AGAIN);
    }

    @Test
    void refusesHostileSizesBeforeAllocating() throws IOException {
        int huge = Integer.MAX_VALUE;
        byte[] lying = matVariable(LITTLE, 9, "X", Fixtures.UINT8, huge, new byte[64], 32, 32, 3, huge);
        assertRefused(mat(LITTLE, lying),
                ", byte 192: is damaged: it is too short for the 32 x 32 x 3 x 2147483647 values of "
                        + "variable X" + AGAIN);
        assertRefused(mat(LITTLE, matCompressed(LITTLE, lying)), ", byte 128: is damaged: it is too short for the "
                + "32 x 32 x 3 x 2147483647 values of variable X" + AGAIN);
        assertRefused(mat(LITTLE, matVariable(LITTLE, "X", new byte[64], 32, 32, 3, huge)),
                ", byte 192: variable X (32 x 32 x 3 x 2147483647) is damaged: it has 64 values" + AGAIN);
        assertRefused(mat(LITTLE, matVariable(LITTLE, "X", new byte[64], 32, 32, 3, -1)),
                ", byte 192: variable X (32 x 32 x 3 x -1) is damaged: it has 64 values" + AGAIN);
        assertRefused(mat(LITTLE, matVariable(LITTLE, "y", new byte[64], new int[33])),
                ", byte 160: is damaged: a variable begins with a part of type 5 and 132 bytes" + AGAIN);
    }

    @Test
    void refusesDamagedPackedData() throws IOException {
        byte[] packed = matCompressed(LITTLE, matVariable(LITTLE, "y", new byte[] {1, 2, 3, 4}, 4, 1));
        packed[20] ^= 0x55;
        packed[21] ^= 0x55;
        Path file = write(folder, "x.mat", mat(LITTLE, packed));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Svhn.read(file, "get it again"))
                .withMessageStartingWith(file.toString()).withMessageContaining("is damaged");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = mat(LITTLE, matCompressed(LITTLE, matVariable(LITTLE, "X", new byte[3072], 32, 32, 3, 1)),
                matCompressed(LITTLE, matVariable(LITTLE, "y", new byte[] {1}, 1, 1)));
        for (int length = 0; length < whole.length; length++) {
            Path file = write(folder, "x.mat", Arrays.copyOf(whole, length));
            assertThatExceptionOfType(DataException.class).isThrownBy(() -> Svhn.read(file, "get it again"));
        }
    }

    private void assertRefused(String content, String message) throws IOException {
        assertRefused(content.getBytes(StandardCharsets.US_ASCII), message);
    }

    private void assertRefused(byte[] content, String message) throws IOException {
        Path file = write(folder, "x.mat", content);
        assertRefused(file, file + message);
    }

    private static void assertRefused(Path file, String message) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Svhn.read(file, "get it again"))
                .withMessage(message);
    }
}
