package io.tributary.tsdb.rules;

import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.record.histogram.HistogramSample;
import java.util.Arrays;
import java.util.Optional;

/// Adds a delta to what a series was worth. Reused; owned by one thread at a time.
final class ContentSum {
    private final HistogramBytesReader reader = new HistogramBytesReader();
    private final HistogramBytes bytes = new HistogramBytes();
    private final HistogramParts left = new HistogramParts();
    private final HistogramParts right = new HistogramParts();
    private final HistogramParts sum = new HistogramParts();

    /// What both come to, of which a stale marker is the end; empty where that is nothing.
    ///
    /// @param before empty where it is not known
    Optional<Content> add(Optional<Content> before, Content delta) {
        if (before.isEmpty() || before.get().isStale()) {
            return Optional.empty();
        }
        if (delta.isStale()) {
            return Optional.of(delta);
        }
        return switch (before.get()) {
            case Content.FloatValue(long bits) when delta instanceof Content.FloatValue more ->
                    Optional.of(new Content.FloatValue(add(bits, more.bits())));
            case Content.Histogram(HistogramSample one)
                    when delta instanceof Content.Histogram more ->
                    add(one, more.sample()).map(Content.Histogram::new);
            case Content.FloatValue _, Content.Histogram _ -> Optional.empty();
        };
    }

    private static long add(long bits, long more) {
        return Double.doubleToRawLongBits(
                Double.longBitsToDouble(bits) + Double.longBitsToDouble(more));
    }

    /// Of exponential ones, in the finest schema that is short enough to be stored.
    private Optional<HistogramSample> add(HistogramSample before, HistogramSample delta) {
        read(before, left);
        read(delta, right);
        if (!IntegerHistogramSum.exists(left, right)) {
            return Optional.empty();
        }
        int schema = Histogram.SCHEMA_MAX;
        while (schema >= Histogram.SCHEMA_MIN) {
            IntegerHistogramSum.add(left, right, schema, sum);
            bytes.clear();
            int length = bytes.append(sum);
            if (length <= HistogramSample.BYTES_MAX) {
                byte[] own = Arrays.copyOf(bytes.bytes(), length);
                return Optional.of(
                        new HistogramSample(delta.timeMillis(), ResetHint.UNKNOWN, own, 0, length));
            }
            schema = sum.schema() - 1;
        }
        return Optional.empty();
    }

    private void read(HistogramSample sample, HistogramParts into) {
        try {
            reader.read(sample.bytes(), sample.offset(), sample.length(), into);
        } catch (CorruptHistogramException e) {
            throw new IllegalStateException("BUG: a histogram that was accepted", e);
        }
    }
}
