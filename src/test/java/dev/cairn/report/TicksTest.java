package dev.cairn.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, 0", "0.25, 0.25", "0.30000000000000004, 0.3", "-1.5, -1.5", "96, 96", "1000, 1000",
        "9999, 9999",
        "20000, 20k", "49589, 49.59k", "1500000, 1.5M", "0.001, 0.001", "0.00002, 2e-5", "-0.00025, -2.5e-4",
        "1000000000, 1e9", "12345678901, 1.235e10"})
    void numbersAreAsShortAsAnAxisWantsThem(double value, String text) {
        assertThat(Ticks.text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';',
            value = {"0.125; 0.125", "999.5; 999.5", "49589; 49,589", "-1234.4; -1,234", "123456789; 123.5M"})
    void numbersThatStandForThemselvesAreGrouped(double value, String text) {
        assertThat(Ticks.label(value)).isEqualTo(text);
    }
}
