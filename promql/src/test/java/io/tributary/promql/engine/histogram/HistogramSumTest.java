package io.tributary.promql.engine.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.ExponentialBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramSumTest {
    /// Counts are whole numbers, so that the order of adding decides no bit.
    @Test
    void add_ofManySchemas_countsEachBucketInTheCoarsest() {
        SeededCases.run(
                200,
                random -> {
                    int histograms = random.between(1, 6);
                    int coarsest = 8;
                    Map<Integer, Double> finest = new TreeMap<>();
                    List<FloatHistogram> added = new ArrayList<>();
                    for (int i = 0; i < histograms; i++) {
                        int schema = random.between(-4, 8);
                        coarsest = Math.min(coarsest, schema);
                        Map<Integer, Double> buckets = new TreeMap<>();
                        for (int b = random.between(0, 12); b > 0; b--) {
                            buckets.put(random.between(-40, 40), (double) random.between(1, 9));
                        }
                        int from = schema;
                        // As the lowest bucket of schema 8 within: found again in any coarser one.
                        buckets.forEach((index, count) ->
                                finest.merge(index << (8 - from), count, Double::sum));
                        added.add(of(schema, buckets));
                    }
                    HistogramSum sum = new HistogramSum(added.getFirst());
                    added.stream().skip(1).forEach(next -> assertThat(sum.add(next)).isTrue());
                    FloatHistogram total = sum.result();
                    Map<Integer, Double> expected = new TreeMap<>();
                    int to = coarsest;
                    finest.forEach((index, count) ->
                            expected.merge(
                                    ExponentialBounds.reduce(index, 8, to), count, Double::sum));
                    assertThat(total.schema()).isEqualTo(coarsest);
                    assertThat(map(total.positive())).isEqualTo(expected);
                    assertThat(total.count())
                            .isEqualTo(expected.values().stream().mapToDouble(c -> c).sum());
                });
    }

    @Test
    void add_ofAWiderZeroBucket_takesInWhatItCovers() {
        HistogramSum sum = new HistogramSum(of(0, Map.of(-1, 2.0, 0, 3.0, 4, 5.0)));

        sum.add(zero(0.75, 10));

        // 0.75 is within (0.5, 1]: the zero bucket must reach to where that ends.
        FloatHistogram total = sum.result();
        assertThat(total.zeroThreshold()).isEqualTo(1);
        assertThat(total.zeroCount()).isEqualTo(15);
        assertThat(map(total.positive())).isEqualTo(Map.of(4, 5.0));
    }

    @Test
    void add_ofOtherCustomBounds_usesThoseThatBothHave() {
        HistogramSum sum = new HistogramSum(custom(new double[] {1, 2, 3}, 1, 2, 4, 8));

        assertThat(sum.add(custom(new double[] {2, 5}, 16, 32, 64))).isTrue();

        FloatHistogram total = sum.result();
        assertThat(sum.hasReconciled()).isTrue();
        assertThat(total.bounds()).isEqualTo(CustomBounds.of(2));
        assertThat(map(total.positive())).isEqualTo(Map.of(0, 19.0, 1, 108.0));
        assertThat(sum.add(of(0, Map.of()))).isFalse();
    }

    @Test
    void subtract_ofItself_leavesNoBuckets() {
        FloatHistogram histogram = of(3, Map.of(-1, 2.0, 7, 0.1));
        HistogramSum difference = new HistogramSum(histogram);

        difference.subtract(histogram);

        assertThat(difference.result().positive().isEmpty()).isTrue();
        assertThat(difference.result().count()).isZero();
    }

    @Test
    void hints_thatContradict_collide() {
        FloatHistogram reset = of(0, Map.of()).withHint(ResetHint.RESET);
        HistogramSum sum = new HistogramSum(reset);
        sum.add(reset.withHint(ResetHint.UNKNOWN));
        assertThat(sum.hasCollided()).isFalse();
        sum.add(reset.withHint(ResetHint.NO_RESET));
        assertThat(sum.hasCollided()).isFalse();
        assertThat(sum.sawConflict()).isTrue();

        HistogramSum direct = new HistogramSum(reset);
        direct.add(reset.withHint(ResetHint.NO_RESET));
        assertThat(direct.hasCollided()).isTrue();
        assertThat(direct.result().hint()).isEqualTo(ResetHint.UNKNOWN);
        direct.add(reset.withHint(ResetHint.GAUGE));
        assertThat(direct.result().hint()).isEqualTo(ResetHint.GAUGE);
    }

    @Test
    void mean_whereTheSumOverflows_goesOnIncrementally() {
        FloatHistogram large = of(0, Map.of(1, Double.MAX_VALUE));
        HistogramMean mean = new HistogramMean(large);
        mean.add(large);
        mean.add(large);

        assertThat(mean.result().positive().count(0))
                .isCloseTo(Double.MAX_VALUE, Percentage.withPercentage(1e-9));
    }

    private static FloatHistogram of(int schema, Map<Integer, Double> buckets) {
        double count = buckets.values().stream().mapToDouble(c -> c).sum();
        return new FloatHistogram(
                ResetHint.UNKNOWN,
                schema,
                0,
                0,
                count,
                0,
                buckets(new TreeMap<>(buckets)),
                FloatBuckets.NONE,
                CustomBounds.NONE);
    }

    private static FloatHistogram zero(double threshold, double count) {
        return new FloatHistogram(
                ResetHint.UNKNOWN,
                0,
                threshold,
                count,
                count,
                0,
                FloatBuckets.NONE,
                FloatBuckets.NONE,
                CustomBounds.NONE);
    }

    private static FloatHistogram custom(double[] bounds, double... counts) {
        Map<Integer, Double> buckets = new TreeMap<>();
        double count = 0;
        for (int i = 0; i < counts.length; i++) {
            buckets.put(i, counts[i]);
            count += counts[i];
        }
        return new FloatHistogram(
                ResetHint.UNKNOWN,
                Histogram.CUSTOM_BOUNDS,
                0,
                0,
                count,
                0,
                buckets(buckets),
                FloatBuckets.NONE,
                CustomBounds.of(bounds));
    }

    private static FloatBuckets buckets(Map<Integer, Double> buckets) {
        int[] indexes = buckets.keySet().stream().mapToInt(i -> i).toArray();
        double[] counts = buckets.values().stream().mapToDouble(c -> c).toArray();
        return FloatBuckets.of(indexes, counts, counts.length);
    }

    private static Map<Integer, Double> map(FloatBuckets buckets) {
        Map<Integer, Double> map = new TreeMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            map.put(buckets.index(i), buckets.count(i));
        }
        return map;
    }
}
