package io.tributary.model.histogram;

import java.util.Objects;

/// Reads what {@link HistogramBytes} wrote, and nothing else: each histogram has one form as bytes.
/// Reused; owned by one thread at a time.
public final class HistogramBytesReader {
    private static final int VARINT_BYTES_MAX = 10;

    private byte[] bytes = {};
    private int position;
    private int limit;
    private int start;

    /// First index and length of each run of the side being read.
    private int[] runs = new int[16];

    /// Reads the histogram `bytes[offset .. offset + length)`.
    ///
    /// @throws CorruptHistogramException if the bytes are not exactly one histogram; what `into`
    ///   holds then means nothing
    public void read(byte[] source, int offset, int length, HistogramParts into)
            throws CorruptHistogramException {
        Objects.checkFromIndexSize(offset, length, source.length);
        bytes = source;
        start = offset;
        position = offset;
        limit = offset + length;
        switch (readByte()) {
            case HistogramBytes.INTEGERS -> readParts(Histogram.Kind.INTEGER, into);
            case HistogramBytes.FLOATS -> readParts(Histogram.Kind.FLOAT, into);
            case HistogramBytes.STALE -> into.setStale();
            default -> throw corrupt("an unknown kind");
        }
        if (position != limit) {
            throw corrupt((limit - position) + " bytes too many");
        }
    }

    private void readParts(Histogram.Kind kind, HistogramParts into)
            throws CorruptHistogramException {
        long schema = readZigzag();
        if (schema != (int) schema || !Histogram.isSchema((int) schema)) {
            throw corrupt("schema " + schema);
        }
        long count = readCount(kind);
        long sum = readLong();
        if (schema == Histogram.CUSTOM_BOUNDS) {
            begin(into, kind, (int) schema, 0, 0, count, sum);
            int bounds = readSize(Buckets.COUNT_MAX, "bounds");
            for (int i = 0; i < bounds; i++) {
                into.addBound(readBound());
            }
            readBuckets(kind, into, true);
            return;
        }
        long zeroThreshold = readBound();
        long zeroCount = kind == Histogram.Kind.FLOAT ? readBound() : readVarint();
        begin(into, kind, (int) schema, zeroThreshold, zeroCount, count, sum);
        readBuckets(kind, into, true);
        readBuckets(kind, into, false);
    }

    private void begin(
            HistogramParts into,
            Histogram.Kind kind,
            int schema,
            long zeroThreshold,
            long zeroCount,
            long count,
            long sum)
            throws CorruptHistogramException {
        into.begin(kind, schema, zeroThreshold, zeroCount, count, sum);
        if (into.isStale()) {
            throw corrupt("a stale marker with parts");
        }
    }

    private void readBuckets(Histogram.Kind kind, HistogramParts into, boolean positive)
            throws CorruptHistogramException {
        int runCount = readRuns();
        long count = 0;
        boolean first = true;
        for (int run = 0; run < runCount; run++) {
            int firstIndex = runs[2 * run];
            int length = runs[2 * run + 1];
            for (int i = 0; i < length; i++) {
                count = readBucket(kind, count, first);
                first = false;
                if (positive) {
                    into.addPositive(firstIndex + i, count);
                } else {
                    into.addNegative(firstIndex + i, count);
                }
            }
        }
    }

    /// Reads the runs of a side; together they are not longer than the bytes behind them.
    private int readRuns() throws CorruptHistogramException {
        int runCount = readSize(Buckets.COUNT_MAX, "runs");
        if (runs.length < 2 * runCount) {
            runs = new int[2 * runCount];
        }
        long end = 0;
        long buckets = 0;
        for (int run = 0; run < runCount; run++) {
            long gap = run == 0 ? readZigzag() : readVarint();
            boolean inRange = run == 0 ? gap == (int) gap : gap >>> Integer.SIZE == 0;
            long first = run == 0 ? gap : end + gap + 1;
            long length = readVarint();
            buckets += (length & Integer.MAX_VALUE) + 1;
            end = first + (length & Integer.MAX_VALUE) + 1;
            if (!inRange
                    || length >>> (Integer.SIZE - 1) != 0
                    || buckets > Buckets.COUNT_MAX
                    || end - 1 > Integer.MAX_VALUE) {
                throw corrupt("a run of buckets out of range");
            }
            runs[2 * run] = (int) first;
            runs[2 * run + 1] = (int) length + 1;
        }
        if (buckets > limit - position) {
            throw corrupt(buckets + " buckets in " + (limit - position) + " bytes");
        }
        return runCount;
    }

    private long readBucket(Histogram.Kind kind, long before, boolean first)
            throws CorruptHistogramException {
        if (kind == Histogram.Kind.FLOAT) {
            long bits = Long.reverseBytes(readVarint());
            if (bits << 1 == 0) {
                throw corrupt("an empty bucket");
            }
            return bits;
        }
        long count = first ? readVarint() : before + readZigzag();
        if (count <= 0) {
            throw corrupt("a bucket of " + count);
        }
        return count;
    }

    private long readCount(Histogram.Kind kind) throws CorruptHistogramException {
        long count = readVarint();
        return kind == Histogram.Kind.FLOAT ? Long.reverseBytes(count) : count;
    }

    private long readBound() throws CorruptHistogramException {
        long bits = Long.reverseBytes(readVarint());
        if (bits == Long.MIN_VALUE) {
            throw corrupt("a negative zero");
        }
        return bits;
    }

    /// A number of things that take a byte each at least.
    private int readSize(int most, String of) throws CorruptHistogramException {
        long size = readVarint();
        if (size < 0 || size > most || size > limit - position) {
            throw corrupt(
                    Long.toUnsignedString(size)
                            + " "
                            + of
                            + " in "
                            + (limit - position)
                            + " bytes");
        }
        return (int) size;
    }

    private long readZigzag() throws CorruptHistogramException {
        long zigzag = readVarint();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private long readVarint() throws CorruptHistogramException {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            byte next = readByte();
            if ((i == VARINT_BYTES_MAX - 1 && next > 1) || (i > 0 && next == 0)) {
                throw corrupt("a number longer than it need be");
            }
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("a number of more than " + VARINT_BYTES_MAX + " bytes");
    }

    private long readLong() throws CorruptHistogramException {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (readByte() & 0xFF);
        }
        return value;
    }

    private byte readByte() throws CorruptHistogramException {
        if (position == limit) {
            throw corrupt("the bytes end");
        }
        return bytes[position++];
    }

    private CorruptHistogramException corrupt(String what) {
        return new CorruptHistogramException(what, position - start);
    }
}
