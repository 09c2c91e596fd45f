package io.tributary.format.chunk;

import io.tributary.model.histogram.Buckets;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import java.util.Arrays;

/// What all histograms of a chunk have in common, written once before the first: schema, zero
/// threshold, custom bounds, and which buckets there are. Reused; owned by one thread at a time.
///
/// Source: Prometheus `tsdb/chunkenc/histogram_meta.go`.
final class HistogramLayout {
    private static final int THRESHOLD_ZERO = 0;
    private static final int THRESHOLD_IN_FULL = 255;

    /// A threshold that is a power of two is its exponent and this, from 1 to 254.
    private static final int THRESHOLD_BIAS = 244;

    private static final int EXPONENT_BIAS = 1023;
    private static final int MANTISSA_BITS = 52;

    /// Bounds up to this many thousandths have a short code: one more, as an unsigned varbit.
    private static final int THOUSANDTHS_MAX = 33_554_430;

    private static final double THOUSAND = 1000;
    private static final int BOUNDS_START = 16;

    final BucketTrack positive = new BucketTrack();
    final BucketTrack negative = new BucketTrack();
    private int schema;
    private long zeroThresholdBits;
    private long[] bounds = new long[BOUNDS_START];
    private int boundCount;

    int schema() {
        return schema;
    }

    long zeroThresholdBits() {
        return zeroThresholdBits;
    }

    int boundCount() {
        return boundCount;
    }

    long boundBits(int position) {
        return bounds[position];
    }

    /// Room for a histogram, and for all that `before` had room for.
    void setUnion(HistogramLayout before, HistogramParts parts) {
        setFrame(parts);
        positive.setUnion(before.positive, parts.positive());
        negative.setUnion(before.negative, parts.negative());
    }

    /// Room for a histogram and nothing else.
    void set(HistogramParts parts) {
        setFrame(parts);
        setBuckets(positive, parts.positive());
        setBuckets(negative, parts.negative());
    }

    boolean hasSchemaOf(HistogramParts parts) {
        return schema == parts.schema() && zeroThresholdBits == parts.zeroThresholdBits();
    }

    boolean hasBoundsOf(HistogramParts parts) {
        boolean same = boundCount == parts.boundCount();
        for (int i = 0; same && i < boundCount; i++) {
            same = bounds[i] == parts.boundBits(i);
        }
        return same;
    }

    void write(BitWriter out) {
        writeThreshold(out);
        Varbit.write(out, schema);
        writeSpans(out, positive);
        writeSpans(out, negative);
        if (schema != Histogram.CUSTOM_BOUNDS) {
            return;
        }
        Varbit.writeUnsigned(out, boundCount);
        for (int i = 0; i < boundCount; i++) {
            writeBound(out, bounds[i]);
        }
    }

    void read(ChunkBits in) throws CorruptChunkException {
        zeroThresholdBits = readThreshold(in);
        long number = in.readVarbit();
        if (number != (int) number || !Histogram.isSchema((int) number)) {
            throw in.corrupt("schema " + number);
        }
        schema = (int) number;
        readSpans(in, positive);
        readSpans(in, negative);
        boundCount = 0;
        if (schema != Histogram.CUSTOM_BOUNDS) {
            return;
        }
        if (zeroThresholdBits != 0 || negative.size() > 0) {
            throw in.corrupt("custom buckets with a zero bucket or negative ones");
        }
        int count = readSize(in, "custom bounds");
        for (int i = 0; i < count; i++) {
            addBound(readBound(in));
        }
    }

    private void setFrame(HistogramParts parts) {
        schema = parts.schema();
        zeroThresholdBits = parts.zeroThresholdBits();
        boundCount = 0;
        for (int i = 0; i < parts.boundCount(); i++) {
            addBound(parts.boundBits(i));
        }
    }

    private static void setBuckets(BucketTrack track, Buckets buckets) {
        track.clear();
        for (int i = 0; i < buckets.size(); i++) {
            track.add(buckets.index(i));
        }
    }

    private void addBound(long bits) {
        if (boundCount == bounds.length) {
            bounds = Arrays.copyOf(bounds, boundCount * 2);
        }
        bounds[boundCount] = bits;
        boundCount++;
    }

    private void writeThreshold(BitWriter out) {
        if (zeroThresholdBits == 0) {
            out.write(THRESHOLD_ZERO, Byte.SIZE);
            return;
        }
        long mantissa = zeroThresholdBits & ((1L << MANTISSA_BITS) - 1);
        long code = (zeroThresholdBits >> MANTISSA_BITS) - EXPONENT_BIAS + THRESHOLD_BIAS;
        if (mantissa == 0 && code > THRESHOLD_ZERO && code < THRESHOLD_IN_FULL) {
            out.write(code, Byte.SIZE);
            return;
        }
        out.write(THRESHOLD_IN_FULL, Byte.SIZE);
        out.write(zeroThresholdBits, Long.SIZE);
    }

    private static long readThreshold(ChunkBits in) throws CorruptChunkException {
        int code = (int) in.read(Byte.SIZE);
        return switch (code) {
            case THRESHOLD_ZERO -> 0;
            case THRESHOLD_IN_FULL -> withoutNegativeZero(in.read(Long.SIZE));
            default -> (long) (code - THRESHOLD_BIAS + EXPONENT_BIAS) << MANTISSA_BITS;
        };
    }

    private static void writeSpans(BitWriter out, BucketTrack track) {
        int spans = 0;
        for (int start = 0; start < track.size(); start = spanEnd(track, start)) {
            spans++;
        }
        Varbit.writeUnsigned(out, spans);
        long before = 0;
        int start = 0;
        while (start < track.size()) {
            int end = spanEnd(track, start);
            Varbit.writeUnsigned(out, end - start);
            Varbit.write(out, track.index(start) - before);
            before = track.index(end - 1) + 1L;
            start = end;
        }
    }

    /// One past the last bucket in a row with the one at `start`.
    private static int spanEnd(BucketTrack track, int start) {
        int end = start + 1;
        while (end < track.size() && track.index(end) - track.index(end - 1) == 1) {
            end++;
        }
        return end;
    }

    /// Reads spans, which nobody says are minimal, into a layout. Each bucket has a bit at least in
    /// the first sample, so the bytes left bound what is believed.
    private static void readSpans(ChunkBits in, BucketTrack track) throws CorruptChunkException {
        track.clear();
        int spans = readSize(in, "spans");
        long index = 0;
        for (int span = 0; span < spans; span++) {
            long length = in.readUnsignedVarbit();
            long offset = in.readVarbit();
            if (offset != (int) offset || (span > 0 && offset < 0)) {
                throw in.corrupt("a span's offset of " + offset);
            }
            index += offset;
            long room = Math.min(Buckets.COUNT_MAX - track.size(), in.left());
            if (length < 0 || length > room || index + length - 1 > Integer.MAX_VALUE) {
                throw in.corrupt("a span of " + Long.toUnsignedString(length) + " buckets");
            }
            for (long i = 0; i < length; i++) {
                track.add((int) (index + i));
            }
            index += length;
        }
    }

    private static void writeBound(BitWriter out, long bits) {
        double bound = Double.longBitsToDouble(bits);
        double thousandths = bound * THOUSAND;
        if (thousandths >= 0 && thousandths <= THOUSANDTHS_MAX) {
            long rounded = Math.round(thousandths);
            if (rounded / THOUSAND == bound) {
                Varbit.writeUnsigned(out, rounded + 1);
                return;
            }
        }
        out.write(0, 1);
        out.write(bits, Long.SIZE);
    }

    private static long readBound(ChunkBits in) throws CorruptChunkException {
        long code = in.readUnsignedVarbit();
        if (code == 0) {
            return withoutNegativeZero(in.read(Long.SIZE));
        }
        if (code < 0 || code > THOUSANDTHS_MAX + 1) {
            throw in.corrupt("a custom bound of " + Long.toUnsignedString(code));
        }
        return Double.doubleToRawLongBits((code - 1) / THOUSAND);
    }

    /// A number of things that take a bit each at least.
    private static int readSize(ChunkBits in, String of) throws CorruptChunkException {
        long size = in.readUnsignedVarbit();
        if (size < 0 || size > Math.min(Buckets.COUNT_MAX, in.left())) {
            throw in.corrupt(Long.toUnsignedString(size) + " " + of);
        }
        return (int) size;
    }

    private static long withoutNegativeZero(long bits) {
        return bits == Long.MIN_VALUE ? 0 : bits;
    }
}
