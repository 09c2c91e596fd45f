package io.tributary.model.histogram;

import java.util.Arrays;

/// Histograms in normal form as bytes, one behind the other: two are the same sample exactly when
/// their bytes are equal, and what was written can be read again.
///
/// ```
/// kind <1 byte>  schema <zigzag>  count <number>  sum <8 bytes>
///     schema -53   bounds <uvarint> bound <short double> …        positive buckets
///     else         zero threshold <short double> zero count <number>  positive, negative buckets
/// ```
///
/// The whole layout, with examples that a test runs: `model/docs/histograms.md`. Reused: the array
/// grows and is kept. Owned by one thread at a time.
public final class HistogramBytes {
    static final byte INTEGERS = 0;
    static final byte FLOATS = 1;
    static final byte STALE = 2;

    private static final int START = 1024;

    /// Bytes of kind, schema, count, sum, zero threshold and zero count, or of the number of
    /// bounds.
    private static final int FRAME_BYTES_MAX = 64;

    /// Bytes of a 64-bit number.
    private static final int VARINT_BYTES_MAX = 10;

    private byte[] bytes = new byte[START];
    private int size;

    public void clear() {
        size = 0;
    }

    /// Appends a histogram.
    ///
    /// @return how many bytes it takes
    public int append(HistogramParts parts) {
        int start = size;
        if (parts.isStale()) {
            reserve(1);
            bytes[size++] = STALE;
            return 1;
        }
        reserve(FRAME_BYTES_MAX + (long) VARINT_BYTES_MAX * parts.boundCount());
        boolean floats = parts.kind() == Histogram.Kind.FLOAT;
        bytes[size++] = floats ? FLOATS : INTEGERS;
        writeZigzag(parts.schema());
        writeCount(parts.count(), floats);
        writeLong(parts.sumBits());
        if (parts.schema() == Histogram.CUSTOM_BOUNDS) {
            writeVarint(parts.boundCount());
            for (int i = 0; i < parts.boundCount(); i++) {
                writeDouble(parts.boundBits(i));
            }
            writeBuckets(parts.positive(), floats);
            return size - start;
        }
        writeDouble(parts.zeroThresholdBits());
        writeCount(parts.zeroCount(), floats);
        writeBuckets(parts.positive(), floats);
        writeBuckets(parts.negative(), floats);
        return size - start;
    }

    /// Appends a histogram as it was appended elsewhere: `source[offset .. offset + length)`.
    public void append(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /// What was appended are the first {@link #sizeBytes} of these; not to be changed, and another
    /// array after an `append`.
    public byte[] bytes() {
        return bytes;
    }

    public int sizeBytes() {
        return size;
    }

    private void writeBuckets(Buckets buckets, boolean floats) {
        // A bucket needs a run of its own at worst.
        reserve(VARINT_BYTES_MAX + 3L * VARINT_BYTES_MAX * buckets.size());
        writeVarint(runs(buckets));
        int next = 0;
        while (next < buckets.size()) {
            int end = runEnd(buckets, next);
            int first = buckets.index(next);
            if (next == 0) {
                writeZigzag(first);
            } else {
                writeVarint((long) first - buckets.index(next - 1) - 2);
            }
            writeVarint(end - next - 1L);
            next = end;
        }
        long before = 0;
        for (int i = 0; i < buckets.size(); i++) {
            long count = buckets.count(i);
            if (floats) {
                writeDouble(count);
            } else if (i == 0) {
                writeVarint(count);
            } else {
                writeZigzag(count - before);
            }
            before = count;
        }
    }

    private static int runs(Buckets buckets) {
        int runs = 0;
        for (int next = 0; next < buckets.size(); next = runEnd(buckets, next)) {
            runs++;
        }
        return runs;
    }

    /// One past the last bucket of the run that begins at `start`.
    private static int runEnd(Buckets buckets, int start) {
        int end = start + 1;
        while (end < buckets.size() && buckets.index(end) - buckets.index(end - 1) == 1) {
            end++;
        }
        return end;
    }

    private void writeCount(long count, boolean floats) {
        if (floats) {
            writeDouble(count);
        } else {
            writeVarint(count);
        }
    }

    /// Doubles that people and counters make have zeros at the low end of their bits: turned
    /// around, they are short varints.
    private void writeDouble(long bits) {
        writeVarint(Long.reverseBytes(bits));
    }

    private void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    private void writeVarint(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void writeLong(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    private void reserve(long more) {
        long needed = size + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > Integer.MAX_VALUE - Byte.SIZE) {
            throw new IllegalStateException("BUG: " + needed + " bytes of histograms");
        }
        bytes =
                Arrays.copyOf(
                        bytes,
                        (int) Math.min(Math.max(2L * size, needed), Integer.MAX_VALUE - Byte.SIZE));
    }
}
