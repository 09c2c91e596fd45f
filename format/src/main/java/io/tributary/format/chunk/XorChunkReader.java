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

    /// From where a sample's codes begin to where the last load of its value's bits may, but for a
    /// delta of deltas in full.
    private static final int LOADS_SPAN_BITS =
            DOD_PREFIX_BITS_MAX
                    + XorEncoding.WIDE_WIDTH
                    + XorEncoding.NEW_WINDOW_BITS
                    + Integer.SIZE;

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

    /// Reads samples into columns, from the next one on: all that are left, `most` of them, or as
    /// many as come before the first one behind `lastMillis`, which the reader then stands at.
    ///
    /// Same as `next` so many times, but cheaper (`XorBenchmark`): what the samples depend on stays
    /// in registers, and a sample's codes come from one load, and a second for its value's bits.
    ///
    /// @param times with room for `most` from `at` on
    /// @param bits of the values, with as much room
    /// @return how many samples stand in the columns
    public int read(long lastMillis, int most, long[] times, long[] bits, int at)
            throws CorruptChunkException {
        int end = at + Math.min(most, count - read);
        int to = at;
        while (to < end) {
            if (read >= 2) {
                to = readLoadable(lastMillis, times, bits, to, end);
                if (to == end || timeMillis > lastMillis) {
                    break;
                }
            }
            next();
            if (timeMillis > lastMillis) {
                break;
            }
            times[to] = timeMillis;
            bits[to++] = valueBits;
        }
        return to - at;
    }

    /// Goes on while all that one sample may need can be loaded, be it behind the chunk's end,
    /// which is checked afterwards. Stops before a delta of deltas in full, which is rare.
    private int readLoadable(long lastMillis, long[] times, long[] bits, int from, int end)
            throws CorruptChunkException {
        byte[] bytes = in.bytes();
        long limit = in.limit();
        long loadable = in.loadableBefore(LOADS_SPAN_BITS);
        long position = in.position();
        long time = timeMillis;
        long step = delta;
        long value = valueBits;
        int shape = window;
        int to = from;
        while (to < end && position < loadable) {
            long code = BitReader.load(bytes, position);
            int used = 1;
            if (code < 0) {
                int ones = Long.numberOfLeadingZeros(~code);
                if (ones >= DOD_PREFIX_BITS_MAX) {
                    break;
                }
                int width = XorEncoding.dodWidth(ones);
                used = ones + 1 + width;
                step += XorEncoding.dodOf((code << (ones + 1)) >>> (Long.SIZE - width), width);
            }
            time += step;
            code <<= used;
            position += used;
            if (code >= 0) {
                position++;
            } else {
                if (code << 1 < 0) {
                    shape = windowOf((int) (code >>> (Long.SIZE - XorEncoding.NEW_WINDOW_BITS)));
                    position += XorEncoding.NEW_WINDOW_BITS;
                } else {
                    shape = shape == XorEncoding.NO_WINDOW ? XorEncoding.WHOLE_WINDOW : shape;
                    position += XorEncoding.IN_WINDOW_BITS;
                }
                int significant = XorEncoding.significantBits(shape);
                value ^=
                        BitReader.load(bytes, position, significant)
                                << XorEncoding.trailingZeros(shape);
                position += significant;
            }
            if (position > limit) {
                throw corrupt("the bytes end");
            }
            read++;
            if (time > lastMillis) {
                break;
            }
            times[to] = time;
            bits[to++] = value;
        }
        in.position(position);
        timeMillis = time;
        delta = step;
        valueBits = value;
        window = shape;
        return to;
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
                    case DOD_PREFIX_BITS_MAX -> readBits(Long.SIZE);
                    default -> {
                        int width = XorEncoding.dodWidth(ones);
                        yield XorEncoding.dodOf(readBits(width), width);
                    }
                };
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
        window = windowOf((int) readBits(XorEncoding.LEADING_BITS + XorEncoding.SIGNIFICANT_BITS));
    }

    /// @param code leading zeros and significant bits; what stands above them is not looked at
    private int windowOf(int code) throws CorruptChunkException {
        int leading = (code >>> XorEncoding.SIGNIFICANT_BITS) & XorEncoding.LEADING_MAX;
        int declared = code & ((1 << XorEncoding.SIGNIFICANT_BITS) - 1);
        int significant = declared == 0 ? Long.SIZE : declared;
        if (leading + significant > Long.SIZE) {
            throw corrupt("a window of " + leading + " and " + significant + " bits");
        }
        return XorEncoding.window(leading, significant);
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
