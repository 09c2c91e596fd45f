package io.tributary.model.histogram;

import java.util.Arrays;

/// A native histogram as senders write it: spans of buckets, and counts as differences or in full.
/// A decoder fills it in any order, then has it checked and brought into normal form. Reused; owned
/// by one thread at a time.
///
/// Holds at most {@link Buckets#COUNT_MAX} of each of spans, counts and bounds, whatever is sent.
public final class RawHistogram {
    /// What the sender says of one side.
    public static final class Side {
        private static final int START = 32;

        private int[] spanOffsets = new int[START];
        private int[] spanLengths = new int[START];
        private int spanCount;
        private final Numbers deltas = new Numbers();
        private final Numbers counts = new Numbers();
        private boolean tooLarge;

        private Side() {}

        /// Adds buckets in a row.
        ///
        /// @param offset from the end of the span before, or the first bucket's index
        /// @param length buckets in a row; 32 bits, unsigned
        public void addSpan(int offset, int length) {
            if (spanCount == Buckets.COUNT_MAX) {
                tooLarge = true;
                return;
            }
            if (spanCount == spanOffsets.length) {
                spanOffsets = Arrays.copyOf(spanOffsets, spanCount * 2);
                spanLengths = Arrays.copyOf(spanLengths, spanCount * 2);
            }
            spanOffsets[spanCount] = offset;
            spanLengths[spanCount] = length;
            spanCount++;
        }

        /// Adds a bucket's count less the count of the bucket before it: counts of integers.
        public void addDelta(long delta) {
            deltas.add(delta);
        }

        /// Adds the bits of a bucket's count: counts of floats.
        public void addCount(long bits) {
            counts.add(bits);
        }

        private void clear() {
            spanCount = 0;
            tooLarge = false;
            deltas.clear();
            counts.clear();
        }

        private boolean isTooLarge(Histogram.Kind kind) {
            return tooLarge || numbers(kind).tooLarge;
        }

        private Numbers numbers(Histogram.Kind kind) {
            return kind == Histogram.Kind.FLOAT ? counts : deltas;
        }
    }

    /// Numbers of one field, bounded.
    private static final class Numbers {
        private static final int START = 32;

        private long[] values = new long[START];
        private int size;
        private boolean tooLarge;

        private void add(long value) {
            if (size == Buckets.COUNT_MAX) {
                tooLarge = true;
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size] = value;
            size++;
        }

        private void clear() {
            size = 0;
            tooLarge = false;
        }
    }

    private final Side positive = new Side();
    private final Side negative = new Side();
    private final Numbers bounds = new Numbers();
    private Histogram.Kind kind = Histogram.Kind.INTEGER;
    private Histogram.Kind zeroKind = Histogram.Kind.INTEGER;
    private long count;
    private long zeroCount;
    private long sumBits;
    private int schema;
    private long zeroThresholdBits;

    /// Of a histogram of integers: observations in the buckets looked at so far, unsigned.
    private long observed;

    private boolean overflown;

    /// Empties it: a histogram of integers that counted nothing.
    public void clear() {
        positive.clear();
        negative.clear();
        bounds.clear();
        kind = Histogram.Kind.INTEGER;
        zeroKind = Histogram.Kind.INTEGER;
        count = 0;
        zeroCount = 0;
        sumBits = 0;
        schema = 0;
        zeroThresholdBits = 0;
    }

    /// Sets the count, and by that the histogram's kind: what is set last counts.
    public void setCount(Histogram.Kind ofKind, long newCount) {
        kind = ofKind;
        count = newCount;
    }

    /// Sets the zero bucket's count. One of another kind than the histogram's is no count.
    public void setZeroCount(Histogram.Kind ofKind, long newCount) {
        zeroKind = ofKind;
        zeroCount = newCount;
    }

    public void setSum(long bits) {
        sumBits = bits;
    }

    public void setSchema(int newSchema) {
        schema = newSchema;
    }

    public void setZeroThreshold(long bits) {
        zeroThresholdBits = bits;
    }

    public void addBound(long bits) {
        bounds.add(bits);
    }

    public Side positive() {
        return positive;
    }

    public Side negative() {
        return negative;
    }

    /// Checks the histogram and brings it into normal form.
    ///
    /// Deltas of a histogram of floats, and counts in full of one of integers, are passed over, as
    /// Prometheus does. A stale marker is checked like any other.
    ///
    /// @return {@link HistogramFault#NONE}, or what is wrong; `into` then means nothing
    public HistogramFault normalize(HistogramParts into) {
        HistogramFault fault = checkFrame();
        if (fault != HistogramFault.NONE) {
            return fault;
        }
        into.begin(kind, schema, zeroThresholdBits, ownZeroCount(), count, sumBits);
        for (int i = 0; i < bounds.size; i++) {
            into.addBound(bounds.values[i]);
        }
        observed = ownZeroCount();
        overflown = false;
        fault = addBuckets(positive, into, true);
        if (fault == HistogramFault.NONE) {
            fault = addBuckets(negative, into, false);
        }
        return fault == HistogramFault.NONE ? checkCount() : fault;
    }

    private long ownZeroCount() {
        return zeroKind == kind ? zeroCount : 0;
    }

    private HistogramFault checkFrame() {
        if (!Histogram.isSchema(schema)) {
            return HistogramFault.SCHEMA;
        }
        if (positive.isTooLarge(kind) || negative.isTooLarge(kind) || bounds.tooLarge) {
            return HistogramFault.TOO_LARGE;
        }
        if (schema == Histogram.CUSTOM_BOUNDS) {
            HistogramFault fault = checkCustom();
            if (fault != HistogramFault.NONE) {
                return fault;
            }
        } else if (bounds.size > 0) {
            return HistogramFault.BOUNDS_WITHOUT_SCHEMA;
        }
        HistogramFault fault = checkSpans(positive);
        return fault == HistogramFault.NONE ? checkSpans(negative) : fault;
    }

    private HistogramFault checkCustom() {
        if (isNumber(ownZeroCount(), kind) || isNumber(zeroThresholdBits, Histogram.Kind.FLOAT)) {
            return HistogramFault.CUSTOM_ZERO_BUCKET;
        }
        if (negative.spanCount > 0 || negative.numbers(kind).size > 0) {
            return HistogramFault.CUSTOM_NEGATIVE_BUCKETS;
        }
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bounds.size; i++) {
            double bound = Double.longBitsToDouble(bounds.values[i]);
            if (Double.isNaN(bound)) {
                return HistogramFault.BOUND_NOT_FINITE;
            }
            if (i > 0 && bound <= before) {
                return HistogramFault.BOUNDS_ORDER;
            }
            before = bound;
        }
        if (before == Double.POSITIVE_INFINITY) {
            return HistogramFault.BOUND_NOT_FINITE;
        }
        long reach = 0;
        for (int i = 0; i < positive.spanCount; i++) {
            if (positive.spanOffsets[i] < 0) {
                return HistogramFault.SPAN_OFFSET;
            }
            reach += positive.spanOffsets[i] + Integer.toUnsignedLong(positive.spanLengths[i]);
        }
        return reach > bounds.size + 1 ? HistogramFault.TOO_FEW_BOUNDS : HistogramFault.NONE;
    }

    /// Spans do not go back, and there are as many counts as they say: from here on their lengths
    /// are bounded by what was sent.
    private HistogramFault checkSpans(Side side) {
        long buckets = 0;
        for (int i = 0; i < side.spanCount; i++) {
            if (i > 0 && side.spanOffsets[i] < 0) {
                return HistogramFault.SPAN_OFFSET;
            }
            buckets += Integer.toUnsignedLong(side.spanLengths[i]);
        }
        return buckets == side.numbers(kind).size
                ? HistogramFault.NONE
                : HistogramFault.SPANS_MISMATCH;
    }

    private HistogramFault addBuckets(Side side, HistogramParts into, boolean toPositive) {
        long[] numbers = side.numbers(kind).values;
        int next = 0;
        long index = 0;
        long bucketCount = 0;
        for (int i = 0; i < side.spanCount; i++) {
            index += side.spanOffsets[i];
            for (int left = side.spanLengths[i]; left > 0; left--) {
                bucketCount = kind == Histogram.Kind.FLOAT ? 0 : bucketCount;
                bucketCount += numbers[next++];
                if (isNegative(bucketCount, kind)) {
                    return HistogramFault.NEGATIVE_BUCKET;
                }
                if (index != (int) index) {
                    return HistogramFault.BUCKET_INDEX;
                }
                observed += bucketCount;
                overflown |= Long.compareUnsigned(observed, bucketCount) < 0;
                if (toPositive) {
                    into.addPositive((int) index, bucketCount);
                } else {
                    into.addNegative((int) index, bucketCount);
                }
                index++;
            }
        }
        return HistogramFault.NONE;
    }

    /// Observations of NaN are counted but in no bucket, and make the sum NaN. Floats may be rates,
    /// which need not add up.
    private HistogramFault checkCount() {
        if (kind == Histogram.Kind.FLOAT) {
            if (isNegative(count, kind)) {
                return HistogramFault.NEGATIVE_COUNT;
            }
            return isNegative(ownZeroCount(), kind)
                    ? HistogramFault.NEGATIVE_BUCKET
                    : HistogramFault.NONE;
        }
        if (!Double.isNaN(Double.longBitsToDouble(sumBits))) {
            return overflown || observed != count
                    ? HistogramFault.COUNT_MISMATCH
                    : HistogramFault.NONE;
        }
        return overflown || Long.compareUnsigned(observed, count) > 0
                ? HistogramFault.COUNT_TOO_SMALL
                : HistogramFault.NONE;
    }

    /// Other than 0 and -0.0.
    private static boolean isNumber(long bits, Histogram.Kind kind) {
        return kind == Histogram.Kind.FLOAT ? bits << 1 != 0 : bits != 0;
    }

    private static boolean isNegative(long bits, Histogram.Kind kind) {
        return kind == Histogram.Kind.FLOAT ? Double.longBitsToDouble(bits) < 0 : bits < 0;
    }
}
