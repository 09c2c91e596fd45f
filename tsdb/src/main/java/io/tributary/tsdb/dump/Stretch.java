package io.tributary.tsdb.dump;

import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.select.SlotReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The native histograms of a piece of a series, as bytes: a whole series of them may be too much
/// to hold.
///
/// Bound: {@link #SAMPLES_MAX} times the longest histogram in normal form, 8 MiB.
final class Stretch {
    /// About a chunk, so that each is read twice or so.
    private static final int SAMPLES_MAX = 120;

    private final SlotReader reader;
    private final Map<Long, HistogramSample> held = new HashMap<>();
    private final HistogramBytes bytes = new HistogramBytes();
    private final HistogramBytesReader bytesReader = new HistogramBytesReader();
    private final HistogramParts parts = new HistogramParts();

    /// One past the last sample of the piece.
    private int end;

    /// @param reader turned to the series
    Stretch(SlotReader reader) {
        this.reader = reader;
    }

    /// Forgets the series.
    void clear() {
        held.clear();
        end = 0;
    }

    /// The histogram at a place, which is one; places are asked for in order.
    ///
    /// @throws IOException if it cannot be read any more
    StoredSample.HistogramSample histogram(SampleColumn samples, int index) throws IOException {
        if (index >= end) {
            held.clear();
            end = Math.min(samples.size(), index + SAMPLES_MAX);
            reader.readHistograms(samples.time(index) - 1, samples.time(end - 1), this::hold);
        }
        long time = samples.time(index);
        HistogramSample found = held.get(time);
        if (found == null) {
            throw new IOException("cannot read the histogram at " + time + " a second time");
        }
        try {
            bytesReader.read(found.bytes(), found.offset(), found.length(), parts);
        } catch (CorruptHistogramException e) {
            throw new IllegalStateException("BUG: a histogram just written", e);
        }
        return new StoredSample.HistogramSample(
                time, samples.start(index), found.hint(), Histogram.of(parts));
    }

    private void hold(long timeMillis, ResetHint hint, HistogramParts histogram) {
        bytes.clear();
        int length = bytes.append(histogram);
        byte[] copy = Arrays.copyOf(bytes.bytes(), length);
        held.put(timeMillis, new HistogramSample(timeMillis, hint, copy, 0, length));
    }
}
