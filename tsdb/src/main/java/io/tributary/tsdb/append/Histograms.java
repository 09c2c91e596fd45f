package io.tributary.tsdb.append;

import io.tributary.model.columns.HistogramColumns;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.record.histogram.HistogramEncoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.record.starts.StartChanges;

/// The native histograms of a batch as the rules see them: those that are invalid, or longer than
/// {@link HistogramSample#BYTES_MAX}, are passed over, and refused by count.
final class Histograms {
    private Histograms() {}

    /// Whether a series has any that may be stored.
    static boolean any(WriteBatch batch, int series) {
        return count(batch, series) > 0;
    }

    /// How many of a series may be stored.
    static int count(WriteBatch batch, int series) {
        int count = 0;
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            count += isStorable(batch, j) ? 1 : 0;
        }
        return count;
    }

    static boolean isStorable(WriteBatch batch, int histogram) {
        HistogramColumns columns = batch.histograms();
        return columns.isValid(histogram) && columns.length(histogram) <= HistogramSample.BYTES_MAX;
    }

    /// Whether those of a series ascend, and the first is later than a time.
    static boolean ascendFrom(WriteBatch batch, int series, long timeMillis) {
        long before = timeMillis;
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (isStorable(batch, j)) {
                long time = batch.histograms().timeMillis(j);
                if (time <= before) {
                    return false;
                }
                before = time;
            }
        }
        return true;
    }

    static HistogramSample sample(WriteBatch batch, int histogram) {
        HistogramColumns columns = batch.histograms();
        return new HistogramSample(
                columns.timeMillis(histogram),
                columns.resetHint(histogram),
                columns.bytes(),
                columns.offset(histogram),
                columns.length(histogram));
    }

    /// The most bytes their record takes.
    static long bytesMax(WriteBatch batch) {
        int count = batch.histogramCount();
        if (count == 0) {
            return 0;
        }
        long frames = (long) count * HistogramEncoder.FRAME_BYTES_MAX;
        HistogramColumns columns = batch.histograms();
        return HistogramEncoder.RECORD_BYTES_MAX
                + frames
                + StartChanges.bytesMax(count, columns.hasStarts() || batch.hasDeltas())
                + columns.offset(count - 1)
                + columns.length(count - 1);
    }

    /// Refuses those that are passed over.
    static void refuseOthers(WriteBatch batch, Outcome outcome) {
        int invalid = 0;
        int large = 0;
        for (int j = 0; j < batch.histogramCount(); j++) {
            if (!batch.histograms().isValid(j)) {
                outcome.histogramFates().refused(j, Refusal.HISTOGRAM_INVALID);
                invalid++;
            } else if (!isStorable(batch, j)) {
                outcome.histogramFates().refused(j, Refusal.UNSUPPORTED);
                large++;
            }
        }
        if (invalid > 0 && outcome.refused(Refusal.HISTOGRAM_INVALID, invalid)) {
            outcome.explain(invalid + " native histograms that contradict themselves");
        }
        if (large > 0 && outcome.refused(Refusal.UNSUPPORTED, large)) {
            outcome.explain(
                    "%d native histograms of more than %d bytes"
                            .formatted(large, HistogramSample.BYTES_MAX));
        }
    }
}
