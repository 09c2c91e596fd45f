package io.tributary.tsdb.head.deltas;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.floats.ExponentialBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one series of deltas comes to, told in the simplest way: floats, or histograms of positive
/// buckets.
final class DeltaModel {
    /// What is stored at a time: the float's bits or the histogram, and its start.
    record Stored(long bits, Optional<Histogram> histogram, long start) {
        static Stored of(double value, long start) {
            return new Stored(Double.doubleToRawLongBits(value), Optional.empty(), start);
        }

        boolean isStale() {
            return bits == SampleBits.STALE_NAN || histogram.filter(Histogram::isStale).isPresent();
        }
    }

    /// A delta on its way.
    record Delta(long start, long end, Stored what) {}

    final TreeMap<Long, Stored> stored = new TreeMap<>();

    /// Adds deltas that are known to be in the order of their ends.
    void add(List<Delta> deltas) {
        for (Delta delta : deltas) {
            add(delta);
        }
    }

    long frontier() {
        return stored.isEmpty() ? Long.MIN_VALUE : stored.lastKey();
    }

    private void add(Delta delta) {
        if (stored.isEmpty()) {
            put(delta, delta.what, knownStart(delta));
            return;
        }
        if (delta.end <= frontier()) {
            return;
        }
        Stored last = stored.lastEntry().getValue();
        boolean follows = knownStart(delta) <= frontier();
        if (!follows || last.isStale()) {
            put(delta, delta.what, follows ? frontier() : knownStart(delta));
        } else if (delta.what.isStale()) {
            put(delta, delta.what, last.start);
        } else if (delta.what.histogram.isPresent()) {
            Histogram sum = sum(last.histogram.orElseThrow(), delta.what.histogram.get());
            put(delta, new Stored(0, Optional.of(sum), 0), last.start);
        } else {
            double sum =
                    Double.longBitsToDouble(last.bits) + Double.longBitsToDouble(delta.what.bits);
            put(delta, Stored.of(sum, 0), last.start);
        }
    }

    private static long knownStart(Delta delta) {
        return delta.start < delta.end ? delta.start : 0;
    }

    private void put(Delta delta, Stored what, long start) {
        stored.put(delta.end, new Stored(what.bits, what.histogram, start));
    }

    private static Histogram sum(Histogram one, Histogram other) {
        int schema = Math.min(one.schema(), other.schema());
        Map<Integer, Long> buckets = new TreeMap<>();
        for (Histogram histogram : List.of(one, other)) {
            for (Histogram.Bucket bucket : histogram.positive()) {
                int index =
                        schema == Histogram.CUSTOM_BOUNDS
                                ? bucket.index()
                                : ExponentialBounds.reduce(
                                        bucket.index(), histogram.schema(), schema);
                buckets.merge(index, bucket.count(), Long::sum);
            }
        }
        List<Histogram.Bucket> positive = new ArrayList<>();
        buckets.forEach((index, count) -> positive.add(new Histogram.Bucket(index, count)));
        return new Histogram(
                Histogram.Kind.INTEGER,
                schema,
                one.zeroThresholdBits(),
                one.zeroCount() + other.zeroCount(),
                one.count() + other.count(),
                Double.doubleToRawLongBits(
                        Double.longBitsToDouble(one.sumBits())
                                + Double.longBitsToDouble(other.sumBits())),
                positive,
                List.of(),
                one.boundBits());
    }
}
