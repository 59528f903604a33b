package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class HouseNumbersTest {
    private static final int BYTES = 3 * 32 * 32;

    @Test
    void comesInTheShapeOfSvhn() {
        ArrayDataset data = HouseNumbers.generate(3, 1);

        assertThat(data.sampleShape()).isEqualTo(Shape.of(3, 32, 32));
        assertThat(data).hasToString("house-numbers: 3 samples [3, 32, 32], 10 classes");
        assertThat(data.classNames()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    /** A change of these numbers means that every published accuracy on house numbers has to be measured again. */
    @Test
    void isTheSameOnEveryMachine() {
        ArrayDataset data = HouseNumbers.generate(300, 42);
        CRC32 sum = new CRC32();
        sum.update(data.bytes());

        assertThat(Arrays.copyOf(data.labels(), 12)).containsExactly(0, 3, 5, 2, 2, 9, 2, 9, 4, 3, 3, 3);
        assertThat(sum.getValue()).isEqualTo(0xF0540EAAL);
    }

    @Test
    void makesAPictureFromSeedAndIndexAlone() {
        ArrayDataset few = HouseNumbers.generate(5, 7);
        ArrayDataset many = HouseNumbers.generate(600, 7);

        assertThat(many.take(5).bytes()).isEqualTo(few.bytes());
        assertThat(many.take(5).labels()).isEqualTo(few.labels());
        assertThat(HouseNumbers.load(5, 1, 7).train().bytes()).isEqualTo(few.bytes());
        assertThat(HouseNumbers.generate(5, 8).bytes()).isNotEqualTo(few.bytes());
    }

    @Test
    void neverTestsWithAPictureOfTheTrainingSet() {
        TrainTest data = HouseNumbers.load(500, 500, 3);
        Set<String> seen = new HashSet<>();
        for (ArrayDataset part : new ArrayDataset[] {data.train(), data.test()}) {
            for (int i = 0; i < part.size(); i++) {
                seen.add(Arrays.toString(picture(part, i)));
            }
        }

        assertThat(seen).hasSize(1000);
    }

    @Test
    void drawsEveryDigitEquallyOften() {
        for (int count : HouseNumbers.generate(5000, 1).classHistogram()) {
            assertThat(count).as("a binomial count of mean 500, within five deviations").isBetween(394, 606);
        }
    }

    @Test
    void spreadsBrightnessAndContrastAsPhotographsDo() {
        ArrayDataset data = HouseNumbers.generate(1000, 5).grey();
        double[] means = new double[data.size()];
        double[] deviations = new double[data.size()];
        for (int i = 0; i < data.size(); i++) {
            float[] values = data.sample(i).values();
            double sum = 0;
            double squares = 0;
            for (float value : values) {
                sum += value;
                squares += value * value;
            }
            means[i] = sum / values.length;
            deviations[i] = Math.sqrt(squares / values.length - means[i] * means[i]);
        }
        Arrays.sort(means);
        Arrays.sort(deviations);

        assertThat(means[50]).as("dark pictures").isLessThan(60);
        assertThat(means[500]).as("the middle").isBetween(95.0, 125.0);
        assertThat(means[950]).as("bright pictures").isGreaterThan(165);
        assertThat(deviations[0]).as("no picture is empty").isGreaterThan(3);
        assertThat(deviations[50]).as("weak contrast").isLessThan(18);
        assertThat(deviations[950]).as("strong contrast").isGreaterThan(48);
    }

    @Test
    void showsDigitsLightOnDarkAndDarkOnLight() {
        ArrayDataset data = HouseNumbers.generate(2000, 9).grey();
        int lighter = 0;
        int ones = 0;
        for (int i = 0; i < data.size(); i++) {
            if (data.labels()[i] == 1) {
                float[] values = data.sample(i).values();
                ones++;
                lighter += values[16 * 32 + 16] > values[3 * 32 + 16] ? 1 : 0;
            }
        }

        assertThat(lighter).isBetween(ones * 3 / 10, ones * 7 / 10);
    }

    @Test
    void refusesAnImpossibleCount() {
        assertThatIllegalArgumentException().isThrownBy(() -> HouseNumbers.generate(0, 1))
                .withMessage("house numbers: 0 pictures asked for, must be 1 to 699050");
        assertThatIllegalArgumentException().isThrownBy(() -> HouseNumbers.generate(699_051, 1));
    }

    private static byte[] picture(ArrayDataset data, int index) {
        return Arrays.copyOfRange(data.bytes(), index * BYTES, (index + 1) * BYTES);
    }
}
