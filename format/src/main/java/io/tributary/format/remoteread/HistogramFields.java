package io.tributary.format.remoteread;

import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;

/// A native histogram as a `Histogram` of floats.
final class HistogramFields {
    private static final int COUNT_FLOAT = 2;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT_FLOAT = 7;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_COUNTS = 13;
    private static final int RESET_HINT = 14;
    private static final int TIMESTAMP = 15;
    private static final int CUSTOM_VALUES = 16;

    private HistogramFields() {}

    static void write(long timeMillis, FloatHistogram histogram, ProtoWriter into) {
        number(COUNT_FLOAT, histogram.count(), into);
        number(SUM, histogram.sum(), into);
        into.zigzag(SCHEMA, histogram.schema());
        number(ZERO_THRESHOLD, histogram.zeroThreshold(), into);
        number(ZERO_COUNT_FLOAT, histogram.zeroCount(), into);
        buckets(NEGATIVE_SPANS, NEGATIVE_COUNTS, histogram.negative(), into);
        buckets(POSITIVE_SPANS, POSITIVE_COUNTS, histogram.positive(), into);
        into.varint(RESET_HINT, histogram.hint().number());
        into.varint(TIMESTAMP, timeMillis);
        if (histogram.isCustom()) {
            int bounds = into.begin(CUSTOM_VALUES);
            for (int i = 0; i < histogram.bounds().size(); i++) {
                into.rawFixed64(Double.doubleToRawLongBits(histogram.bounds().upper(i)));
            }
            into.end(bounds);
        }
    }

    private static void buckets(
            int spanField, int countField, FloatBuckets buckets, ProtoWriter into) {
        if (buckets.isEmpty()) {
            return;
        }
        buckets.forEachSpan((offset, length) -> {
            int span = into.begin(spanField);
            into.zigzag(1, offset);
            into.varint(2, length);
            into.end(span);
        });
        int counts = into.begin(countField);
        for (int i = 0; i < buckets.size(); i++) {
            into.rawFixed64(Double.doubleToRawLongBits(buckets.count(i)));
        }
        into.end(counts);
    }

    private static void number(int field, double value, ProtoWriter into) {
        into.fixed64(field, Double.doubleToRawLongBits(value));
    }
}
