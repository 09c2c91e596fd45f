package io.tributary.tsdb.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.record.histogram.HistogramSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentSumTest {
    private final ContentSum sum = new ContentSum();

    @Test
    void floats_areAdded_andAStaleMarkerEnds() {
        Content one = new Content.FloatValue(Double.doubleToRawLongBits(1.5));
        Content stale = new Content.FloatValue(SampleBits.STALE_NAN);
        assertThat(sum.add(Optional.of(one), one))
                .contains(new Content.FloatValue(Double.doubleToRawLongBits(3)));
        assertThat(sum.add(Optional.of(one), stale)).contains(stale);
        assertThat(sum.add(Optional.of(stale), one)).isEmpty();
        assertThat(sum.add(Optional.empty(), one)).isEmpty();
    }

    @Test
    void histogramsOfOtherBoundsKindsOrThresholds_haveNoSum() {
        Content exponential = content(histogram(2, 0, List.of(), 1));
        Content wideZero = content(histogram(2, bits(0.5), List.of(), 1));
        Content custom = content(histogram(Histogram.CUSTOM_BOUNDS, 0, List.of(bits(1)), 1));
        Content others = content(histogram(Histogram.CUSTOM_BOUNDS, 0, List.of(bits(2)), 1));
        Content number = new Content.FloatValue(0);
        for (Content other : List.of(wideZero, custom, number)) {
            assertThat(sum.add(Optional.of(exponential), other)).isEmpty();
            assertThat(sum.add(Optional.of(other), exponential)).isEmpty();
        }
        assertThat(sum.add(Optional.of(custom), others)).isEmpty();
        assertThat(sum.add(Optional.of(custom), custom)).isPresent();
    }

    /// Buckets at ever other places: the sum keeps all observations, in wider buckets.
    @Test
    void sumTooLongToBeStored_isOfACoarserSchema() throws CorruptHistogramException {
        Content even = content(sparse(0));
        Content odd = content(sparse(2));
        Content both = sum.add(Optional.of(even), odd).orElseThrow();
        assertThat(lengthOf(both)).isLessThanOrEqualTo(HistogramSample.BYTES_MAX);
        Histogram added = read(both);
        assertThat(added.schema()).isEqualTo(7);
        assertThat(added.count()).isEqualTo(2 * sparse(0).count());
        assertThat(added.positive().stream().mapToLong(Histogram.Bucket::count).sum())
                .isEqualTo(added.count());
    }

    /// Of custom bounds there is none coarser.
    @Test
    void sumTooLongOfCustomBounds_isNone() {
        List<Long> bounds = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            bounds.add(bits(i + 1.0 / 3));
        }
        assertThat(HistogramSample.BYTES_MAX).isLessThan(9_000 * 9);
        Content custom = content(histogram(Histogram.CUSTOM_BOUNDS, 0, bounds, 1));
        assertThat(sum.add(Optional.of(custom), custom)).isEmpty();
    }

    private static Histogram histogram(int schema, long threshold, List<Long> bounds, long count) {
        return new Histogram(
                Histogram.Kind.INTEGER,
                schema,
                threshold,
                0,
                count,
                bits(2),
                List.of(new Histogram.Bucket(0, count)),
                List.of(),
                bounds);
    }

    /// Of 12,000 buckets far from one another, some 48,000 bytes.
    private static Histogram sparse(int first) {
        List<Histogram.Bucket> buckets = new ArrayList<>();
        long count = 0;
        for (int i = 0; i < 12_000; i++) {
            long bucket = i % 2 == 0 ? 1 : 5_000;
            buckets.add(new Histogram.Bucket(first + 4 * i, bucket));
            count += bucket;
        }
        return new Histogram(
                Histogram.Kind.INTEGER, 8, 0, 0, count, bits(2), buckets, List.of(), List.of());
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static Content content(Histogram histogram) {
        HistogramParts parts = new HistogramParts();
        histogram.into(parts);
        HistogramBytes bytes = new HistogramBytes();
        int length = bytes.append(parts);
        return new Content.Histogram(
                new HistogramSample(0, ResetHint.UNKNOWN, bytes.bytes(), 0, length));
    }

    private static int lengthOf(Content content) {
        return ((Content.Histogram) content).sample().length();
    }

    private static Histogram read(Content content) throws CorruptHistogramException {
        HistogramSample sample = ((Content.Histogram) content).sample();
        HistogramParts parts = new HistogramParts();
        new HistogramBytesReader().read(sample.bytes(), sample.offset(), sample.length(), parts);
        return Histogram.of(parts);
    }
}
