package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import java.util.Arrays;

/// Reads a `Summary` and writes its series.
///
/// ```
/// x_count 7    x_sum 12.5    x{quantile="0.5"} 1.25
/// ```
///
/// Reused; owned by one thread at a time.
final class SummaryFields {
    private static final int COUNT = 1;
    private static final int SUM = 2;
    private static final int QUANTILES = 3;
    private static final int START = 4;

    private static final int QUANTILE = 1;
    private static final int VALUE = 2;

    private static final int ROOM = 16;

    private static final String NAME = "Summary";

    private final MetricSeries series;
    private final NumberWords words;
    private long[] quantiles = new long[ROOM];
    private long[] values = new long[ROOM];
    private int quantileCount;

    SummaryFields(MetricSeries series, NumberWords words) {
        this.series = series;
        this.words = words;
    }

    /// Reads the innermost message of `in` to its end.
    MetricFault read(ProtoCursor in) throws MalformedRequestException {
        long count = 0;
        long sumBits = 0;
        quantileCount = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case COUNT -> count = in.readVarint(tag, NAME);
                case SUM -> sumBits = in.readFixed64(tag, NAME);
                case QUANTILES -> readQuantile(in, tag);
                case START -> series.setStart(Timestamps.read(in, tag, NAME));
                default -> in.skip(tag);
            }
        }
        if (!series.hasRoom(quantileCount + 2L)) {
            return MetricFault.TOO_LARGE;
        }
        series.beginCount();
        series.addCount(count, 0);
        series.beginSum();
        series.add(sumBits);
        for (int i = 0; i < quantileCount; i++) {
            series.beginQuantile(words.symbol(i, quantiles[i]));
            series.add(values[i]);
        }
        return MetricFault.NONE;
    }

    private void readQuantile(ProtoCursor in, int tag) throws MalformedRequestException {
        if (quantileCount == quantiles.length) {
            quantiles = Arrays.copyOf(quantiles, 2 * quantileCount);
            values = Arrays.copyOf(values, 2 * quantileCount);
        }
        quantiles[quantileCount] = 0;
        values[quantileCount] = 0;
        int outer = in.enter(tag, NAME);
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case QUANTILE -> quantiles[quantileCount] = in.readFixed64(field, "Quantile");
                case VALUE -> values[quantileCount] = in.readFixed64(field, "Quantile");
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        quantileCount++;
    }
}
