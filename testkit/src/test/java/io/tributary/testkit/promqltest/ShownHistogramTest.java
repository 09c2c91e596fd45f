package io.tributary.testkit.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.promqltest.ShownHistogram.Bucket;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is expected here is what Prometheus' `histogram.AllBucketIterator` and `MarshalHistogram`
/// make of these histograms.
class ShownHistogramTest {
    private static ShownHistogram shown(String literal) {
        return ShownHistogram.of(HistogramLiteral.read(new TextCursor(literal)).histogram());
    }

    @Test
    void of_bothSidesAndZero_ascends() {
        assertThat(
                        shown(
                                        "{{schema:0 z_bucket:1 z_bucket_w:0.25 buckets:[2 0 3] n_buckets:[4 5]}}")
                                .buckets())
                .containsExactly(
                        new Bucket(1, -2, -1, 5),
                        new Bucket(1, -1, -0.5, 4),
                        new Bucket(3, -0.25, 0.25, 1),
                        new Bucket(0, 0.5, 1, 2),
                        new Bucket(0, 2, 4, 3));
    }

    @Test
    void of_bucketsThatReachIntoZero_areShownFromItsEnd() {
        assertThat(shown("{{z_bucket:-1 z_bucket_w:0.75 buckets:[2] n_buckets:[4]}}").buckets())
                .containsExactly(new Bucket(1, -1, -0.75, 4), new Bucket(0, 0.75, 1, 2));
    }

    @Test
    void of_customBounds_beginsAndEndsInInfinity() {
        assertThat(shown("{{schema:-53 count:6 sum:7 custom_values:[-1 5] buckets:[1 2 3]}}"))
                .isEqualTo(
                        new ShownHistogram(
                                6,
                                7,
                                List.of(
                                        new Bucket(3, Double.NEGATIVE_INFINITY, -1, 1),
                                        new Bucket(0, -1, 5, 2),
                                        new Bucket(0, 5, Double.POSITIVE_INFINITY, 3))));
    }

    @Test
    void of_lastBuckets_endAtTheLargestNumberAndAtInfinity() {
        assertThat(shown("{{schema:0 buckets:[1 2] offset:1024}}").buckets())
                .containsExactly(
                        new Bucket(0, 0x1p1023, Double.MAX_VALUE, 1),
                        new Bucket(0, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 2));
        assertThat(shown("{{schema:-4 buckets:[1 2] offset:64}}").buckets())
                .containsExactly(
                        new Bucket(0, 0x1p1008, Double.MAX_VALUE, 1),
                        new Bucket(0, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 2));
    }

    @Test
    void of_histogramThatCountedNothing_hasNoBuckets() {
        assertThat(shown("{{schema:-53 custom_values:[1] buckets:[0]}}").buckets()).isEmpty();
        assertThat(shown("{{z_bucket_w:1 buckets:[0]}}").buckets()).isEmpty();
    }
}
