package io.tributary.format.exposition.protobuf;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import java.util.Arrays;

/// The classic buckets of a histogram, and their series.
///
/// ```
/// Bucket  1 uint64 cumulative count  2 double upper bound  3 Exemplar  4 double cumulative count
/// ```
///
/// Reused; owned by one thread at a time.
final class ClassicBuckets {
    private static final int COUNT = 1;
    private static final int BOUND = 2;
    private static final int EXEMPLAR = 3;
    private static final int COUNT_FLOAT = 4;

    private static final int ROOM = 32;

    private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    private static final String NAME = "Bucket";

    private final MetricSeries series;
    private final NumberWords words;
    private final ExemplarMessage exemplar;
    private long[] bounds = new long[ROOM];
    private long[] counts = new long[ROOM];
    private double[] floatCounts = new double[ROOM];
    private int[] exemplarStarts = new int[ROOM];
    private int[] exemplarEnds = new int[ROOM];
    private int count;

    ClassicBuckets(MetricSeries series, NumberWords words, ExemplarMessage exemplar) {
        this.series = series;
        this.words = words;
        this.exemplar = exemplar;
    }

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// How many series they are, with that of all observations.
    long seriesCount() {
        return count + 1L;
    }

    /// Reads a bucket whose length is to come, a field of `message`.
    void read(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        reserve();
        bounds[count] = 0;
        counts[count] = 0;
        floatCounts[count] = 0;
        exemplarEnds[count] = 0;
        int outer = in.enter(tag, message);
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case COUNT -> counts[count] = in.readVarint(field, NAME);
                case BOUND -> bounds[count] = in.readFixed64(field, NAME);
                case COUNT_FLOAT -> floatCounts[count] = in.readDouble(field, NAME);
                case EXEMPLAR -> {
                    int length = in.readLength(field, NAME);
                    exemplarStarts[count] = in.position();
                    exemplarEnds[count] = in.position() + length;
                    in.moveTo(exemplarEnds[count]);
                }
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        count++;
    }

    /// Writes them, up to the bucket of all observations, which a sender may leave out.
    void write(ProtoCursor in, long total, double floatTotal) throws MalformedRequestException {
        for (int i = 0; i < count; i++) {
            series.beginBucket(words.symbol(i, bounds[i]));
            series.addCount(counts[i], floatCounts[i]);
            if (exemplarEnds[i] > 0) {
                exemplar.read(in, exemplarStarts[i], exemplarEnds[i]);
            }
            if (bounds[i] == INFINITY) {
                return;
            }
        }
        series.beginBucket(words.symbol(count, INFINITY));
        series.addCount(total, floatTotal);
    }

    private void reserve() {
        if (count == bounds.length) {
            int size = 2 * count;
            bounds = Arrays.copyOf(bounds, size);
            counts = Arrays.copyOf(counts, size);
            floatCounts = Arrays.copyOf(floatCounts, size);
            exemplarStarts = Arrays.copyOf(exemplarStarts, size);
            exemplarEnds = Arrays.copyOf(exemplarEnds, size);
        }
    }
}
