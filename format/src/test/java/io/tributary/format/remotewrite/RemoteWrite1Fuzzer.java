package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.HistogramColumns;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Jazzer target: whatever the bytes, our decoder says what protobuf-java says, or refuses.
public final class RemoteWrite1Fuzzer {
    /// Bytes before and behind the message, so that a read outside of it is seen.
    static final int MARGIN = 16;

    private RemoteWrite1Fuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<Oracle.Request> ours = decode(input);
        if (ours.isPresent()) {
            assertThat(ours).isEqualTo(Oracle.read(input));
        }
        LabelPairs pairs = new LabelPairs();
        try {
            RemoteWrite1Labels.decode(input, 0, input.length, pairs);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, input.length);
        }
    }

    /// What our decoder reads, or empty if it refuses.
    static Optional<Oracle.Request> decode(byte[] message) {
        byte[] bytes = new byte[message.length + 2 * MARGIN];
        Arrays.fill(bytes, (byte) 0x0A);
        System.arraycopy(message, 0, bytes, MARGIN, message.length);
        WriteBatch batch = new WriteBatch();
        try {
            new RemoteWrite1Decoder().decode(bytes, MARGIN, message.length, batch);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, message.length);
            return Optional.empty();
        }
        return Optional.of(content(batch));
    }

    private static Oracle.Request content(WriteBatch batch) {
        List<Oracle.Series> all = new ArrayList<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            List<Oracle.Sample> samples = new ArrayList<>();
            for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                samples.add(new Oracle.Sample(batch.timeMillis(j), batch.valueBits(j)));
            }
            all.add(
                    new Oracle.Series(
                            labels(batch.bytes(), batch.keyOffset(i), batch.keyLength(i)),
                            samples,
                            histograms(batch, i),
                            exemplars(batch.exemplars(), i)));
        }
        return new Oracle.Request(
                all, batch.exemplars().droppedCount(), metadata(batch.bytes(), batch.metadata()));
    }

    static List<OracleHistogram> histograms(WriteBatch batch, int series) {
        HistogramColumns columns = batch.histograms();
        HistogramParts parts = new HistogramParts();
        List<OracleHistogram> histograms = new ArrayList<>();
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (!columns.isValid(j)) {
                assertThat(columns.length(j)).isZero();
                histograms.add(OracleHistogram.invalid(columns.timeMillis(j)));
                continue;
            }
            columns.read(j, parts);
            histograms.add(
                    new OracleHistogram(
                            columns.timeMillis(j),
                            columns.resetHint(j).number(),
                            Histogram.of(parts).toString()));
        }
        return histograms;
    }

    static List<Oracle.Exemplar> exemplars(ExemplarColumns columns, int series) {
        List<Oracle.Exemplar> exemplars = new ArrayList<>();
        for (int j = 0; j < columns.count(); j++) {
            if (columns.series(j) == series) {
                exemplars.add(
                        new Oracle.Exemplar(
                                labels(
                                        columns.bytes(),
                                        columns.labelsOffset(j),
                                        columns.labelsLength(j)),
                                columns.timeMillis(j),
                                columns.valueBits(j)));
            }
        }
        return exemplars;
    }

    static List<Oracle.Metadata> metadata(byte[] bytes, MetadataColumns columns) {
        List<Oracle.Metadata> metadata = new ArrayList<>();
        for (int j = 0; j < columns.count(); j++) {
            metadata.add(
                    new Oracle.Metadata(
                            columns.type(j),
                            text(bytes, columns.familyOffset(j), columns.familyLength(j)),
                            text(bytes, columns.helpOffset(j), columns.helpLength(j)),
                            text(bytes, columns.unitOffset(j), columns.unitLength(j))));
        }
        return metadata;
    }

    private static List<Oracle.Pair> labels(byte[] bytes, int offset, int length) {
        LabelPairs pairs = new LabelPairs();
        try {
            RemoteWrite1Labels.decode(bytes, offset, length, pairs);
        } catch (MalformedRequestException e) {
            throw new AssertionError("labels of an accepted request cannot be read", e);
        }
        return labels(pairs);
    }

    static List<Oracle.Pair> labels(LabelPairs pairs) {
        List<Oracle.Pair> labels = new ArrayList<>();
        for (int i = 0; i < pairs.count(); i++) {
            labels.add(
                    new Oracle.Pair(
                            text(pairs.bytes(), pairs.nameOffset(i), pairs.nameLength(i)),
                            text(pairs.bytes(), pairs.valueOffset(i), pairs.valueLength(i))));
        }
        return labels;
    }

    static ByteString text(byte[] bytes, int offset, int length) {
        return ByteString.copyFrom(bytes, offset, length);
    }
}
