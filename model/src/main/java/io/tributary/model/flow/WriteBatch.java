package io.tributary.model.flow;

import java.util.Arrays;

/// One decoded write, in columns over the bytes it came in.
///
/// ```
/// series i :  key    = bytes[keyOffset(i) .. keyOffset(i) + keyLength(i))      label bytes in the route's dialect
///             samples = [sampleStart(i) .. sampleEnd(i))                       in the order they were sent
/// sample j :  timeMillis(j)  valueBits(j)
/// ```
///
/// Values are raw bits, never `double`s, so that no NaN's payload can change on its way to the
/// disk. A decoder fills a batch with {@link #beginSeries} and {@link #addSample}; the batch does
/// not copy label bytes, so the bytes must stay as they are until the sink has answered. Reused
/// from request to request: columns grow and are kept.
///
/// Bounds: a decoder refuses a request of more than the raw-size cap, which bounds the columns (a
/// sample takes at least two bytes on the wire). Owned by one thread at a time.
public final class WriteBatch {
    private static final byte[] NO_BYTES = {};
    private static final int SERIES_START = 64;
    private static final int SAMPLES_START = 256;

    private byte[] bytes = NO_BYTES;
    private int[] keyOffsets = new int[SERIES_START];
    private int[] keyLengths = new int[SERIES_START];
    private int[] sampleEnds = new int[SERIES_START];
    private long[] times = new long[SAMPLES_START];
    private long[] valueBits = new long[SAMPLES_START];
    private int seriesCount;
    private int sampleCount;
    private int histogramCount;
    private int exemplarCount;
    private int metadataCount;

    /// Empties the batch and gives it the bytes that keys will point into.
    public void reset(byte[] requestBytes) {
        bytes = requestBytes;
        seriesCount = 0;
        sampleCount = 0;
        histogramCount = 0;
        exemplarCount = 0;
        metadataCount = 0;
    }

    /// Starts the next series; samples added from now on are its own.
    public void beginSeries(int keyOffset, int keyLength) {
        if (seriesCount == keyOffsets.length) {
            growSeries();
        }
        keyOffsets[seriesCount] = keyOffset;
        keyLengths[seriesCount] = keyLength;
        sampleEnds[seriesCount] = sampleCount;
        seriesCount++;
    }

    /// Adds a sample to the series begun last.
    public void addSample(long timeMillis, long bits) {
        if (sampleCount == times.length) {
            growSamples();
        }
        times[sampleCount] = timeMillis;
        valueBits[sampleCount] = bits;
        sampleCount++;
        sampleEnds[seriesCount - 1] = sampleCount;
    }

    /// Counts a native histogram of the series begun last. This version stores none: the sink
    /// refuses them by count.
    public void countHistogram() {
        histogramCount++;
    }

    /// Counts an exemplar. This version keeps none.
    public void countExemplar() {
        exemplarCount++;
    }

    /// Counts a metadata entry. This version keeps none.
    public void countMetadata() {
        metadataCount++;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int seriesCount() {
        return seriesCount;
    }

    public int sampleCount() {
        return sampleCount;
    }

    public int histogramCount() {
        return histogramCount;
    }

    public int exemplarCount() {
        return exemplarCount;
    }

    public int metadataCount() {
        return metadataCount;
    }

    public int keyOffset(int series) {
        return keyOffsets[series];
    }

    public int keyLength(int series) {
        return keyLengths[series];
    }

    /// The first sample of `series`.
    public int sampleStart(int series) {
        return series == 0 ? 0 : sampleEnds[series - 1];
    }

    /// One past the last sample of `series`.
    public int sampleEnd(int series) {
        return sampleEnds[series];
    }

    /// Milliseconds since 1970.
    public long timeMillis(int sample) {
        return times[sample];
    }

    /// Raw IEEE 754 bits.
    public long valueBits(int sample) {
        return valueBits[sample];
    }

    private void growSeries() {
        int size = keyOffsets.length * 2;
        keyOffsets = Arrays.copyOf(keyOffsets, size);
        keyLengths = Arrays.copyOf(keyLengths, size);
        sampleEnds = Arrays.copyOf(sampleEnds, size);
    }

    private void growSamples() {
        int size = times.length * 2;
        times = Arrays.copyOf(times, size);
        valueBits = Arrays.copyOf(valueBits, size);
    }
}
