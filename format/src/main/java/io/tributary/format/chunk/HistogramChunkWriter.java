package io.tributary.format.chunk;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Buckets;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;

/// Writes chunks of encoding 2 (histograms of integers) and 3 (of floats), one sample after the
/// other. Reused; owned by one thread at a time.
///
/// ```
/// if (!writer.append(time, hint, parts)) {
///     take(writer.encoding(), writer.bytes(), writer.sizeBytes());
///     writer.begin(time, hint, parts);
/// }
/// ```
///
/// A chunk has one schema, zero threshold and set of custom bounds, and no counter in it falls: a
/// sample that differs there begins another chunk. One that counts in buckets the chunk has no room
/// for has the chunk written again with room for them, as Prometheus does: a cost in proportion to
/// the chunk, paid once a bucket.
///
/// What is written is byte for byte what Prometheus' appender writes for the same samples in normal
/// form, but where that says more than it knows or wastes a chunk: {@link #begin} says `unknown`
/// where a counter follows a gauge or another schema, and a stale marker goes into any chunk.
///
/// Source: Prometheus `tsdb/chunkenc/histogram.go`, `float_histogram.go`.
public final class HistogramChunkWriter {
    /// The encoding of chunks of {@link Histogram.Kind#INTEGER}.
    public static final byte INTEGER_ENCODING = 2;

    /// The encoding of chunks of {@link Histogram.Kind#FLOAT}.
    public static final byte FLOAT_ENCODING = 3;

    /// Most samples a chunk may hold: its count has 16 bits.
    public static final int SAMPLES_MAX = 0xFFFF;

    static final int FLAGS_OFFSET = 2;
    static final int HEADER_BYTES = 3;

    private static final int FLAGS_SHIFT = 6;

    /// How a sample stands to the chunk.
    private enum Fit {
        FITS,
        /// It would, but a counter fell.
        RESET,
        /// It does not, and whether a counter fell cannot be told.
        OTHER
    }

    private BitWriter out = new BitWriter();
    private HistogramLayout layout = new HistogramLayout();
    private Histogram.Kind kind = Histogram.Kind.INTEGER;
    private ResetHint chunkHint = ResetHint.UNKNOWN;
    private int count;
    private long timeMillis;
    private long delta;
    private long observations;
    private long observationsStep;
    private long zeroCount;
    private long zeroStep;
    private long sumBits;
    private int sumWindow;

    /// What a chunk that is written again was before.
    private BitWriter spareOut = new BitWriter();

    private HistogramLayout spareLayout = new HistogramLayout();
    private final HistogramChunkReader reader = new HistogramChunkReader();

    public HistogramChunkWriter() {
        reset();
    }

    static Histogram.Kind kind(byte encoding) {
        return switch (encoding) {
            case INTEGER_ENCODING -> Histogram.Kind.INTEGER;
            case FLOAT_ENCODING -> Histogram.Kind.FLOAT;
            default ->
                    throw new IllegalArgumentException(
                            "BUG: encoding " + encoding + " holds no histograms");
        };
    }

    static ResetHint hint(byte flags) {
        return switch ((flags & 0xFF) >>> FLAGS_SHIFT) {
            case 0 -> ResetHint.UNKNOWN;
            case 1 -> ResetHint.NO_RESET;
            case 2 -> ResetHint.RESET;
            default -> ResetHint.GAUGE;
        };
    }

    /// Begins a chunk that follows none: the first sample decides its kind.
    public void reset() {
        kind = Histogram.Kind.INTEGER;
        chunkHint = ResetHint.UNKNOWN;
        clear();
    }

    /// Appends a sample, or answers false and changes nothing where it must {@link #begin} another
    /// chunk.
    public boolean append(long time, ResetHint hint, HistogramParts parts) {
        if (count == 0) {
            begin(time, hint, parts);
            return true;
        }
        if (count == SAMPLES_MAX || fit(hint, parts) != Fit.FITS) {
            return false;
        }
        boolean room = layout.positive.unknown() == 0 && layout.negative.unknown() == 0;
        if (!room && !parts.isStale()) {
            widen(parts);
        }
        write(time, parts);
        return true;
    }

    /// Begins another chunk with this sample, whether {@link #append} asked for it or the caller
    /// has reasons. What is said of a reset between the two chunks is told from the chunk so far.
    public void begin(long time, ResetHint hint, HistogramParts parts) {
        ResetHint said = chunkHintOf(hint, parts);
        kind = parts.isStale() ? kind : parts.kind();
        chunkHint = said;
        clear();
        layout.set(parts);
        layout.write(out);
        write(time, parts);
    }

    public int count() {
        return count;
    }

    public byte encoding() {
        return kind == Histogram.Kind.FLOAT ? FLOAT_ENCODING : INTEGER_ENCODING;
    }

    /// The chunk is the first {@link #sizeBytes} of these, until the next `append` or `begin`: that
    /// may write the chunk again, here or in another array. Who reads while samples are still
    /// appended must copy. Not to be changed.
    public byte[] bytes() {
        return out.bytes();
    }

    /// Size of the chunk, count and flags included.
    public int sizeBytes() {
        return out.sizeBytes();
    }

    private ResetHint chunkHintOf(ResetHint hint, HistogramParts parts) {
        if (hint == ResetHint.GAUGE || hint == ResetHint.RESET) {
            return hint;
        }
        if (count == 0) {
            return ResetHint.UNKNOWN;
        }
        return switch (fit(hint, parts)) {
            case FITS -> ResetHint.NO_RESET;
            case RESET -> ResetHint.RESET;
            case OTHER -> ResetHint.UNKNOWN;
        };
    }

    /// Judges a sample, having spread it over the layout where it comes to that.
    private Fit fit(ResetHint hint, HistogramParts parts) {
        if (parts.isStale()) {
            return Fit.FITS;
        }
        boolean gauge = hint == ResetHint.GAUGE;
        if (parts.kind() != kind || gauge != (chunkHint == ResetHint.GAUGE)) {
            return Fit.OTHER;
        }
        if (hint == ResetHint.RESET) {
            return Fit.RESET;
        }
        if (sumBits == SampleBits.STALE_NAN) {
            return Fit.OTHER;
        }
        if (!gauge && isLess(parts.count(), observations)) {
            return Fit.RESET;
        }
        if (!layout.hasSchemaOf(parts)) {
            return Fit.OTHER;
        }
        if (!layout.hasBoundsOf(parts)) {
            return Fit.RESET;
        }
        layout.positive.spread(parts.positive(), kind);
        layout.negative.spread(parts.negative(), kind);
        boolean fallen =
                isLess(parts.zeroCount(), zeroCount)
                        || layout.positive.hasFallen()
                        || layout.negative.hasFallen();
        return fallen && !gauge ? Fit.RESET : Fit.FITS;
    }

    private boolean isLess(long left, long right) {
        return kind == Histogram.Kind.FLOAT
                ? Double.longBitsToDouble(left) < Double.longBitsToDouble(right)
                : Long.compareUnsigned(left, right) < 0;
    }

    /// Writes the chunk so far again, with room for the buckets of a sample that is to follow.
    private void widen(HistogramParts parts) {
        HistogramLayout wider = spareLayout;
        wider.setUnion(layout, parts);
        spareLayout = layout;
        layout = wider;
        BitWriter before = out;
        out = spareOut;
        spareOut = before;
        clear();
        layout.write(out);
        try {
            reader.reset(encoding(), before.bytes(), 0, before.sizeBytes());
            while (reader.next()) {
                write(reader.timeMillis(), reader.parts());
            }
        } catch (CorruptChunkException e) {
            throw new IllegalStateException("BUG: a chunk just written", e);
        }
    }

    private void clear() {
        out.reset();
        out.write(0, Short.SIZE);
        out.write((long) flags(chunkHint) << FLAGS_SHIFT, Byte.SIZE);
        count = 0;
        timeMillis = 0;
        delta = 0;
        observations = 0;
        observationsStep = 0;
        zeroCount = 0;
        zeroStep = 0;
        sumBits = 0;
        sumWindow = XorEncoding.NO_WINDOW;
    }

    private static int flags(ResetHint hint) {
        return switch (hint) {
            case UNKNOWN -> 0;
            case NO_RESET -> 1;
            case RESET -> 2;
            case GAUGE -> 3;
        };
    }

    private void write(long time, HistogramParts parts) {
        writeTime(time);
        if (kind == Histogram.Kind.FLOAT) {
            writeFloatCounts(parts);
        } else {
            writeIntegerCounts(parts);
        }
        if (!parts.isStale()) {
            writeBuckets(layout.positive, parts.positive());
            writeBuckets(layout.negative, parts.negative());
        }
        count++;
        out.setShort(0, count);
    }

    private void writeTime(long time) {
        if (count == 0) {
            Varbit.write(out, time);
        } else {
            long newDelta = time - timeMillis;
            Varbit.write(out, newDelta - delta);
            delta = newDelta;
        }
        timeMillis = time;
    }

    /// A stale marker's counts are not looked at by any reader: the shortest code does.
    private void writeIntegerCounts(HistogramParts parts) {
        if (count == 0) {
            Varbit.writeUnsigned(out, parts.count());
            Varbit.writeUnsigned(out, parts.zeroCount());
        } else {
            long step = parts.count() - observations;
            long newZeroStep = parts.zeroCount() - zeroCount;
            Varbit.write(out, parts.isStale() ? 0 : step - observationsStep);
            Varbit.write(out, parts.isStale() ? 0 : newZeroStep - zeroStep);
            observationsStep = step;
            zeroStep = newZeroStep;
        }
        observations = parts.count();
        zeroCount = parts.zeroCount();
        writeSum(parts.sumBits());
    }

    private void writeFloatCounts(HistogramParts parts) {
        if (count == 0) {
            out.write(parts.count(), Long.SIZE);
            out.write(parts.zeroCount(), Long.SIZE);
        } else {
            observationsStep =
                    XorValues.write(out, parts.count() ^ observations, (int) observationsStep);
            zeroStep = XorValues.write(out, parts.zeroCount() ^ zeroCount, (int) zeroStep);
        }
        observations = parts.count();
        zeroCount = parts.zeroCount();
        writeSum(parts.sumBits());
    }

    private void writeSum(long bits) {
        if (count == 0) {
            out.write(bits, Long.SIZE);
        } else {
            sumWindow = XorValues.write(out, bits ^ sumBits, sumWindow);
        }
        sumBits = bits;
    }

    private void writeBuckets(BucketTrack track, Buckets buckets) {
        track.spread(buckets, kind);
        long before = 0;
        for (int i = 0; i < track.size(); i++) {
            long bucket = track.next(i);
            if (kind == Histogram.Kind.FLOAT) {
                writeFloatBucket(track, i, bucket);
            } else {
                writeIntegerBucket(track, i, bucket - before);
            }
            before = bucket;
        }
    }

    private void writeIntegerBucket(BucketTrack track, int position, long value) {
        if (count == 0) {
            Varbit.write(out, value);
            track.set(position, value, 0);
            return;
        }
        long step = value - track.value(position);
        Varbit.write(out, step - track.step(position));
        track.set(position, value, step);
    }

    private void writeFloatBucket(BucketTrack track, int position, long bits) {
        if (count == 0) {
            out.write(bits, Long.SIZE);
            track.set(position, bits, XorEncoding.NO_WINDOW);
            return;
        }
        int window = XorValues.write(out, bits ^ track.value(position), (int) track.step(position));
        track.set(position, bits, window);
    }
}
