package io.tributary.format.chunk;

import java.util.Objects;

/// Reads the samples of one chunk of encoding 1, in the order they were appended.
///
/// ```
/// reader.reset(bytes, offset, length);
/// while (reader.next()) {
///     use(reader.timeMillis(), reader.valueBits());
/// }
/// ```
///
/// Reused; owned by one thread at a time; the bytes must stay as they are meanwhile. Bytes behind
/// the last sample are not looked at. Stricter than Prometheus' own reader in one place that no
/// appender produces: a window wider than 64 bits.
public final class XorChunkReader {
    /// A varint has at most this many bytes, and the last of them one bit.
    private static final int VARINT_BYTES_MAX = 10;

    private static final int DOD_PREFIX_BITS_MAX = 4;

    private final BitReader in = new BitReader();
    private int count;
    private int read;
    private long timeMillis;
    private long delta;
    private long valueBits;
    private int window;

    /// Begins the chunk `bytes[offset .. offset + length)`, which starts with its count.
    ///
    /// @throws CorruptChunkException if not even the count is there
    public void reset(byte[] bytes, int offset, int length) throws CorruptChunkException {
        if (length < XorEncoding.COUNT_BYTES) {
            throw new CorruptChunkException(length);
        }
        Objects.checkFromIndexSize(offset, length, bytes.length);
        resetOpen(
                bytes,
                offset + XorEncoding.COUNT_BYTES,
                length - XorEncoding.COUNT_BYTES,
                ((bytes[offset] & 0xFF) << Byte.SIZE) | (bytes[offset + 1] & 0xFF));
    }

    /// Begins an open chunk, whose count is kept elsewhere: the bytes are what would follow it.
    public void resetOpen(byte[] bytes, int offset, int length, int sampleCount) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        in.reset(bytes, offset, length);
        count = sampleCount;
        read = 0;
        timeMillis = 0;
        delta = 0;
        valueBits = 0;
        window = XorEncoding.NO_WINDOW;
    }

    /// How many samples the chunk says it holds.
    public int count() {
        return count;
    }

    /// Goes to the next sample.
    ///
    /// @return false behind the last
    public boolean next() throws CorruptChunkException {
        if (read >= count) {
            return false;
        }
        switch (read) {
            case 0 -> {
                long zigzag = readUnsignedVarint();
                timeMillis = (zigzag >>> 1) ^ -(zigzag & 1);
                valueBits = readBits(Long.SIZE);
            }
            case 1 -> {
                delta = readUnsignedVarint();
                timeMillis += delta;
                readValue();
            }
            default -> {
                readDod();
                timeMillis += delta;
                readValue();
            }
        }
        read++;
        return true;
    }

    /// Of the sample that `next` went to.
    public long timeMillis() {
        return timeMillis;
    }

    /// Raw IEEE 754 bits of the sample that `next` went to.
    public long valueBits() {
        return valueBits;
    }

    private void readDod() throws CorruptChunkException {
        int ones = 0;
        while (ones < DOD_PREFIX_BITS_MAX && readBit() == 1) {
            ones++;
        }
        delta +=
                switch (ones) {
                    case 0 -> 0;
                    case 1 -> readDod(XorEncoding.SHORT_WIDTH);
                    case 2 -> readDod(XorEncoding.MIDDLE_WIDTH);
                    case 3 -> readDod(XorEncoding.WIDE_WIDTH);
                    default -> readBits(Long.SIZE);
                };
    }

    private long readDod(int width) throws CorruptChunkException {
        return XorEncoding.dodOf(readBits(width), width);
    }

    private void readValue() throws CorruptChunkException {
        if (readBit() == 0) {
            return;
        }
        if (readBit() == 1) {
            readWindow();
        } else if (window == XorEncoding.NO_WINDOW) {
            window = XorEncoding.WHOLE_WINDOW;
        }
        valueBits ^=
                readBits(XorEncoding.significantBits(window)) << XorEncoding.trailingZeros(window);
    }

    private void readWindow() throws CorruptChunkException {
        int leading = (int) readBits(XorEncoding.LEADING_BITS);
        int declared = (int) readBits(XorEncoding.SIGNIFICANT_BITS);
        int significant = declared == 0 ? Long.SIZE : declared;
        if (leading + significant > Long.SIZE) {
            throw corrupt("a window of " + leading + " and " + significant + " bits");
        }
        window = XorEncoding.window(leading, significant);
    }

    private long readUnsignedVarint() throws CorruptChunkException {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            long next = readBits(Byte.SIZE);
            if (i == VARINT_BYTES_MAX - 1 && next > 1) {
                throw corrupt("a varint of more than 64 bits");
            }
            value |= (next & 0x7F) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalStateException("BUG: a tenth byte went on");
    }

    private int readBit() throws CorruptChunkException {
        if (!in.has(1)) {
            throw corrupt("the bytes end");
        }
        return in.readBit();
    }

    private long readBits(int bits) throws CorruptChunkException {
        if (!in.has(bits)) {
            throw corrupt("the bytes end");
        }
        return in.read(bits);
    }

    private CorruptChunkException corrupt(String what) {
        return new CorruptChunkException(what, read, count);
    }
}
