package io.tributary.format.chunk;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.util.Objects;

/// Reads the native histograms of one chunk of encoding 2 or 3, in the order they were appended.
///
/// ```
/// reader.reset(encoding, bytes, offset, length);
/// while (reader.next()) {
///     use(reader.timeMillis(), reader.resetHint(), reader.parts());
/// }
/// ```
///
/// Reused; owned by one thread at a time; the bytes must stay as they are meanwhile. Bytes behind
/// the last sample are not looked at.
///
/// Stricter than Prometheus' own reader where no valid histogram can be meant: a negative bucket, a
/// span that goes back or beyond 32 bits, a schema other than -4 to 8 and -53, more than {@link
/// io.tributary.model.histogram.Buckets#COUNT_MAX} buckets a side or bounds.
public final class HistogramChunkReader {
    private final ChunkBits in = new ChunkBits();
    private final HistogramLayout layout = new HistogramLayout();
    private final HistogramParts parts = new HistogramParts();
    private Histogram.Kind kind = Histogram.Kind.INTEGER;
    private ResetHint chunkHint = ResetHint.UNKNOWN;
    private int count;
    private int read;
    private long timeMillis;
    private long delta;

    /// Integers: a count and by how much it changed last. Floats: its bits and their window.
    private long observations;

    private long observationsStep;
    private long zeroCount;
    private long zeroStep;
    private long sumBits;
    private int sumWindow;

    /// Begins the chunk `bytes[offset .. offset + length)`, which starts with its count.
    ///
    /// @param encoding {@link HistogramChunkWriter#INTEGER_ENCODING} or {@link
    ///   HistogramChunkWriter#FLOAT_ENCODING}
    /// @throws CorruptChunkException if not even count and flags are there
    public void reset(byte encoding, byte[] bytes, int offset, int length)
            throws CorruptChunkException {
        kind = HistogramChunkWriter.kind(encoding);
        if (length < HistogramChunkWriter.HEADER_BYTES) {
            throw new CorruptChunkException(length);
        }
        Objects.checkFromIndexSize(offset, length, bytes.length);
        count = ((bytes[offset] & 0xFF) << Byte.SIZE) | (bytes[offset + 1] & 0xFF);
        chunkHint = HistogramChunkWriter.hint(bytes[offset + HistogramChunkWriter.FLAGS_OFFSET]);
        in.reset(
                bytes,
                offset + HistogramChunkWriter.HEADER_BYTES,
                length - HistogramChunkWriter.HEADER_BYTES,
                count);
        read = 0;
        timeMillis = 0;
        delta = 0;
        observations = 0;
        observationsStep = 0;
        zeroCount = 0;
        zeroStep = 0;
        sumBits = 0;
        sumWindow = XorEncoding.NO_WINDOW;
    }

    /// How many samples the chunk says it holds.
    public int count() {
        return count;
    }

    /// What the chunk says about its first sample and the chunk before: {@link ResetHint#GAUGE} for
    /// a chunk of gauges.
    public ResetHint chunkHint() {
        return chunkHint;
    }

    /// Goes to the next sample.
    ///
    /// @return false behind the last
    public boolean next() throws CorruptChunkException {
        if (read >= count) {
            return false;
        }
        in.at(read);
        if (read == 0) {
            layout.read(in);
        }
        delta += read == 0 ? 0 : in.readVarbit();
        timeMillis += read == 0 ? in.readVarbit() : delta;
        readCounts();
        if (read == 0 || sumBits != SampleBits.STALE_NAN) {
            readBuckets(layout.positive);
            readBuckets(layout.negative);
        }
        fillParts();
        read++;
        return true;
    }

    /// Of the sample that `next` went to.
    public long timeMillis() {
        return timeMillis;
    }

    /// Of the sample that `next` went to, as far as this chunk alone can tell: of the first, which
    /// may not follow the chunk that was before it when it was written, nothing is known.
    public ResetHint resetHint() {
        if (chunkHint == ResetHint.GAUGE) {
            return ResetHint.GAUGE;
        }
        return read > 1 ? ResetHint.NO_RESET : ResetHint.UNKNOWN;
    }

    /// The sample that `next` went to, until the next call; not to be changed.
    public HistogramParts parts() {
        return parts;
    }

    private void readCounts() throws CorruptChunkException {
        if (read == 0) {
            boolean integers = kind == Histogram.Kind.INTEGER;
            observations = integers ? in.readUnsignedVarbit() : in.read(Long.SIZE);
            zeroCount = integers ? in.readUnsignedVarbit() : in.read(Long.SIZE);
            sumBits = in.read(Long.SIZE);
            return;
        }
        if (kind == Histogram.Kind.INTEGER) {
            observationsStep += in.readVarbit();
            observations += observationsStep;
            zeroStep += in.readVarbit();
            zeroCount += zeroStep;
        } else {
            observations ^= in.readXor((int) observationsStep);
            observationsStep = in.window();
            zeroCount ^= in.readXor((int) zeroStep);
            zeroStep = in.window();
        }
        sumBits ^= in.readXor(sumWindow);
        sumWindow = in.window();
    }

    private void readBuckets(BucketTrack track) throws CorruptChunkException {
        for (int i = 0; i < track.size(); i++) {
            long value = track.value(i);
            long step = track.step(i);
            if (kind == Histogram.Kind.FLOAT) {
                value ^= read == 0 ? in.read(Long.SIZE) : in.readXor((int) step);
                step = read == 0 ? XorEncoding.NO_WINDOW : in.window();
            } else {
                long code = in.readVarbit();
                step += read == 0 ? 0 : code;
                value += read == 0 ? code : step;
            }
            track.set(i, value, step);
        }
    }

    private void fillParts() throws CorruptChunkException {
        parts.begin(
                kind,
                layout.schema(),
                layout.zeroThresholdBits(),
                zeroCount,
                observations,
                sumBits);
        if (parts.isStale()) {
            return;
        }
        if (layout.schema() == Histogram.CUSTOM_BOUNDS && parts.zeroCount() != 0) {
            throw in.corrupt("custom buckets with a zero bucket");
        }
        for (int i = 0; i < layout.boundCount(); i++) {
            parts.addBound(layout.boundBits(i));
        }
        BucketTrack positive = layout.positive;
        long bucket = 0;
        for (int i = 0; i < positive.size(); i++) {
            bucket = bucket(bucket, positive.value(i));
            parts.addPositive(positive.index(i), bucket);
        }
        BucketTrack negative = layout.negative;
        bucket = 0;
        for (int i = 0; i < negative.size(); i++) {
            bucket = bucket(bucket, negative.value(i));
            parts.addNegative(negative.index(i), bucket);
        }
    }

    private long bucket(long before, long value) throws CorruptChunkException {
        if (kind == Histogram.Kind.FLOAT) {
            return value;
        }
        if (before + value < 0) {
            throw in.corrupt("a bucket of " + (before + value));
        }
        return before + value;
    }
}
