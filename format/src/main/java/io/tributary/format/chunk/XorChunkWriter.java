package io.tributary.format.chunk;

/// Writes one chunk of encoding 1, count first. Reused; owned by one thread at a time.
public final class XorChunkWriter {
    private final BitWriter out = new BitWriter();
    private int count;
    private long timeMillis;
    private long delta;
    private long valueBits;
    private int window;

    public XorChunkWriter() {
        reset();
    }

    /// Begins another chunk.
    public void reset() {
        out.reset();
        out.write(0, XorEncoding.COUNT_BYTES * Byte.SIZE);
        count = 0;
        window = XorEncoding.NO_WINDOW;
    }

    /// Appends a sample.
    ///
    /// @throws IllegalStateException if the chunk holds {@link XorEncoding#SAMPLES_MAX} already
    public void append(long time, long bits) {
        if (count == XorEncoding.SAMPLES_MAX) {
            throw new IllegalStateException("BUG: a chunk of " + count + " samples is full");
        }
        long newDelta = time - timeMillis;
        switch (count) {
            case 0 -> {
                out.writeUnsignedVarint((time << 1) ^ (time >> 63));
                out.write(bits, Long.SIZE);
                newDelta = 0;
            }
            case 1 -> {
                out.writeUnsignedVarint(newDelta);
                writeValue(bits ^ valueBits);
            }
            default -> {
                writeDod(newDelta - delta);
                writeValue(bits ^ valueBits);
            }
        }
        timeMillis = time;
        delta = newDelta;
        valueBits = bits;
        count++;
        out.setShort(0, count);
    }

    public int count() {
        return count;
    }

    /// The chunk is the first {@link #sizeBytes} of these; not to be changed, and another array
    /// after an `append`.
    public byte[] bytes() {
        return out.bytes();
    }

    /// Size of the chunk, its count included.
    public int sizeBytes() {
        return out.sizeBytes();
    }

    private void writeDod(long dod) {
        int bits = XorEncoding.dodBits(dod);
        if (bits < XorEncoding.LONG_DOD_BITS) {
            out.write(XorEncoding.dodCode(dod), bits);
            return;
        }
        out.write(XorEncoding.LONG_DOD_PREFIX, XorEncoding.LONG_DOD_PREFIX_BITS);
        out.write(dod, Long.SIZE);
    }

    private void writeValue(long xor) {
        window = XorValues.write(out, xor, window);
    }
}
