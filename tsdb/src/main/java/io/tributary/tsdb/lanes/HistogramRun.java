package io.tributary.tsdb.lanes;

import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.record.histogram.HistogramSample;
import java.util.Arrays;
import java.util.Optional;

/// The histograms of one open chunk, in normal form, one behind the other.
///
/// Only appended to, and a larger one takes its place where it is full: what a reader was given of
/// it, up to a count, never changes. How many there are the series' record says.
public final class HistogramRun {
    /// No histograms.
    public static final HistogramRun NONE = new HistogramRun(0, 0);

    private static final int COUNT_START = 4;
    private static final int BYTES_START = 512;

    private final long[] times;
    private final byte[] hints;
    private final int[] ends;
    private final byte[] bytes;

    private HistogramRun(int count, int byteCount) {
        this(new long[count], new byte[count], new int[count], new byte[byteCount]);
    }

    private HistogramRun(long[] times, byte[] hints, int[] ends, byte[] bytes) {
        this.times = times;
        this.hints = hints;
        this.ends = ends;
        this.bytes = bytes;
    }

    /// An empty one with room for a histogram of so many bytes.
    static HistogramRun roomFor(int byteCount) {
        return new HistogramRun(COUNT_START, Math.max(BYTES_START, byteCount));
    }

    public long timeMillis(int index) {
        return times[index];
    }

    public boolean isStale(int index) {
        return sample(index).isStale();
    }

    /// What is known of a reset before it once the chunk is sealed: as a chunk has no reset inside,
    /// only its first histogram has anything to say.
    public ResetHint hint(int index) {
        ResetHint first = ResetHint.ofNumber(hints[0]);
        return switch (first) {
            case GAUGE -> ResetHint.GAUGE;
            case RESET -> index == 0 ? ResetHint.RESET : ResetHint.NO_RESET;
            case UNKNOWN, NO_RESET -> index == 0 ? ResetHint.UNKNOWN : ResetHint.NO_RESET;
        };
    }

    /// Bytes held.
    public long sizeBytes() {
        return 64L + 13L * times.length + bytes.length;
    }

    /// One of them, where its bytes stand.
    public HistogramSample sample(int index) {
        return new HistogramSample(
                times[index],
                ResetHint.ofNumber(hints[index]),
                bytes,
                offset(index),
                ends[index] - offset(index));
    }

    /// The last of the first `count`; empty where they are not all here, as a reader's may be.
    Optional<HistogramSample> newest(int count) {
        return count > times.length ? Optional.empty() : Optional.of(sample(count - 1));
    }

    /// Bytes of the first `count`.
    int bytesOf(int count) {
        return offset(count);
    }

    /// Appends behind the first `count`; answers the run that holds them all.
    HistogramRun append(int count, HistogramSample sample) {
        int from = offset(count);
        HistogramRun into =
                hasRoom(count, from + sample.length()) ? this : grown(from + sample.length());
        System.arraycopy(sample.bytes(), sample.offset(), into.bytes, from, sample.length());
        into.times[count] = sample.timeMillis();
        into.hints[count] = (byte) sample.hint().number();
        into.ends[count] = from + sample.length();
        return into;
    }

    private boolean hasRoom(int count, int byteCount) {
        return count < times.length && byteCount <= bytes.length;
    }

    private HistogramRun grown(int byteCount) {
        int size = Math.min(2 * times.length, OpenHistograms.SAMPLES_MAX);
        return new HistogramRun(
                Arrays.copyOf(times, size),
                Arrays.copyOf(hints, size),
                Arrays.copyOf(ends, size),
                Arrays.copyOf(bytes, Math.max(bytes.length * 3 / 2, byteCount)));
    }

    private int offset(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }
}
