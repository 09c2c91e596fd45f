package io.tributary.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoFloatTest {
    /// What Go printed: bits in hex, forms `e`, `g`, which one the API takes, form `f`.
    private static final Path GO = Path.of("src/test/resources/go-floats.txt");

    @Test
    void format_numbersThatGoPrinted_isTheSame() throws IOException {
        List<String> lines = Files.readAllLines(GO);
        assertThat(lines).hasSizeGreaterThan(800);
        for (String line : lines) {
            String[] go = line.split(" ", -1);
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(go[0], 16));
            assertThat(GoFloat.format(value, GoFloat.Form.EXPONENT)).isEqualTo(go[1]);
            assertThat(GoFloat.format(value, GoFloat.Form.GENERAL)).isEqualTo(go[2]);
            assertThat(GoFloat.format(value, GoFloat.Form.SAMPLE))
                    .isEqualTo(go[3].equals("e") ? go[1] : go[4]);
            assertThat(GoFloat.plain(value)).isEqualTo(go[4]);
        }
    }

    /// Go 1.26's `%.1g`, `%.2g` and `%.15g`.
    @ParameterizedTest
    @CsvSource({
        "123.4, 1e+02, 1.2e+02, 123.4",
        "5, 5, 5, 5",
        "0.00123, 0.001, 0.0012, 0.00123",
        "0.00001, 1e-05, 1e-05, 1e-05",
        "-99.5, -1e+02, -1e+02, -99.5",
        "2.5, 2, 2.5, 2.5",
        "0.1, 0.1, 0.1, 0.1",
        "12345678901234567, 1e+16, 1.2e+16, 1.23456789012346e+16",
        "-0.0, -0, -0, -0",
        "NaN, NaN, NaN, NaN",
        "-Infinity, -Inf, -Inf, -Inf"
    })
    void general_ofSoManyDigits_isRounded(double value, String one, String two, String fifteen) {
        assertThat(GoFloat.general(value, 1)).isEqualTo(one);
        assertThat(GoFloat.general(value, 2)).isEqualTo(two);
        assertThat(GoFloat.general(value, 15)).isEqualTo(fifteen);
    }

    @Test
    void format_anyNumber_readsBackAndHasNoMoreDigitsThanJava() {
        SeededCases.run(
                50_000,
                random -> {
                    double value =
                            random.oneIn(2)
                                    ? Double.longBitsToDouble(random.nextLong())
                                    : random.between(-1_000_000_000L, 1_000_000_000L)
                                            / Math.pow(10, random.between(0, 9));
                    if (Double.isFinite(value)) {
                        String text = GoFloat.format(value, GoFloat.Form.EXPONENT);
                        assertThat(Double.parseDouble(text)).isEqualTo(value);
                        assertThat(GoFloatReader.read(text)).hasValue(value);
                        assertThat(GoFloatReader.read(GoFloat.plain(value))).hasValue(value);
                        assertThat(digits(text))
                                .isLessThanOrEqualTo(digits(Double.toString(value)));
                    }
                });
    }

    @Test
    void digits_anyNumberItKnows_areThoseOfJava() {
        SeededCases.run(
                300_000,
                random -> {
                    double value =
                            random.oneIn(2)
                                    ? Math.abs(Double.longBitsToDouble(random.nextLong()))
                                    : random.fraction() * Math.pow(10, random.between(-12, 20));
                    if (!Double.isFinite(value) || !ShortestDigits.knows(value)) {
                        return;
                    }
                    BigDecimal digits = BigDecimal.valueOf(ShortestDigits.digits(value));
                    assertThat(digits.scaleByPowerOfTen(ShortestDigits.exponent(value)))
                            .isEqualByComparingTo(new BigDecimal(Double.toString(value)));
                });
    }

    @Test
    void digits_numbersBesidePowersOfTwoAndTen_areThoseOfJava() {
        for (int power = -1000; power < 1000; power++) {
            for (double near :
                    new double[] {Math.scalb(1.0, power), Math.pow(10, Math.floorDiv(power, 4))}) {
                for (double value : new double[] {Math.nextUp(near), Math.nextDown(near)}) {
                    if (ShortestDigits.knows(value)) {
                        BigDecimal digits = BigDecimal.valueOf(ShortestDigits.digits(value));
                        assertThat(digits.scaleByPowerOfTen(ShortestDigits.exponent(value)))
                                .isEqualByComparingTo(new BigDecimal(Double.toString(value)));
                    }
                }
            }
        }
    }

    @Test
    void write_numbersOfFewAndOfManyDigits_allocatesNothing() {
        GoFloat format = new GoFloat();
        byte[] into = new byte[GoFloat.LENGTH_MAX];

        assertThat(
                        AllocationProbe.bytes(() -> {
                            format.write(1234.567, GoFloat.Form.SAMPLE, into, 0);
                            format.write(2 / 3.0, GoFloat.Form.SAMPLE, into, 0);
                        }))
                .isZero();
    }

    private static long digits(String number) {
        int end = number.toLowerCase(Locale.ROOT).indexOf('e');
        return number.substring(0, end < 0 ? number.length() : end)
                .chars()
                .filter(Character::isDigit)
                .count();
    }
}
