package io.tributary.model.histogram.floats;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatHistogramTest {
    private static final FloatHistogram BOTH_SIDES =
            new FloatHistogram(
                    ResetHint.GAUGE,
                    1,
                    0.75,
                    2,
                    7,
                    -0.5,
                    FloatBuckets.of(new int[] {0, 2}, new double[] {1, 3}, 2),
                    FloatBuckets.of(new int[] {1, 2, 3}, new double[] {1, 0, 0}, 3),
                    CustomBounds.NONE);

    @Test
    void of_integers_areTheirNumbersUnsigned() {
        HistogramParts parts = new HistogramParts();
        parts.begin(
                Histogram.Kind.INTEGER,
                2,
                Double.doubleToLongBits(0.5),
                1,
                -1L,
                Double.doubleToLongBits(3));
        parts.addPositive(-3, 5);

        FloatHistogram histogram = FloatHistogram.of(ResetHint.NO_RESET, parts);

        assertThat(histogram.hint()).isEqualTo(ResetHint.NO_RESET);
        assertThat(histogram.count()).isEqualTo(0x1p64);
        assertThat(histogram.zeroThreshold()).isEqualTo(0.5);
        assertThat(histogram.positive().index(0)).isEqualTo(-3);
        assertThat(histogram.positive().count(0)).isEqualTo(5);
        assertThat(histogram.isSameAs(histogram.withHint(ResetHint.RESET))).isTrue();
    }

    @Test
    void buckets_thatHoldNothing_areLeftOut() {
        assertThat(BOTH_SIDES.negative().size()).isEqualTo(1);
        assertThat(FloatBuckets.of(new int[] {1}, new double[] {-0.0}, 1))
                .isSameAs(FloatBuckets.NONE);
    }

    @Test
    void walk_overBothSides_goesFromTheLowestToTheHighest() {
        BucketWalk walk = new BucketWalk();
        walk.reset(BOTH_SIDES);

        List<String> buckets = new ArrayList<>();
        for (int i = 0; i < walk.size(); i++) {
            buckets.add(
                    (walk.isLowerInclusive(i) ? "[" : "(")
                            + walk.lower(i)
                            + ","
                            + walk.upper(i)
                            + (walk.isUpperInclusive(i) ? "]" : ")")
                            + walk.count(i));
        }
        assertThat(buckets)
                .containsExactly(
                        "[-1.414213562373095,-1.0)1.0",
                        "[-0.75,0.75]2.0",
                        "(0.75,1.0]1.0",
                        "(1.414213562373095,2.0]3.0");
    }

    @Test
    void toString_isPrometheusForm() {
        assertThat(BOTH_SIDES)
                .hasToString(
                        "{count:7, sum:-0.5, [-1.414213562373095,-1):1, [-0.75,0.75]:2,"
                                + " (0.7071067811865475,1]:1, (1.414213562373095,2]:3}");
        FloatHistogram custom =
                new FloatHistogram(
                        ResetHint.UNKNOWN,
                        Histogram.CUSTOM_BOUNDS,
                        0,
                        0,
                        6,
                        9,
                        FloatBuckets.of(new int[] {0, 1, 2}, new double[] {1, 2, 3}, 3),
                        FloatBuckets.NONE,
                        CustomBounds.of(1, 2.5));
        assertThat(custom).hasToString("{count:6, sum:9, [-Inf,1]:1, (1,2.5]:2, (2.5,+Inf]:3}");
    }

    @Test
    void intersect_ofBounds_isWhatBothHave() {
        assertThat(CustomBounds.of(1, 2, 3, 5).intersect(CustomBounds.of(2, 4, 5)))
                .isEqualTo(CustomBounds.of(2, 5));
        assertThat(CustomBounds.of(1).intersect(CustomBounds.of(2))).isSameAs(CustomBounds.NONE);
    }
}
