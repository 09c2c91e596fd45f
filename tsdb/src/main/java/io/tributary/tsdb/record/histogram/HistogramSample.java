package io.tributary.tsdb.record.histogram;

import io.tributary.model.histogram.ResetHint;
import java.util.Arrays;

/// One native histogram on its way: its bytes in normal form are `bytes()[offset() .. offset() +
/// length())`. They stay who made it's, must not change meanwhile, and are copied where they are
/// kept.
public final class HistogramSample {
    /// The longest that is stored: far more than any in use, and short enough for a chunk.
    public static final int BYTES_MAX = 64 << 10;

    /// The first byte of a stale marker, which is all of it (`model/docs/histograms.md`).
    private static final byte STALE = 2;

    private final long timeMillis;
    private final ResetHint hint;
    private final byte[] bytes;
    private final int offset;
    private final int length;

    /// @param timeMillis since 1970
    public HistogramSample(long timeMillis, ResetHint hint, byte[] bytes, int offset, int length) {
        this.timeMillis = timeMillis;
        this.hint = hint;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /// The same with another hint.
    public HistogramSample withHint(ResetHint other) {
        return new HistogramSample(timeMillis, other, bytes, offset, length);
    }

    public long timeMillis() {
        return timeMillis;
    }

    public ResetHint hint() {
        return hint;
    }

    /// What the offset points into; not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /// Whether the series ended here.
    public boolean isStale() {
        return bytes[offset] == STALE;
    }

    /// Whether it is the same histogram, whatever its time and hint.
    public boolean isSame(HistogramSample other) {
        return Arrays.equals(
                bytes,
                offset,
                offset + length,
                other.bytes,
                other.offset,
                other.offset + other.length);
    }
}
