package io.tributary.format.remoteread;

import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.histogram.ResetHint;
import java.util.List;

/// A native histogram as a message `Histogram`. Counts of integers stand in the field before that
/// of floats, those of buckets as differences.
final class HistogramFields {
    private static final int COUNT = 1;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT = 6;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_DELTAS = 9;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_DELTAS = 12;
    private static final int RESET_HINT = 14;
    private static final int TIMESTAMP = 15;
    private static final int CUSTOM_VALUES = 16;

    private HistogramFields() {}

    static void write(long timeMillis, ResetHint hint, Histogram histogram, ProtoWriter into) {
        boolean floats = histogram.kind() == Histogram.Kind.FLOAT;
        count(COUNT, histogram.count(), floats, into);
        into.fixed64(SUM, histogram.sumBits());
        into.zigzag(SCHEMA, histogram.schema());
        into.fixed64(ZERO_THRESHOLD, histogram.zeroThresholdBits());
        count(ZERO_COUNT, histogram.zeroCount(), floats, into);
        buckets(NEGATIVE_SPANS, NEGATIVE_DELTAS, histogram.negative(), floats, into);
        buckets(POSITIVE_SPANS, POSITIVE_DELTAS, histogram.positive(), floats, into);
        into.varint(RESET_HINT, hint.number());
        into.varint(TIMESTAMP, timeMillis);
        if (!histogram.boundBits().isEmpty()) {
            int bounds = into.begin(CUSTOM_VALUES);
            for (long bound : histogram.boundBits()) {
                into.rawFixed64(bound);
            }
            into.end(bounds);
        }
    }

    private static void count(int field, long count, boolean floats, ProtoWriter into) {
        if (floats) {
            into.fixed64(field + 1, count);
        } else {
            into.varint(field, count);
        }
    }

    private static void buckets(
            int spans, int deltas, List<Bucket> buckets, boolean floats, ProtoWriter into) {
        if (buckets.isEmpty()) {
            return;
        }
        int end = 0;
        int from = 0;
        while (from < buckets.size()) {
            int to = runEnd(buckets, from);
            int span = into.begin(spans);
            into.zigzag(1, buckets.get(from).index() - end);
            into.varint(2, to - from);
            into.end(span);
            end = buckets.get(to - 1).index() + 1;
            from = to;
        }
        int counts = into.begin(floats ? deltas + 1 : deltas);
        long before = 0;
        for (Bucket bucket : buckets) {
            if (floats) {
                into.rawFixed64(bucket.count());
            } else {
                long delta = bucket.count() - before;
                into.rawVarint((delta << 1) ^ (delta >> 63));
                before = bucket.count();
            }
        }
        into.end(counts);
    }

    /// Behind the buckets that follow each other without a gap.
    private static int runEnd(List<Bucket> buckets, int from) {
        int to = from + 1;
        while (to < buckets.size() && buckets.get(to).index() == buckets.get(to - 1).index() + 1) {
            to++;
        }
        return to;
    }
}
