package io.tributary.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Go 1.26 printed for the same texts.
final class GoFloatReaderTest {
    @ParameterizedTest
    @CsvSource({
        "+Inf, Infinity",
        "-infinity, -Infinity",
        "-1.5e3, -1500",
        ".5, 0.5",
        "5., 5",
        "+7, 7",
        "00017, 17",
        "0x1p-2, 0.25",
        "-0X1.8p1, -3",
        "1e-400, 0",
        "1E5, 100000"
    })
    void read_ofWhatGoReads_isItsNumber(String text, double value) {
        assertThat(GoFloatReader.read(text)).hasValue(value);
    }

    @Test
    void read_ofNan_isNan() {
        assertThat(GoFloatReader.read("nAn").orElseThrow()).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "' 1'",
        "1d",
        "1f",
        "0x",
        "0x1",
        "Hello World",
        "--1",
        "+-1",
        "1e",
        "1e999",
        "+nan",
        ".",
        "0x1p99999"
    })
    void read_ofWhatGoDoesNotRead_isNothing(String text) {
        assertThat(GoFloatReader.read(text)).isEmpty();
    }
}
