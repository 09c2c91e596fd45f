package io.tributary.server.write;

import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.SampleSink.Fates;
import io.tributary.model.flow.WriteBatch;
import java.util.BitSet;

/// What becomes of the data points of a request whose sender counts several series as one. Reused;
/// owned by one thread at a time.
final class PointFates {
    private final Fates samples = new Fates();
    private final Fates histograms = new Fates();

    /// The whole request, of which it is noted here what becomes.
    SampleSink.Part part(Route route, WriteBatch batch) {
        return new SampleSink.Part(route, batch, samples, histograms);
    }

    /// Of how many data points any sample is refused; there once the store has answered.
    int refused(WriteBatch batch) {
        if (!samples.hasRefusals() && !histograms.hasRefusals()) {
            return 0;
        }
        BitSet series = new BitSet();
        for (int i = 0; i < batch.seriesCount(); i++) {
            series.set(i, isRefused(batch, i));
        }
        return batch.pointCount(series);
    }

    /// Forgets the request.
    void clear() {
        samples.clear();
        histograms.clear();
    }

    private boolean isRefused(WriteBatch batch, int series) {
        int sample = batch.sampleStart(series);
        int histogram = batch.histogramStart(series);
        return samples.isAnyRefused(sample, batch.sampleEnd(series) - sample)
                || histograms.isAnyRefused(histogram, batch.histogramEnd(series) - histogram);
    }
}
