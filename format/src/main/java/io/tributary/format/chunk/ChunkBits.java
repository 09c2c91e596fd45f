package io.tributary.format.chunk;

import java.util.Objects;

/// Reads the codes of a histogram chunk and refuses where its bytes end. Reused; owned by one
/// thread at a time.
final class ChunkBits {
    private final BitReader in = new BitReader();

    /// In bits, counted down.
    private long left;

    private int window;
    private int sample;
    private int count;

    void reset(byte[] bytes, int offset, int length, int sampleCount) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        in.reset(bytes, offset, length);
        left = (long) length * Byte.SIZE;
        sample = 0;
        count = sampleCount;
    }

    /// Names the sample that is read from here on.
    void at(int nextSample) {
        sample = nextSample;
    }

    /// How many bits have not been read: a bound for what the chunk may claim to hold.
    long left() {
        return left;
    }

    long read(int bits) throws CorruptChunkException {
        if (bits > left) {
            throw corrupt("the bytes end");
        }
        left -= bits;
        return in.read(bits);
    }

    long readVarbit() throws CorruptChunkException {
        int ones = readOnes();
        if (ones == 0) {
            return 0;
        }
        int width = Varbit.width(ones);
        long bits = read(width);
        return width == Long.SIZE ? bits : XorEncoding.dodOf(bits, width);
    }

    long readUnsignedVarbit() throws CorruptChunkException {
        int ones = readOnes();
        return ones == 0 ? 0 : read(Varbit.width(ones));
    }

    /// Reads a value's xor with the one before. The window from here on is {@link #window}.
    long readXor(int windowBefore) throws CorruptChunkException {
        window = windowBefore;
        if (read(1) == 0) {
            return 0;
        }
        if (read(1) == 1) {
            window = readWindow();
        } else if (window == XorEncoding.NO_WINDOW) {
            window = XorEncoding.WHOLE_WINDOW;
        }
        return read(XorEncoding.significantBits(window)) << XorEncoding.trailingZeros(window);
    }

    /// After {@link #readXor}.
    int window() {
        return window;
    }

    CorruptChunkException corrupt(String what) {
        return new CorruptChunkException(what, sample, count);
    }

    private int readWindow() throws CorruptChunkException {
        int leading = (int) read(XorEncoding.LEADING_BITS);
        int declared = (int) read(XorEncoding.SIGNIFICANT_BITS);
        int significant = declared == 0 ? Long.SIZE : declared;
        if (leading + significant > Long.SIZE) {
            throw corrupt("a window of " + leading + " and " + significant + " bits");
        }
        return XorEncoding.window(leading, significant);
    }

    private int readOnes() throws CorruptChunkException {
        int ones = 0;
        while (ones < Varbit.ONES_MAX && read(1) == 1) {
            ones++;
        }
        return ones;
    }
}
