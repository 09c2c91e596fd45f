package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.BucketFields;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram.Kind;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.RawHistogram;
import io.tributary.model.histogram.ResetHint;

/// Reads one `Histogram`, in whatever order its fields come, and adds it to a batch: in normal
/// form, or with what is wrong with it. Reused; owned by one thread at a time.
final class HistogramMessage {
    private static final int COUNT_INT = 1;
    private static final int COUNT_FLOAT = 2;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT_INT = 6;
    private static final int ZERO_COUNT_FLOAT = 7;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_DELTAS = 9;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_DELTAS = 12;
    private static final int POSITIVE_COUNTS = 13;
    private static final int RESET_HINT = 14;
    private static final int TIMESTAMP = 15;
    private static final int CUSTOM_VALUES = 16;
    private static final int START = 17;

    private static final String NAME = "Histogram";

    private final RawHistogram raw = new RawHistogram();
    private final HistogramParts parts = new HistogramParts();
    private ResetHint hint = ResetHint.UNKNOWN;
    private long timeMillis;
    private long startMillis;

    /// Reads the innermost message of `in` to its end.
    void decode(ProtoCursor in, WriteBatch into) throws MalformedRequestException {
        raw.clear();
        hint = ResetHint.UNKNOWN;
        timeMillis = 0;
        startMillis = 0;
        while (!in.atEnd()) {
            decodeField(in);
        }
        HistogramFault fault = raw.normalize(parts);
        if (fault == HistogramFault.NONE) {
            into.addHistogram(timeMillis, hint, parts);
            if (startMillis != 0) {
                into.histograms().startLast(startMillis);
            }
        } else {
            into.addInvalidHistogram(timeMillis, fault);
        }
    }

    private void decodeField(ProtoCursor in) throws MalformedRequestException {
        int tag = in.readTag();
        switch (ProtoCursor.fieldNumber(tag)) {
            case COUNT_INT -> raw.setCount(Kind.INTEGER, in.readVarint(tag, NAME));
            case COUNT_FLOAT -> raw.setCount(Kind.FLOAT, in.readFixed64(tag, NAME));
            case SUM -> raw.setSum(in.readFixed64(tag, NAME));
            case SCHEMA -> raw.setSchema(ProtoCursor.zigzag32(in.readVarint(tag, NAME)));
            case ZERO_THRESHOLD -> raw.setZeroThreshold(in.readFixed64(tag, NAME));
            case ZERO_COUNT_INT -> raw.setZeroCount(Kind.INTEGER, in.readVarint(tag, NAME));
            case ZERO_COUNT_FLOAT -> raw.setZeroCount(Kind.FLOAT, in.readFixed64(tag, NAME));
            case NEGATIVE_SPANS -> BucketFields.readSpan(in, tag, NAME, raw.negative());
            case NEGATIVE_DELTAS -> BucketFields.readDeltas(in, tag, NAME, raw.negative());
            case NEGATIVE_COUNTS -> BucketFields.readCounts(in, tag, NAME, raw.negative());
            case POSITIVE_SPANS -> BucketFields.readSpan(in, tag, NAME, raw.positive());
            case POSITIVE_DELTAS -> BucketFields.readDeltas(in, tag, NAME, raw.positive());
            case POSITIVE_COUNTS -> BucketFields.readCounts(in, tag, NAME, raw.positive());
            case RESET_HINT -> hint = ResetHint.ofNumber((int) in.readVarint(tag, NAME));
            case TIMESTAMP -> timeMillis = in.readVarint(tag, NAME);
            case CUSTOM_VALUES -> decodeBounds(in, tag);
            case START -> startMillis = in.readVarint(tag, NAME);
            default -> in.skip(tag);
        }
    }

    /// A repeated number may stand alone or packed with others into one field.
    private void decodeBounds(ProtoCursor in, int tag) throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            raw.addBound(in.readFixed64(tag, NAME));
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            raw.addBound(in.readFixed64());
        }
        in.leave(outer);
    }
}
