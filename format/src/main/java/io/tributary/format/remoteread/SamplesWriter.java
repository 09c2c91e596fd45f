package io.tributary.format.remoteread;

import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.IOException;
import java.io.OutputStream;

/// Writes an answer of samples: one message, whole in memory, since its length stands before it.
/// For one answer, on one thread.
///
/// ```
/// writer.beginQuery();          for each query, in their order
/// writer.series(labels, samples);
/// writer.endQuery();
/// writer.writeTo(out);
/// ```
public final class SamplesWriter {
    private static final int RESULTS = 1;
    private static final int TIMESERIES = 1;
    private static final int SAMPLES = 2;
    private static final int HISTOGRAMS = 4;

    private final ProtoWriter out = new ProtoWriter();
    private int query;

    public void beginQuery() {
        query = out.begin(RESULTS);
    }

    public void endQuery() {
        out.end(query);
    }

    /// Adds a series of the query: floats, then histograms, as upstream has them.
    ///
    /// @param samples {@link SampleColumn#ofStored}
    public void series(Labels labels, SampleColumn samples) {
        int series = out.begin(TIMESERIES);
        LabelFields.write(labels, out);
        for (int i = 0; i < samples.size(); i++) {
            if (!samples.isHistogram(i)) {
                int sample = out.begin(SAMPLES);
                out.fixed64(1, Double.doubleToRawLongBits(samples.value(i)));
                out.varint(2, samples.time(i));
                out.end(sample);
            }
        }
        for (int i = 0; samples.hasHistograms() && i < samples.size(); i++) {
            if (samples.isHistogram(i)) {
                int histogram = out.begin(HISTOGRAMS);
                HistogramFields.write(
                        samples.time(i), samples.histogram(i).hint(), samples.stored(i), out);
                out.end(histogram);
            }
        }
        out.end(series);
    }

    /// Bytes held, for budgets.
    public int heldBytes() {
        return out.capacity();
    }

    /// Writes what was added, as a snappy block.
    public void writeTo(OutputStream into) throws IOException {
        SnappyBlock.encode(out.bytes(), out.size(), into);
    }
}
