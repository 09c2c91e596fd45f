package io.tributary.testkit.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AtVariantsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    metric | metric @ 10.000
                    metric{a="x,)["} | metric{a="x,)["} @ 10.000
                    {__name__=`m`} | {__name__=`m`} @ 10.000
                    metric @ 5 | metric @ 5
                    metric @ -1.5e3 | metric @ -1.5e3
                    metric @ start() | metric @ 10.000
                    metric offset 5m | metric @ 10.000 offset 5m
                    metric offset -50 @ 0 | metric offset -50 @ 0
                    metric offset -min_of(step(), 1s)^0 | metric @ 10.000 offset -min_of(step(), 1s)^0
                    rate(metric[5m] offset 1m) | rate(metric[5m] @ 10.000 offset 1m)
                    rate(metric[5m] smoothed) | rate(metric[5m] @ 10.000 smoothed)
                    metric @ 100 smoothed + 0 | metric @ 100 smoothed + 0
                    sum by (job) (metric) | sum by (job) (metric @ 10.000)
                    sum(metric) without (job) | sum(metric @ 10.000) without (job)
                    a + on(x) group_left(y) b | a @ 10.000 + on(x) group_left(y) b @ 10.000
                    a == bool 1e-3 | a @ 10.000 == bool 1e-3
                    a and b unless c | a @ 10.000 and b @ 10.000 unless c @ 10.000
                    -a^2 | -a @ 10.000^2
                    NaN * a | NaN * a @ 10.000
                    metric[10m:1m] | metric[10m:1m] @ 10.000
                    metric @ 3[10m:] | metric @ 3[10m:] @ 10.000
                    max_over_time(rate(a[1m])[5m:1m] @ 7) | max_over_time(rate(a[1m])[5m:1m] @ 7)
                    sum(a) by (b)[5m:1m] + c | sum(a) by (b)[5m:1m] @ 10.000 + c @ 10.000
                    sum_over_time(time()[5m:1m]) | sum_over_time(time()[5m:1m] @ 10.000)
                    label_replace(a, "x", "$1", "y", "(b)") | label_replace(a @ 10.000, "x", "$1", "y", "(b)")
                    """)
    void of_expression_pinsEachSelectorOnce(String expression, String pinned) {
        assertThat(AtVariants.of(expression, 10_000))
                .allSatisfy(variant -> assertThat(variant.expression()).isEqualTo(pinned))
                .extracting(AtVariants.Variant::tMillis)
                .containsExactly(-100_000L, 0L, 2_000L, 10_000L, 100_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"time()", "a + hour(b)", "timestamp(a)", "metric + start()"})
    void of_expressionThatAsksForTheTime_hasNone(String expression) {
        assertThat(AtVariants.of(expression, 10_000)).isEmpty();
    }

    @Test
    void of_timeZero_looksAroundIt() {
        assertThat(AtVariants.of("a", 0))
                .containsExactly(
                        new AtVariants.Variant("a @ 0.000", -1000),
                        new AtVariants.Variant("a @ 0.000", 0),
                        new AtVariants.Variant("a @ 0.000", 1000));
    }
}
