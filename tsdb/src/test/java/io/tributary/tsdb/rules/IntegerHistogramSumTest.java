package io.tributary.tsdb.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Buckets;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.floats.ExponentialBounds;
import io.tributary.testkit.SeededCases;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IntegerHistogramSumTest {
    /// Every observation of both is in the bucket of the sum that covers it.
    @Test
    void add_randomOnes_keepsEveryObservationInItsBucket() {
        SeededCases.run(
                2_000,
                random -> {
                    HistogramParts one = parts(random);
                    HistogramParts other = parts(random);
                    int schemaMax = random.between(-4, 8);
                    HistogramParts sum = new HistogramParts();
                    IntegerHistogramSum.add(one, other, schemaMax, sum);
                    int schema = Math.min(schemaMax, Math.min(one.schema(), other.schema()));
                    assertThat(sum.schema()).isEqualTo(schema);
                    assertThat(sum.count()).isEqualTo(one.count() + other.count());
                    assertThat(sum.zeroCount()).isEqualTo(one.zeroCount() + other.zeroCount());
                    assertThat(counts(sum.positive(), schema, schema))
                            .isEqualTo(
                                    merged(
                                            counts(one.positive(), one.schema(), schema),
                                            counts(other.positive(), other.schema(), schema)));
                    assertThat(counts(sum.negative(), schema, schema))
                            .isEqualTo(
                                    merged(
                                            counts(one.negative(), one.schema(), schema),
                                            counts(other.negative(), other.schema(), schema)));
                });
    }

    @Test
    void add_lowestIndexOfAll_goesToTheWiderBucketThatHoldsIt() {
        HistogramParts low = exponential(3);
        low.addPositive(Integer.MIN_VALUE, 2);
        HistogramParts wide = exponential(2);
        wide.addPositive(0, 1);
        HistogramParts sum = new HistogramParts();
        IntegerHistogramSum.add(low, wide, 8, sum);
        assertThat(Histogram.of(sum).positive())
                .containsExactly(
                        new Histogram.Bucket(Integer.MIN_VALUE / 2, 2), new Histogram.Bucket(0, 1));
    }

    @Test
    void exists_onlyOfIntegersWithTheSameBoundsOrThreshold() {
        HistogramParts stale = new HistogramParts();
        stale.setStale();
        HistogramParts floats = new HistogramParts();
        floats.begin(Histogram.Kind.FLOAT, 3, 0, 0, 0, 0);
        HistogramParts threshold = new HistogramParts();
        threshold.begin(Histogram.Kind.INTEGER, 3, 1, 0, 0, 0);
        HistogramParts bounds = custom(1);
        HistogramParts more = custom(1, 2);
        for (HistogramParts other : List.of(stale, floats, threshold, bounds)) {
            assertThat(IntegerHistogramSum.exists(exponential(3), other)).isFalse();
            assertThat(IntegerHistogramSum.exists(other, exponential(3))).isFalse();
        }
        assertThat(IntegerHistogramSum.exists(bounds, more)).isFalse();
        assertThat(IntegerHistogramSum.exists(custom(1, 3), more)).isFalse();
        assertThat(IntegerHistogramSum.exists(custom(1, 2), more)).isTrue();
        assertThat(IntegerHistogramSum.exists(exponential(3), exponential(-4))).isTrue();
    }

    private static HistogramParts parts(SeededCases.Random random) {
        HistogramParts parts = new HistogramParts();
        int zero = random.between(0, 5);
        parts.begin(Histogram.Kind.INTEGER, random.between(-4, 8), 0, zero, 1_000, 0);
        for (int index = random.between(-40, 0); index < 40; index += random.between(1, 20)) {
            parts.addPositive(index, random.between(1, 9));
            parts.addNegative(index, random.between(0, 9));
        }
        return parts;
    }

    private static HistogramParts exponential(int schema) {
        HistogramParts parts = new HistogramParts();
        parts.begin(Histogram.Kind.INTEGER, schema, 0, 0, 2, 0);
        return parts;
    }

    private static HistogramParts custom(double... bounds) {
        HistogramParts parts = new HistogramParts();
        parts.begin(
                Histogram.Kind.INTEGER, Histogram.CUSTOM_BOUNDS, 0, 0, 0, SampleBits.NORMAL_NAN);
        for (double bound : bounds) {
            parts.addBound(Double.doubleToRawLongBits(bound));
        }
        return parts;
    }

    private static Map<Integer, Long> counts(Buckets buckets, int schema, int coarser) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            int index = buckets.index(i);
            index = ExponentialBounds.reduce(index, schema, coarser);
            counts.merge(index, buckets.count(i), Long::sum);
        }
        return counts;
    }

    private static Map<Integer, Long> merged(Map<Integer, Long> one, Map<Integer, Long> other) {
        Map<Integer, Long> all = new TreeMap<>(one);
        other.forEach((index, count) -> all.merge(index, count, Long::sum));
        return all;
    }
}
