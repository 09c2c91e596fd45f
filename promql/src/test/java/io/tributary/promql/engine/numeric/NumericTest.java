package io.tributary.promql.engine.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumericTest {
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
