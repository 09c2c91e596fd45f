package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;
import io.tributary.format.protobuf.Utf8Text;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.model.columns.ExemplarColumns;

/// Reads an `Exemplar` and adds it to the series begun last: with the time of its sample where it
/// has none of its own. Dropped and counted is one whose labels are too long, without a name, or no
/// UTF-8. Reused; owned by one thread at a time.
final class ExemplarMessage {
    private static final int LABEL = 1;
    private static final int VALUE = 2;
    private static final int TIMESTAMP = 3;

    private static final String NAME = "Exemplar";

    /// Characters of labels that are more than may be, or of one that is wrong.
    private static final int TOO_MANY = RemoteWrite1LabelWriter.EXEMPLAR_CHARACTERS_MAX + 1;

    private final MetricSeries series;
    private final LabelPair label = new LabelPair();
    private int characters;

    ExemplarMessage(MetricSeries series) {
        this.series = series;
    }

    /// Reads the message `[start .. end)`, which lies inside the innermost one.
    void read(ProtoCursor in, int start, int end) throws MalformedRequestException {
        ExemplarColumns exemplars = series.batch().exemplars();
        int position = in.position();
        int outer = in.moveInto(start, end);
        characters = 0;
        long valueBits = 0;
        long timeMillis = 0;
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case LABEL -> readLabel(in, tag, exemplars);
                case VALUE -> valueBits = in.readFixed64(tag, NAME);
                case TIMESTAMP -> timeMillis = Timestamps.read(in, tag, NAME);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        in.moveTo(position);
        if (characters == TOO_MANY) {
            exemplars.drop();
            return;
        }
        long atMillis = timeMillis == 0 ? series.timeMillis() : timeMillis;
        exemplars.end(series.batch().seriesCount() - 1, atMillis, valueBits);
    }

    private void readLabel(ProtoCursor in, int tag, ExemplarColumns exemplars)
            throws MalformedRequestException {
        label.read(in, tag, NAME);
        TextRange name = label.name();
        TextRange value = label.value();
        int ofName = Utf8Text.characters(series.bytes(), name.offset(), name.length());
        int ofValue = Utf8Text.characters(series.bytes(), value.offset(), value.length());
        boolean wrong = ofName <= 0 || ofValue < 0;
        int more = wrong ? TOO_MANY : ofName + ofValue;
        characters = Math.min(characters + more, TOO_MANY);
        if (characters < TOO_MANY) {
            exemplars.addLabel(
                    series.bytes(), name.offset(), name.length(), value.offset(), value.length());
        }
    }
}
