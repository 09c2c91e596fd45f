package io.tributary.promql.engine.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import org.junit.jupiter.api.Test;

/// What Prometheus' scripts do not say of resets.
class ResetDetectionTest {
    /// As in the rate of a histogram, whose buckets are written out where they held nothing.
    private static final FloatHistogram BEFORE = of(2, new int[] {0, 1, 2}, 1, 0, 1);

    @Test
    void bucketThatIsGone_behindAnEmptyOne_isAReset() {
        assertThat(ResetDetection.isReset(of(5, new int[] {0}, 5), BEFORE)).isTrue();
        assertThat(ResetDetection.isReset(of(5, new int[] {}), BEFORE)).isTrue();
    }

    @Test
    void emptyBucketThatIsGone_isNone() {
        assertThat(ResetDetection.isReset(of(5, new int[] {0, 2}, 1, 4), BEFORE)).isFalse();
    }

    @Test
    void hintThatSaysSomething_isBelieved() {
        FloatHistogram more = of(5, new int[] {0, 2}, 1, 4);
        assertThat(ResetDetection.isReset(more.withHint(ResetHint.RESET), BEFORE)).isTrue();
        assertThat(ResetDetection.isReset(BEFORE.withHint(ResetHint.NO_RESET), more)).isFalse();
        assertThat(ResetDetection.isReset(BEFORE.withHint(ResetHint.UNKNOWN), more)).isTrue();
    }

    private static FloatHistogram of(double count, int[] indexes, double... counts) {
        return new FloatHistogram(
                ResetHint.GAUGE,
                0,
                1e-128,
                0,
                count,
                1,
                FloatBuckets.of(indexes, counts, counts.length),
                FloatBuckets.NONE,
                CustomBounds.NONE);
    }
}
