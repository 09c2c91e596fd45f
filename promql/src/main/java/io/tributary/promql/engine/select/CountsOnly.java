package io.tributary.promql.engine.select;

import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.ResetDetection;

/// Histograms of which only count and sum are asked for: without buckets, which makes all that is
/// computed of them cheap. Resets are looked for before the buckets go, and told by the hints
/// (Prometheus: `promql/histogram_stats_iterator.go`). Owned by one thread.
final class CountsOnly {
    private final SampleColumn stripped = new SampleColumn();

    /// The same samples, valid until the next call.
    SampleColumn of(SampleColumn samples) {
        if (!samples.hasHistograms()) {
            return samples;
        }
        stripped.clear();
        int newest = -1;
        for (int i = 0; i < samples.size(); i++) {
            if (!samples.isHistogram(i)) {
                stripped.addFrom(samples, i);
                continue;
            }
            FloatHistogram histogram = samples.histogram(i);
            ResetHint hint = histogram.hint();
            if (hint == ResetHint.UNKNOWN && newest >= 0) {
                boolean reset = ResetDetection.isReset(histogram, samples.histogram(newest));
                hint = reset ? ResetHint.RESET : ResetHint.NO_RESET;
            }
            stripped.addHistogram(samples.time(i), stripped(histogram, hint));
            if (samples.start(i) != 0) {
                stripped.startLast(samples.start(i));
            }
            newest = i;
        }
        return stripped;
    }

    private static FloatHistogram stripped(FloatHistogram histogram, ResetHint hint) {
        return new FloatHistogram(
                hint,
                histogram.schema(),
                0,
                0,
                histogram.count(),
                histogram.sum(),
                FloatBuckets.NONE,
                FloatBuckets.NONE,
                CustomBounds.NONE);
    }
}
