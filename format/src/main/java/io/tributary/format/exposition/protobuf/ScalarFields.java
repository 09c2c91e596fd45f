package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;

/// Reads the value of a gauge, a counter or an untyped metric, and writes its one series. Reused;
/// owned by one thread at a time.
final class ScalarFields {
    private static final int VALUE = 1;
    private static final int EXEMPLAR = 2;
    private static final int START = 3;

    private static final String NAME = "Counter";

    private final MetricSeries series;
    private final ExemplarMessage exemplar;
    private final TextRange exemplarAt = new TextRange();

    ScalarFields(MetricSeries series, ExemplarMessage exemplar) {
        this.series = series;
        this.exemplar = exemplar;
    }

    /// Reads the innermost message of `in` to its end.
    MetricFault read(ProtoCursor in) throws MalformedRequestException {
        long valueBits = 0;
        exemplarAt.clear();
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case VALUE -> valueBits = in.readFixed64(tag, NAME);
                case EXEMPLAR -> exemplarAt.read(in, tag, NAME);
                case START -> series.setStart(Timestamps.read(in, tag, NAME));
                default -> in.skip(tag);
            }
        }
        if (!series.hasRoom(1)) {
            return MetricFault.TOO_LARGE;
        }
        series.begin();
        series.add(valueBits);
        if (exemplarAt.offset() > 0) {
            exemplar.read(in, exemplarAt.offset(), exemplarAt.end());
        }
        return MetricFault.NONE;
    }
}
