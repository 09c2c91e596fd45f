package io.tributary.promql.engine.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "-0.0, -0, -0",
        "1e6, 1000000, 1e+06",
        "123456, 123456, 123456",
        "1.5e-7, 0.00000015, 1.5e-07",
        "0.0001, 0.0001, 0.0001",
        "Infinity, +Inf, +Inf",
        "NaN, NaN, NaN"
    })
    void text_ofANumber_isGos(double value, String plain, String general) {
        assertThat(GoFloat.plain(value)).isEqualTo(plain);
        assertThat(GoFloat.general(value)).isEqualTo(general);
    }

    @Test
    void text_ofTwoDigits_isRounded() {
        assertThat(GoFloat.general(123.4, 2)).isEqualTo("1.2e+02");
        assertThat(GoFloat.general(5, 2)).isEqualTo("5");
        assertThat(GoFloat.general(0.00123, 2)).isEqualTo("0.0012");
    }

    @Test
    void parse_ofWhatGoReads_isItsNumber() {
        assertThat(GoFloat.parse("+Inf")).hasValue(Double.POSITIVE_INFINITY);
        assertThat(GoFloat.parse("-1.5e3")).hasValue(-1500);
        assertThat(GoFloat.parse(".5")).hasValue(0.5);
    }

    @ParameterizedTest
    @CsvSource({"''", "' 1'", "1d", "0x", "Hello World", "--1", "1e"})
    void parse_ofWhatGoDoesNotRead_isNothing(String text) {
        assertThat(GoFloat.parse(text)).isEmpty();
    }

    @Test
    void quantile_ofValuesWithNan_countsItAsLeast() {
        double[] values = {3, Double.NaN, 1, 2};

        assertThat(Quantile.of(1, values, 4)).isEqualTo(3);
        assertThat(Quantile.of(0, values, 4)).isNaN();
        assertThat(Quantile.of(0.5, new double[] {1, 2}, 2)).isEqualTo(1.5);
        assertThat(Quantile.of(-1, values, 4)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void histogram_withoutAnEndlessBucket_hasNoQuantile() {
        ClassicHistogram histogram = new ClassicHistogram();
        histogram.add(1, 10);
        histogram.add(2, 20);

        assertThat(histogram.quantile(0.5)).isNaN();
        assertThat(histogram.fraction(0, 1)).isNaN();
    }

    @Test
    void histogram_bucketsInAnyOrder_areSortedAndJoined() {
        ClassicHistogram histogram = new ClassicHistogram();
        histogram.add(Double.POSITIVE_INFINITY, 20);
        histogram.add(2, 5);
        histogram.add(1, 5);
        histogram.add(2, 5);

        assertThat(histogram.quantile(0.25)).isEqualTo(1);
        assertThat(histogram.fraction(0, 1.5)).isEqualTo(0.375);
        assertThat(histogram.quantile(0.9)).isEqualTo(2);
    }

    @Test
    void mean_thatOverflows_goesOn() {
        Mean mean = new Mean();
        for (int i = 0; i < 4; i++) {
            mean.add(1e308);
        }

        assertThat(mean.mean()).isEqualTo(1e308);
    }

    @Test
    void sum_ofTenths_isExact() {
        KahanSum sum = new KahanSum();
        for (int i = 0; i < 10; i++) {
            sum.add(0.1);
        }

        assertThat(sum.total()).isEqualTo(1.0);
    }
}
