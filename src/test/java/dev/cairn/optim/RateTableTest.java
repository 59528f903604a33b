package dev.cairn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.Backend;
import dev.cairn.Device;
import dev.cairn.Profile;
import dev.cairn.backend.UpdateRule;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateTableTest {
    private static final int COLUMNS = 3;
    private static final UpdateRule SGD = new UpdateRule.Sgd(0, false);
    private static final UpdateRule ADAM = new UpdateRule.Adam(0.9, 0.999, 1e-8, 0);

    private final Device device = Device.require(Backend.REFERENCE);
    private double factor = 1;

    @AfterEach
    void close() {
        device.close();
    }

    private double rate(long step) {
        return factor / (step + 1);
    }

    /** How often steps, each asked for in its turn, copied rates to the device. */
    private long copies(RateTable table, long from, long to) {
        return copies(table, from, to, this::rate);
    }

    private long copies(RateTable table, long from, long to, LongToDoubleFunction rate) {
        return device.profile(() -> {
            for (long step = from; step < to; step++) {
                table.prepare(step, rate);
            }
        }).operations().stream().mapToLong(Profile.Operation::calls).sum();
    }

    private static int rows(RateTable table) {
        return table.buffer().length() / COLUMNS;
    }

    private double[] row(RateTable table, long step) {
        double[] row = new double[COLUMNS];
        device.ops().download(table.buffer().slice(COLUMNS * (int) (step % rows(table)), COLUMNS), row);
        return row;
    }

    @Test
    void anEpochIsOneCopyHoweverManyStepsWereBefore() {
        RateTable table = new RateTable(device, ADAM, 0, 1000);
        table.begin(1000);
        assertThat(copies(table, 77, 1077)).isEqualTo(1);
        for (long step : new long[] {77, 500, 1000, 1076}) {
            assertThat(row(table, step)).as("step %d", step).containsExactly(
                    new double[] {rate(step), 1 / (1 - Math.pow(0.9, step + 1)), 1 / (1 - Math.pow(0.999, step + 1))},
                    within(1e-12));
        }
        table.begin(1000);
        assertThat(copies(table, 1077, 2077)).isEqualTo(1);
    }

    @Test
    void ratesThatAreAsTheyWereAreNotCopied() {
        RateTable table = new RateTable(device, SGD, 0, 300);
        factor = 0.1;
        long[] copies = new long[4];
        for (int epoch = 0; epoch < 4; epoch++) {
            table.begin(300);
            copies[epoch] = copies(table, 300L * epoch, 300L * epoch + 300, step -> factor);
        }
        assertThat(copies).containsExactly(1, 0, 0, 0);
    }

    @Test
    void whatAnEpochToldChangesAllRatesThatFollow() {
        RateTable table = new RateTable(device, SGD, 0, 10);
        table.begin(10);
        assertThat(copies(table, 0, 10)).isEqualTo(1);
        factor = 0.5;
        table.begin(10);
        assertThat(copies(table, 10, 20)).isEqualTo(1);
        assertThat(row(table, 10)[0]).isEqualTo(rate(10));
        assertThat(row(table, 19)[0]).isEqualTo(rate(19));
    }

    /** Of whom nobody says how long an epoch is, or when it ends. */
    @Test
    void aLoopByHandCopiesSeldom() {
        RateTable unscheduled = new RateTable(device, SGD, 0, 1);
        assertThat(copies(unscheduled, 0, 4 * 256)).isEqualTo(4);
        RateTable wholeRunAsOneEpoch = new RateTable(device, SGD, 0, 1);
        wholeRunAsOneEpoch.begin(1);
        assertThat(copies(wholeRunAsOneEpoch, 0, 1 + 4 * 256)).isEqualTo(1 + 4);
    }

    @Test
    void aGiganticEpochGoesThroughATableOfBoundedSize() {
        long epoch = 1L << 40;
        RateTable table = new RateTable(device, SGD, 0, epoch);
        table.begin(epoch);
        assertThat(rows(table)).isEqualTo(RateTable.MOST_ROWS);
        assertThat(copies(table, 5, 5 + 2L * RateTable.MOST_ROWS)).isEqualTo(2);
        assertThat(copies(table, 5 + 2L * RateTable.MOST_ROWS, 300_000)).isEqualTo(1);
        assertThat(row(table, 299_999)[0]).isEqualTo(rate(299_999));
    }

    @Test
    void aLongerEpochTakesATableOfItsOwnAndGivesTheFormerBack() {
        RateTable table = new RateTable(device, SGD, 0, 20);
        table.prepare(0, this::rate);
        int tensors = device.memory().liveTensors();
        assertThat(table.begin(200)).isFalse();
        assertThat(table.begin(5000)).isTrue();
        assertThat(device.memory().liveTensors()).isEqualTo(tensors);
        assertThat(copies(table, 1, 5001)).isEqualTo(1);
        assertThat(row(table, 4999)[0]).isEqualTo(rate(4999));
        assertThat(table.begin(20)).isTrue();
        assertThat(rows(table)).isEqualTo(RateTable.FEWEST_ROWS);
    }
}
