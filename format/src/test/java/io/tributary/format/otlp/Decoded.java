package io.tributary.format.otlp;

import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Labels;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.HistogramColumns;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.text.GoFloat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a decoder made of a request, as text.
public final class Decoded {
    private final OtlpDecoder decoder = new OtlpDecoder();
    private final WriteBatch batch = new WriteBatch();

    private Decoded() {}

    public static Decoded of(byte[] request, OtlpSettings settings) {
        return of(List.of(request), settings);
    }

    /// What it made of the last of some requests, all read by one decoder.
    static Decoded of(List<byte[]> requests, OtlpSettings settings) {
        Decoded decoded = new Decoded();
        try {
            for (byte[] request : requests) {
                decoded.decoder.decode(request, 0, request.length, settings, decoded.batch);
            }
        } catch (MalformedRequestException e) {
            throw new AssertionError(e);
        }
        return decoded;
    }

    public static Decoded of(byte[] request) {
        return of(request, OtlpSettings.DEFAULT);
    }

    public static Decoded ofJson(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        Decoded decoded = new Decoded();
        try {
            decoded.decoder.decodeJson(bytes, 0, bytes.length, OtlpSettings.DEFAULT, decoded.batch);
        } catch (MalformedRequestException e) {
            throw new AssertionError(e);
        }
        return decoded;
    }

    public OtlpDecoder decoder() {
        return decoder;
    }

    public WriteBatch batch() {
        return batch;
    }

    /// The series of deltas.
    public List<String> deltas() {
        List<String> deltas = new ArrayList<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            if (batch.isDelta(i)) {
                deltas.add(series(i));
            }
        }
        return deltas;
    }

    /// Every series with its samples: `name{a="b"} time value` and `… since start` where that is
    /// told.
    public List<String> samples() {
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            String series = series(i);
            for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                String value = value(batch.valueBits(j));
                samples.add(
                        series
                                + " "
                                + batch.timeMillis(j)
                                + " "
                                + value
                                + since(batch.startMillis(j)));
            }
            for (int j = batch.histogramStart(i); j < batch.histogramEnd(i); j++) {
                samples.add(series + " " + histogram(j));
            }
        }
        return samples;
    }

    /// Every exemplar: `series {labels} time value`.
    public List<String> exemplars() {
        ExemplarColumns columns = batch.exemplars();
        List<String> exemplars = new ArrayList<>();
        for (int i = 0; i < columns.count(); i++) {
            exemplars.add(
                    "%s %s %d %s"
                            .formatted(
                                    series(columns.series(i)),
                                    exemplarLabels(i),
                                    columns.timeMillis(i),
                                    value(columns.valueBits(i))));
        }
        return exemplars;
    }

    /// Every family: `type name help unit`.
    public List<String> metadata() {
        MetadataColumns columns = batch.metadata();
        List<String> metadata = new ArrayList<>();
        for (int i = 0; i < columns.count(); i++) {
            metadata.add(
                    "%d %s '%s' '%s'"
                            .formatted(
                                    columns.type(i),
                                    text(columns.familyOffset(i), columns.familyLength(i)),
                                    text(columns.helpOffset(i), columns.helpLength(i)),
                                    text(columns.unitOffset(i), columns.unitLength(i))));
        }
        return metadata;
    }

    /// The labels of a series, in order of their names; those without a value are none.
    public SortedMap<String, String> labels(int series) {
        LabelPairs pairs = new LabelPairs();
        int from = batch.keyOffset(series);
        int length = batch.keyLength(series);
        if (!batch.symbols().fault(from, length).isEmpty()) {
            throw new AssertionError(batch.symbols().fault(from, length));
        }
        batch.readSymbols(series, pairs);
        return labels(pairs);
    }

    /// Of an exemplar.
    public SortedMap<String, String> exemplarLabels(int exemplar) {
        ExemplarColumns columns = batch.exemplars();
        LabelPairs pairs = new LabelPairs();
        try {
            RemoteWrite1Labels.decode(
                    columns.bytes(),
                    columns.labelsOffset(exemplar),
                    columns.labelsLength(exemplar),
                    pairs);
        } catch (MalformedRequestException e) {
            throw new AssertionError(e);
        }
        return labels(pairs);
    }

    private static SortedMap<String, String> labels(LabelPairs pairs) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < pairs.count(); i++) {
            if (pairs.valueLength(i) > 0 && labels.put(pairs.name(i), pairs.value(i)) != null) {
                throw new AssertionError("label " + pairs.name(i) + " stands twice");
            }
        }
        return labels;
    }

    private String series(int series) {
        SortedMap<String, String> labels = labels(series);
        String name = labels.getOrDefault("__name__", "");
        StringBuilder text = new StringBuilder(name).append('{');
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getKey().equals("__name__")) {
                text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
                text.append(label.getKey()).append("=\"").append(label.getValue()).append('"');
            }
        }
        return text.append('}').toString();
    }

    private String histogram(int histogram) {
        HistogramColumns columns = batch.histograms();
        String since = since(columns.startMillis(histogram));
        if (!columns.isValid(histogram)) {
            return columns.timeMillis(histogram) + " " + columns.fault(histogram) + since;
        }
        HistogramParts parts = new HistogramParts();
        columns.read(histogram, parts);
        return columns.timeMillis(histogram) + " " + Histogram.of(parts) + since;
    }

    private static String since(long startMillis) {
        return startMillis == 0 ? "" : " since " + startMillis;
    }

    private static String value(long bits) {
        return bits == io.tributary.model.SampleBits.STALE_NAN
                ? "stale"
                : GoFloat.plain(Double.longBitsToDouble(bits));
    }

    private String text(int offset, int length) {
        return new String(batch.bytes(), offset, length, StandardCharsets.UTF_8);
    }
}
