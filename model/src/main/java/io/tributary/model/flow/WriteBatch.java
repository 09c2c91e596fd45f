package io.tributary.model.flow;

import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.HistogramColumns;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.util.Arrays;
import java.util.BitSet;

/// One decoded write, in columns over the bytes it came in.
///
/// ```
/// series i :  key    = [keyOffset(i) .. keyOffset(i) + keyLength(i))      labels, in the route's dialect:
///                      of bytes(), or of the refs of symbols()
///             samples = [sampleStart(i) .. sampleEnd(i))                  in the order they were sent
///             histograms = [histogramStart(i) .. histogramEnd(i))         likewise
///             isDelta(i)                                              what its samples are, below
///             its data point, where the sender counts several series as one
/// sample j :  timeMillis(j)  valueBits(j)  startMillis(j)
///
/// symbols()  histograms()  exemplars()  metadata() :  columns of their own
/// ```
///
/// The samples of a series are what it is worth at their times; those of a series of *deltas*,
/// native histograms too, are what came since the one before, and the sink adds them up.
///
/// Values are raw bits, never `double`s, so that no NaN's payload can change on its way to the
/// disk. A decoder fills a batch with {@link #beginSeries}, {@link #addSample} and {@link
/// #addHistogram}, and the columns beside; the batch does not copy a series' label bytes, so the
/// bytes must stay as they are until the sink has answered. Reused from request to request: columns
/// grow and are kept.
///
/// Bounds: a decoder refuses a request of more than the raw-size cap, which bounds the columns (a
/// sample takes at least two bytes on the wire). Owned by one thread at a time.
public final class WriteBatch {
    private static final byte[] NO_BYTES = {};
    private static final int SERIES_START = 64;
    private static final int SAMPLES_START = 256;

    private final SymbolColumns symbols = new SymbolColumns();
    private final HistogramColumns histograms = new HistogramColumns();
    private final ExemplarColumns exemplars = new ExemplarColumns();
    private final MetadataColumns metadata = new MetadataColumns();
    private byte[] bytes = NO_BYTES;
    private int[] keyOffsets = new int[SERIES_START];
    private int[] keyLengths = new int[SERIES_START];
    private int[] sampleEnds = new int[SERIES_START];
    private int[] histogramEnds = new int[SERIES_START];

    /// The series of deltas.
    private final BitSet deltas = new BitSet();

    /// By series; empty where they are of none.
    private int[] points = {};

    private long[] times = new long[SAMPLES_START];
    private long[] valueBits = new long[SAMPLES_START];
    private long[] starts = {};
    private int seriesCount;
    private int sampleCount;
    private boolean hasStarts;
    private boolean hasPoints;

    /// Empties the batch and gives it the bytes that keys will point into.
    public void reset(byte[] requestBytes) {
        bytes = requestBytes;
        seriesCount = 0;
        sampleCount = 0;
        hasStarts = false;
        hasPoints = false;
        deltas.clear();
        symbols.clear();
        histograms.clear();
        exemplars.clear();
        metadata.clear();
    }

    /// Gives the batch a larger copy of its bytes: a decoder's own buffer has grown, and everything
    /// stands where it stood.
    public void moveTo(byte[] grown) {
        bytes = grown;
    }

    /// Starts the next series; samples and histograms added from now on are its own.
    ///
    /// @param keyOffset of its labels, in bytes or in refs, as the route's dialect has it
    public void beginSeries(int keyOffset, int keyLength) {
        if (seriesCount == keyOffsets.length) {
            growSeries();
        }
        keyOffsets[seriesCount] = keyOffset;
        keyLengths[seriesCount] = keyLength;
        sampleEnds[seriesCount] = sampleCount;
        histogramEnds[seriesCount] = histograms.count();
        seriesCount++;
    }

    /// Says that the samples and histograms of the series begun last are deltas.
    public void deltaLast() {
        deltas.set(seriesCount - 1);
    }

    /// Says which data point of the sender's the series begun last is of. Said of one, it is to be
    /// said of all.
    ///
    /// @param point not below those before; 0: it is of none
    public void pointLast(int point) {
        hasPoints = true;
        if (points.length < seriesCount) {
            points = Arrays.copyOf(points, keyOffsets.length);
        }
        points[seriesCount - 1] = point;
    }

    /// Says how long the key of the series begun last is, where its labels came behind other
    /// things.
    public void endKey(int keyLength) {
        keyLengths[seriesCount - 1] = keyLength;
    }

    /// Gives a series another key, in place of the one it was begun with.
    public void setKey(int series, int keyOffset, int keyLength) {
        keyOffsets[series] = keyOffset;
        keyLengths[series] = keyLength;
    }

    /// Starts the next series with all samples and histograms of one of another batch.
    ///
    /// @param keyOffset as {@link #beginSeries} has it, in this batch
    public void addSeries(WriteBatch source, int series, int keyOffset, int keyLength) {
        beginSeries(keyOffset, keyLength);
        if (source.isDelta(series)) {
            deltaLast();
        }
        for (int j = source.sampleStart(series); j < source.sampleEnd(series); j++) {
            addSample(source.times[j], source.valueBits[j]);
            if (source.startMillis(j) != 0) {
                startLast(source.startMillis(j));
            }
        }
        for (int j = source.histogramStart(series); j < source.histogramEnd(series); j++) {
            histograms.add(source.histograms, j);
            histogramEnds[seriesCount - 1] = histograms.count();
        }
    }

    /// Adds a sample to the series begun last.
    public void addSample(long timeMillis, long bits) {
        if (sampleCount == times.length) {
            growSamples();
        }
        times[sampleCount] = timeMillis;
        valueBits[sampleCount] = bits;
        if (hasStarts) {
            starts[sampleCount] = 0;
        }
        sampleCount++;
        sampleEnds[seriesCount - 1] = sampleCount;
    }

    /// Says since when the sample added last counts.
    ///
    /// @param startMillis milliseconds since 1970; not 0, which says that it is unknown
    public void startLast(long startMillis) {
        if (!hasStarts) {
            hasStarts = true;
            starts = starts.length < times.length ? new long[times.length] : starts;
            Arrays.fill(starts, 0, sampleCount, 0);
        }
        starts[sampleCount - 1] = startMillis;
    }

    /// Adds a native histogram to the series begun last.
    public void addHistogram(long timeMillis, ResetHint hint, HistogramParts parts) {
        histograms.add(timeMillis, hint, parts);
        histogramEnds[seriesCount - 1] = histograms.count();
    }

    /// Adds a native histogram that is to be refused to the series begun last.
    public void addInvalidHistogram(long timeMillis, HistogramFault fault) {
        histograms.addInvalid(timeMillis, fault);
        histogramEnds[seriesCount - 1] = histograms.count();
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

    /// Native histograms, the invalid ones included.
    public int histogramCount() {
        return histograms.count();
    }

    /// Samples and native histograms.
    public int valueCount() {
        return sampleCount + histograms.count();
    }

    public int exemplarCount() {
        return exemplars.count();
    }

    public int metadataCount() {
        return metadata.count();
    }

    public SymbolColumns symbols() {
        return symbols;
    }

    public HistogramColumns histograms() {
        return histograms;
    }

    public ExemplarColumns exemplars() {
        return exemplars;
    }

    public MetadataColumns metadata() {
        return metadata;
    }

    public int keyOffset(int series) {
        return keyOffsets[series];
    }

    public int keyLength(int series) {
        return keyLengths[series];
    }

    /// Whether any series has deltas.
    public boolean hasDeltas() {
        return !deltas.isEmpty();
    }

    /// Whether the samples and histograms of `series` are deltas, each since its start; they come
    /// in any order.
    public boolean isDelta(int series) {
        return deltas.get(series);
    }

    /// Whether it is told which data points the series are of.
    public boolean hasPoints() {
        return hasPoints;
    }

    /// Of how many data points some series are, each counted once; 0 where that is not told.
    public int pointCount(BitSet series) {
        if (!hasPoints) {
            return 0;
        }
        int count = 0;
        int last = 0;
        for (int i = series.nextSetBit(0); i >= 0; i = series.nextSetBit(i + 1)) {
            if (points[i] != 0 && points[i] != last) {
                last = points[i];
                count++;
            }
        }
        return count;
    }

    /// The first sample of `series`.
    public int sampleStart(int series) {
        return series == 0 ? 0 : sampleEnds[series - 1];
    }

    /// One past the last sample of `series`.
    public int sampleEnd(int series) {
        return sampleEnds[series];
    }

    /// The first histogram of `series`.
    public int histogramStart(int series) {
        return series == 0 ? 0 : histogramEnds[series - 1];
    }

    /// One past the last histogram of `series`.
    public int histogramEnd(int series) {
        return histogramEnds[series];
    }

    /// Milliseconds since 1970.
    public long timeMillis(int sample) {
        return times[sample];
    }

    /// Raw IEEE 754 bits.
    public long valueBits(int sample) {
        return valueBits[sample];
    }

    /// Copies the labels of a series that names symbols, of which none has a fault, into `into`,
    /// emptied first.
    public void readSymbols(int series, LabelPairs into) {
        into.clear();
        int[] refs = symbols.refs();
        int from = keyOffsets[series];
        for (int i = from; i < from + keyLengths[series]; i += 2) {
            int name = refs[i];
            int value = refs[i + 1];
            into.add(
                    bytes,
                    symbols.offset(name),
                    symbols.length(name),
                    symbols.offset(value),
                    symbols.length(value));
        }
    }

    /// Whether any sample, histograms aside, says since when it counts.
    public boolean hasStarts() {
        return hasStarts;
    }

    /// Since when a sample counts, in milliseconds since 1970; 0 where that is unknown.
    public long startMillis(int sample) {
        return hasStarts ? starts[sample] : 0;
    }

    private void growSeries() {
        int size = keyOffsets.length * 2;
        keyOffsets = Arrays.copyOf(keyOffsets, size);
        keyLengths = Arrays.copyOf(keyLengths, size);
        sampleEnds = Arrays.copyOf(sampleEnds, size);
        histogramEnds = Arrays.copyOf(histogramEnds, size);
    }

    private void growSamples() {
        int size = times.length * 2;
        times = Arrays.copyOf(times, size);
        valueBits = Arrays.copyOf(valueBits, size);
        if (hasStarts) {
            starts = Arrays.copyOf(starts, size);
        }
    }
}
