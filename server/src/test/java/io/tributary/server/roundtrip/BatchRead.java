package io.tributary.server.roundtrip;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Labels;
import io.tributary.model.Labels;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.util.SortedMap;
import java.util.TreeMap;

/// Samples that a decoder read. An empty label is none.
final class BatchRead {
    private final WriteBatch batch;
    private final SortedMap<String, SortedMap<Long, String>> all = new TreeMap<>();

    private BatchRead(WriteBatch batch) {
        this.batch = batch;
    }

    /// Of a batch whose series name symbols.
    static SortedMap<String, SortedMap<Long, String>> ofSymbols(WriteBatch batch) {
        BatchRead read = new BatchRead(batch);
        for (int i = 0; i < batch.seriesCount(); i++) {
            LabelPairs pairs = new LabelPairs();
            batch.readSymbols(i, pairs);
            read.add(pairs, i);
        }
        return read.all;
    }

    /// Of a batch whose series are labels as remote write 1.0 has them.
    static SortedMap<String, SortedMap<Long, String>> ofLabels(WriteBatch batch)
            throws MalformedRequestException {
        BatchRead read = new BatchRead(batch);
        for (int i = 0; i < batch.seriesCount(); i++) {
            LabelPairs pairs = new LabelPairs();
            RemoteWrite1Labels.decode(batch.bytes(), batch.keyOffset(i), batch.keyLength(i), pairs);
            read.add(pairs, i);
        }
        return read.all;
    }

    /// Adds a sample to those by labels and time, which has none there yet.
    static void add(SortedMap<String, SortedMap<Long, String>> all, Labels labels, Sample sample) {
        String before =
                all.computeIfAbsent(labels.toString(), _ -> new TreeMap<>())
                        .put(sample.timeMillis(), sample.text());
        if (before != null) {
            throw new AssertionError("twice: " + labels + " " + sample);
        }
    }

    private void add(LabelPairs pairs, int series) {
        Labels.Builder labels = new Labels.Builder();
        for (int i = 0; i < pairs.count(); i++) {
            if (!pairs.value(i).isEmpty()) {
                labels.set(pairs.name(i), pairs.value(i));
            }
        }
        Labels built = labels.build();
        for (int i = batch.sampleStart(series); i < batch.sampleEnd(series); i++) {
            Value value = new Value.FloatBits(batch.valueBits(i));
            add(all, built, new Sample(batch.timeMillis(i), value, batch.startMillis(i)));
        }
        HistogramParts parts = new HistogramParts();
        for (int i = batch.histogramStart(series); i < batch.histogramEnd(series); i++) {
            if (!batch.histograms().isValid(i)) {
                throw new AssertionError(batch.histograms().fault(i).text());
            }
            batch.histograms().read(i, parts);
            Value value =
                    new Value.Distribution(Histogram.of(parts), batch.histograms().resetHint(i));
            long start = batch.histograms().startMillis(i);
            add(all, built, new Sample(batch.histograms().timeMillis(i), value, start));
        }
    }
}
