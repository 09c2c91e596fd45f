package io.tributary.format.jsonlines;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Labels;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.HistogramParts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A batch, written.
final class Lines {
    private Lines() {}

    /// Series by series, with labels as the store would keep them; invalid histograms are left out.
    static byte[] write(WriteBatch batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLineWriter writer =
                new JsonLineWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], out::write);
        try {
            for (int i = 0; i < batch.seriesCount(); i++) {
                write(batch, i, writer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(WriteBatch batch, int series, JsonLineWriter writer)
            throws IOException {
        writer.begin(labels(batch, series));
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            writer.sample(batch.timeMillis(j), batch.valueBits(j), batch.startMillis(j));
        }
        HistogramParts parts = new HistogramParts();
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (batch.histograms().isValid(j)) {
                batch.histograms().read(j, parts);
                writer.histogram(
                        batch.histograms().timeMillis(j),
                        batch.histograms().resetHint(j),
                        parts,
                        batch.histograms().startMillis(j));
            }
        }
        writer.end();
    }

    static Labels labels(WriteBatch batch, int series) {
        LabelPairs pairs = new LabelPairs();
        batch.readSymbols(series, pairs);
        Labels.Builder labels = new Labels.Builder();
        for (int i = 0; i < pairs.count(); i++) {
            labels.set(pairs.name(i), pairs.value(i));
        }
        return labels.build();
    }
}
