package io.tributary.format.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.text.GoFloat;
import io.tributary.model.text.GoFloatReader;
import io.tributary.testkit.SeededCases;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class NumberTextTest {
    private static final List<String> PIECES =
            List.of("0", "1", "7", "25", "999999999", ".", "e", "E", "-", "+", "22", "inf", "NaN");

    @Test
    void readFloat_anyPieces_isWhatGoReads() {
        SeededCases.run(
                50_000,
                random -> {
                    StringBuilder text = new StringBuilder();
                    int count = random.between(0, 6);
                    for (int i = 0; i < count; i++) {
                        text.append(random.pick(PIECES));
                    }
                    assertSame(text.toString());
                });
    }

    @Test
    void readFloat_whatIsWritten_hasTheSameBits() {
        SeededCases.run(
                50_000,
                random -> {
                    double value =
                            random.oneIn(2)
                                    ? Double.longBitsToDouble(random.nextLong())
                                    : random.between(-1_000_000, 1_000_000) / 1e3;
                    assertSame(GoFloat.general(value));
                    assertSame(GoFloat.plain(value));
                });
    }

    @Test
    void readFloat_hexadecimalUnderscoreOrTooLong_isNone() {
        for (String text :
                List.of("0x1p3", "1_0", "1p3", " 1", "1 ", "+nan", "", "1".repeat(1101))) {
            assertThat(new NumberText().readFloat(bytes(text), 0, text.length())).isFalse();
        }
    }

    @Test
    void readWhole_bounds_areKept() {
        assertThat(whole("9223372036854775807")).isEqualTo("9223372036854775807");
        assertThat(whole("-9223372036854775808")).isEqualTo("-9223372036854775808");
        assertThat(whole("000123")).isEqualTo("123");
        assertThat(whole("-0")).isEqualTo("0");
        for (String text :
                List.of(
                        "9223372036854775808",
                        "-9223372036854775809",
                        "",
                        "-",
                        "+1",
                        "1.0",
                        "1e3")) {
            assertThat(whole(text)).as(text).isEqualTo("none");
        }
    }

    @Test
    void readUnsigned_bounds_areKept() {
        assertThat(unsigned("18446744073709551615")).isEqualTo("18446744073709551615");
        assertThat(unsigned("0")).isEqualTo("0");
        for (String text : List.of("18446744073709551616", "-1", "", "99999999999999999999")) {
            assertThat(unsigned(text)).as(text).isEqualTo("none");
        }
    }

    private static void assertSame(String text) {
        NumberText numbers = new NumberText();
        OptionalDouble want = GoFloatReader.read(text);
        boolean read = numbers.readFloat(bytes(text), 0, text.length());

        assertThat(read).as(text).isEqualTo(want.isPresent());
        if (read && !Double.isNaN(want.getAsDouble())) {
            assertThat(numbers.bits())
                    .as(text)
                    .isEqualTo(Double.doubleToRawLongBits(want.getAsDouble()));
        }
    }

    private static String whole(String text) {
        NumberText numbers = new NumberText();
        return numbers.readWhole(bytes(text), 0, text.length())
                ? Long.toString(numbers.whole())
                : "none";
    }

    private static String unsigned(String text) {
        NumberText numbers = new NumberText();
        return numbers.readUnsigned(bytes(text), 0, text.length())
                ? Long.toUnsignedString(numbers.whole())
                : "none";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
