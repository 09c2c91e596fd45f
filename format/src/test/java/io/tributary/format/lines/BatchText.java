package io.tributary.format.lines;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Labels;
import io.tributary.model.GoQuote;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.text.GoFloat;
import io.tributary.model.text.RawBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What a decoder of lines made, as text: a sample, histogram, exemplar or entry of metadata a
/// line, then what was refused and dropped.
public final class BatchText {
    private static final long NORMAL_NAN = 0x7ff8000000000001L;

    private BatchText() {}

    public static String of(WriteBatch batch, LineReport report) {
        List<String> lines = new ArrayList<>(lines(batch));
        if (report.refused() > 0) {
            lines.add("refused %s: %s".formatted(report.refusedByFault(), report.firstRefusal()));
        }
        if (report.dropped() > 0) {
            lines.add("dropped " + report.dropped());
        }
        return String.join("\n", lines);
    }

    /// Samples, histograms, exemplars and metadata, in the batch's order.
    public static List<String> lines(WriteBatch batch) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            String series = labels(batch, i);
            for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                String start = batch.startMillis(j) == 0 ? "" : " since " + batch.startMillis(j);
                lines.add(
                        "%s %d %s%s"
                                .formatted(
                                        series,
                                        batch.timeMillis(j),
                                        value(batch.valueBits(j)),
                                        start));
            }
            histograms(batch, i, series, lines);
        }
        exemplars(batch, lines);
        metadata(batch, lines);
        return lines;
    }

    /// The labels of a series, in the order they were sent.
    public static String labels(WriteBatch batch, int series) {
        SymbolColumns symbols = batch.symbols();
        int from = batch.keyOffset(series);
        String fault = symbols.fault(from, batch.keyLength(series));
        if (!fault.isEmpty()) {
            throw new AssertionError(fault);
        }
        LabelPairs pairs = new LabelPairs();
        batch.readSymbols(series, pairs);
        return text(pairs);
    }

    private static String text(LabelPairs pairs) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < pairs.count(); i++) {
            labels.add(
                    text(pairs.bytes(), pairs.nameOffset(i), pairs.nameLength(i))
                            + "="
                            + text(pairs.bytes(), pairs.valueOffset(i), pairs.valueLength(i)));
        }
        return "{" + String.join(", ", labels) + "}";
    }

    private static void histograms(
            WriteBatch batch, int series, String labels, List<String> lines) {
        HistogramParts parts = new HistogramParts();
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            String what = "invalid: " + batch.histograms().fault(j).text();
            if (batch.histograms().isValid(j)) {
                batch.histograms().read(j, parts);
                what = Histogram.of(parts) + " hint=" + batch.histograms().resetHint(j);
            }
            long start = batch.histograms().startMillis(j);
            lines.add(
                    "%s %d %s%s"
                            .formatted(
                                    labels,
                                    batch.histograms().timeMillis(j),
                                    what,
                                    start == 0 ? "" : " since " + start));
        }
    }

    private static void exemplars(WriteBatch batch, List<String> lines) {
        ExemplarColumns exemplars = batch.exemplars();
        for (int j = 0; j < exemplars.count(); j++) {
            LabelPairs pairs = new LabelPairs();
            try {
                RemoteWrite1Labels.decode(
                        exemplars.bytes(),
                        exemplars.labelsOffset(j),
                        exemplars.labelsLength(j),
                        pairs);
            } catch (MalformedRequestException e) {
                throw new AssertionError(e);
            }
            lines.add(
                    "exemplar of %s: %s %d %s"
                            .formatted(
                                    labels(batch, exemplars.series(j)),
                                    text(pairs),
                                    exemplars.timeMillis(j),
                                    value(exemplars.valueBits(j))));
        }
        if (exemplars.droppedCount() > 0) {
            lines.add("exemplars dropped " + exemplars.droppedCount());
        }
    }

    private static void metadata(WriteBatch batch, List<String> lines) {
        MetadataColumns metadata = batch.metadata();
        for (int j = 0; j < metadata.count(); j++) {
            byte[] bytes = batch.bytes();
            lines.add(
                    "metadata %s type=%d help=%s unit=%s"
                            .formatted(
                                    text(bytes, metadata.familyOffset(j), metadata.familyLength(j)),
                                    metadata.type(j),
                                    text(bytes, metadata.helpOffset(j), metadata.helpLength(j)),
                                    text(bytes, metadata.unitOffset(j), metadata.unitLength(j))));
        }
    }

    private static String text(byte[] bytes, int offset, int length) {
        return GoQuote.quote(RawBytes.decode(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    /// A value that tells all bits of a NaN.
    public static String value(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isNaN(value) && bits != NORMAL_NAN
                ? "NaN:" + HexFormat.of().toHexDigits(bits)
                : GoFloat.format(value, GoFloat.Form.SAMPLE);
    }
}
