package dev.cairn.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void writesNumbersThatEveryParserReads() {
        String text = Json.text(json -> {
            json.writeStartObject();
            Json.number(json, "tenth", 0.1);
            Json.number(json, "nan", Double.NaN);
            Json.number(json, "infinity", Double.NEGATIVE_INFINITY);
            json.writeArrayFieldStart("row");
            Json.number(json, 3);
            Json.number(json, 1e-4);
            json.writeEndArray();
            json.writeEndObject();
        });

        assertThat(text).isEqualTo("""
                {
                  "tenth": 0.1,
                  "nan": null,
                  "infinity": null,
                  "row": [ 3, 1.0E-4 ]
                }
                """);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, -0.0, 1, -3, 0.1, 1e-4, 1e15, 123456789012345.0, 1e300, Double.MIN_VALUE, 1 / 3.0, Double.NaN,
                Double.POSITIVE_INFINITY})
    void writesNumbersThatReadBackAsTheSameBits(double value) {
        assertThat(Double.parseDouble(Numbers.text(value))).isEqualTo(Double.valueOf(value));
    }

    @Test
    void writesNumbersTheSameWayInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Numbers.text(0.5)).isEqualTo("0.5");
            assertThat(Numbers.text(1234567)).isEqualTo("1234567");
        } finally {
            Locale.setDefault(before);
        }
    }
}
