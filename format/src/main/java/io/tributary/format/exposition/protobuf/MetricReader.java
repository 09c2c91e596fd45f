package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;

/// Reads one `Metric`: labels and time first, wherever they stand, then its value. Reused; owned by
/// one thread at a time.
final class MetricReader {
    private static final int LABEL = 1;
    private static final int TIME = 6;

    private static final String NAME = "Metric";

    private final MetricSeries series;
    private final LabelPair label = new LabelPair();
    private final TextRange value = new TextRange();
    private final ScalarFields scalar;
    private final SummaryFields summary;
    private final HistogramFields histogram;

    MetricReader(MetricSeries series, NumberWords words) {
        this.series = series;
        ExemplarMessage exemplar = new ExemplarMessage(series);
        scalar = new ScalarFields(series, exemplar);
        summary = new SummaryFields(series, words);
        histogram = new HistogramFields(series, words, exemplar);
    }

    /// Reads the innermost message of `in` to its end.
    ///
    /// @param arrivalMillis the time of a metric that brings none
    MetricFault read(ProtoCursor in, FamilyType type, long arrivalMillis)
            throws MalformedRequestException {
        series.beginMetric(arrivalMillis);
        boolean hasValue = false;
        while (!in.atEnd()) {
            int tag = in.readTag();
            int field = ProtoCursor.fieldNumber(tag);
            if (field == LABEL) {
                label.read(in, tag, NAME);
                series.addLabel(label);
            } else if (field == TIME) {
                long millis = in.readVarint(tag, NAME);
                series.setTime(millis == 0 ? arrivalMillis : millis);
            } else if (field == type.valueField()) {
                value.read(in, tag, NAME);
                hasValue = true;
            } else {
                in.skip(tag);
            }
        }
        if (!hasValue) {
            return MetricFault.NO_VALUE;
        }
        int outer = in.moveInto(value.offset(), value.end());
        MetricFault fault =
                switch (type) {
                    case COUNTER, GAUGE, UNTYPED -> scalar.read(in);
                    case SUMMARY -> summary.read(in);
                    case HISTOGRAM -> histogram.read(in, false);
                    case GAUGE_HISTOGRAM -> histogram.read(in, true);
                    case UNKNOWN -> throw new IllegalStateException("BUG: a value of no type");
                };
        in.leave(outer);
        in.moveTo(outer);
        return fault;
    }
}
