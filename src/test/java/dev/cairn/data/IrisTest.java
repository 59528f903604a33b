package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Shape;
import dev.cairn.testing.RealData;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IrisTest {
    @TempDir
    Path folder;

    @Test
    void isBuiltIn() {
        ArrayDataset iris = Iris.all();

        assertThat(iris).hasToString("Iris: 150 samples [4], 3 classes");
        assertThat(iris.classNames()).containsExactly("Iris-setosa", "Iris-versicolor", "Iris-virginica");
        assertThat(iris.classHistogram()).containsExactly(50, 50, 50);
        assertThat(iris.sample(0).values()).containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
        // One of the two known errors of this file: Fisher has 3.1, 1.5, 0.2 here.
        assertThat(iris.sample(34).values()).containsExactly(4.9f, 3.1f, 1.5f, 0.1f);
    }

    @Test
    void splitsEverySpeciesBySeed() {
        TrainTest iris = Iris.load(1);

        assertThat(iris.train().classHistogram()).containsExactly(40, 40, 40);
        assertThat(iris.test().classHistogram()).containsExactly(10, 10, 10);
        assertThat(iris.test().floats()).containsExactly(Iris.load(1).test().floats())
                .isNotEqualTo(Iris.load(2).test().floats());
        assertThat(iris.train().sampleShape()).isEqualTo(Shape.of(4));
    }

    @Test
    void readsTheOfficialFile() {
        assertThat(Iris.load(RealData.folder("iris"), 3).test().floats()).containsExactly(Iris.load(3).test().floats());
    }

    @Test
    void refusesOtherTables() throws IOException {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Iris.load(folder, 1)).withMessage(folder
                + ": iris.data is missing; Iris consists of iris.data (or iris.csv) from "
                + "https://archive.ics.uci.edu/dataset/53/iris, or use the data that is built in");
        Path file = Fixtures.write(folder, "iris.csv", "1,2,a\n3,4,b\n");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Iris.load(folder, 1)).withMessage(file
                + ": has 2 features and 2 classes, but Iris has 4 and 3; get the file again from "
                + "https://archive.ics.uci.edu/dataset/53/iris, or use the data that is built in");
    }
}
