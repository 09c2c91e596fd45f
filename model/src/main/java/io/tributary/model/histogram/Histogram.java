package io.tributary.model.histogram;

import io.tributary.model.SampleBits;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One native histogram in normal form, as a value: two are equal when they are the same sample,
/// bit by bit. For the way out and for tests; the sample path has {@link HistogramParts}.
///
/// @param schema -4 to 8: buckets grow by the factor `2^(2^-schema)`; or {@link #CUSTOM_BOUNDS}
/// @param zeroCount observations in the zero bucket, a count of this kind
/// @param count all observations, a count of this kind
/// @param sumBits of all observations; {@link SampleBits#STALE_NAN} makes it a stale marker
/// @param positive indexes ascending
/// @param negative indexes ascending, away from zero
/// @param boundBits upper bounds of custom buckets, ascending; else empty
public record Histogram(
        Kind kind,
        int schema,
        long zeroThresholdBits,
        long zeroCount,
        long count,
        long sumBits,
        List<Bucket> positive,
        List<Bucket> negative,
        List<Long> boundBits) {
    private static final HexFormat HEX = HexFormat.of();

    /// The schema of histograms that bring the bounds of their buckets.
    public static final int CUSTOM_BOUNDS = -53;

    /// Smallest exponential schema.
    public static final int SCHEMA_MIN = -4;

    /// Largest exponential schema.
    public static final int SCHEMA_MAX = 8;

    /// The end of a series, whatever its kind was.
    public static final Histogram STALE =
            new Histogram(
                    Kind.INTEGER,
                    0,
                    0,
                    0,
                    0,
                    SampleBits.STALE_NAN,
                    List.of(),
                    List.of(),
                    List.of());

    /// What counts are.
    public enum Kind {
        /// Numbers of observations, 64 bits, unsigned.
        INTEGER,
        /// Bits of doubles.
        FLOAT
    }

    /// What one bucket counted.
    ///
    /// @param count a count of the histogram's kind, never zero
    public record Bucket(int index, long count) {}

    public Histogram {
        positive = List.copyOf(positive);
        negative = List.copyOf(negative);
        boundBits = List.copyOf(boundBits);
    }

    private static final long RECORD_BYTES = 136;
    private static final long BUCKET_BYTES = 32;
    private static final long BOUND_BYTES = 24;

    /// Whether histograms of this schema exist.
    public static boolean isSchema(int schema) {
        return schema == CUSTOM_BOUNDS || (schema >= SCHEMA_MIN && schema <= SCHEMA_MAX);
    }

    public static Histogram of(HistogramParts parts) {
        if (parts.isStale()) {
            return STALE;
        }
        List<Long> bounds = new ArrayList<>(parts.boundCount());
        for (int i = 0; i < parts.boundCount(); i++) {
            bounds.add(parts.boundBits(i));
        }
        return new Histogram(
                parts.kind(),
                parts.schema(),
                parts.zeroThresholdBits(),
                parts.zeroCount(),
                parts.count(),
                parts.sumBits(),
                list(parts.positive()),
                list(parts.negative()),
                bounds);
    }

    /// Copies this histogram into parts, in normal form even where this one is not.
    public void into(HistogramParts parts) {
        parts.begin(kind, schema, zeroThresholdBits, zeroCount, count, sumBits);
        boundBits.forEach(parts::addBound);
        positive.forEach(bucket -> parts.addPositive(bucket.index(), bucket.count()));
        negative.forEach(bucket -> parts.addNegative(bucket.index(), bucket.count()));
    }

    public boolean isStale() {
        return sumBits == SampleBits.STALE_NAN;
    }

    /// Observations, whatever the kind.
    public double countValue() {
        return value(count);
    }

    /// Observations in the zero bucket, whatever the kind.
    public double zeroCountValue() {
        return value(zeroCount);
    }

    /// A count of this histogram as a number.
    public double value(long countOfThisKind) {
        return switch (kind) {
            case INTEGER -> SampleBits.ofUnsigned(countOfThisKind);
            case FLOAT -> Double.longBitsToDouble(countOfThisKind);
        };
    }

    /// Bytes on the heap, for budgets.
    public long sizeBytes() {
        return RECORD_BYTES
                + BUCKET_BYTES * (positive.size() + negative.size())
                + BOUND_BYTES * boundBits.size();
    }

    /// All of it, exactly, in one line: bits of doubles in hex, what is empty left out.
    ///
    /// ```
    /// integers schema=3 threshold=0000000000000000 zero=0 count=3 sum=4010000000000000 positive=0:1 negative=-5:2
    /// ```
    @Override
    public String toString() {
        if (isStale()) {
            return "stale";
        }
        StringBuilder text = new StringBuilder(kind == Kind.FLOAT ? "floats" : "integers");
        text.append(" schema=").append(schema);
        text.append(" threshold=").append(HEX.toHexDigits(zeroThresholdBits));
        text.append(" zero=").append(countText(zeroCount));
        text.append(" count=").append(countText(count));
        text.append(" sum=").append(HEX.toHexDigits(sumBits));
        append(text, "bounds", boundBits.stream().map(HEX::toHexDigits));
        append(text, "positive", positive.stream().map(this::bucketText));
        append(text, "negative", negative.stream().map(this::bucketText));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Stream<String> parts) {
        String joined = parts.collect(Collectors.joining(","));
        if (!joined.isEmpty()) {
            text.append(' ').append(name).append('=').append(joined);
        }
    }

    private String bucketText(Bucket bucket) {
        return bucket.index() + ":" + countText(bucket.count());
    }

    private String countText(long bits) {
        return kind == Kind.FLOAT ? HEX.toHexDigits(bits) : Long.toUnsignedString(bits);
    }

    private static List<Bucket> list(Buckets buckets) {
        List<Bucket> list = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            list.add(new Bucket(buckets.index(i), buckets.count(i)));
        }
        return list;
    }
}
