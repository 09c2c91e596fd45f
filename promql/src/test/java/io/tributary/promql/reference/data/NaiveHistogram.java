package io.tributary.promql.reference.data;

import io.tributary.model.SampleBits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A native histogram in the simplest form: counts by bucket numbers.
///
/// @param schema {@link #CUSTOM} where `bounds` says where buckets end
/// @param positive by number; custom buckets from 0
/// @param negative by number, away from zero
public record NaiveHistogram(
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        NavigableMap<Integer, Double> positive,
        NavigableMap<Integer, Double> negative,
        List<Double> bounds) {
    public static final int CUSTOM = -53;

    public NaiveHistogram {
        positive = Collections.unmodifiableNavigableMap(new TreeMap<>(positive));
        negative = Collections.unmodifiableNavigableMap(new TreeMap<>(negative));
        bounds = List.copyOf(bounds);
    }

    /// A bucket: what was above `lower` up to `upper`.
    public record Bucket(double lower, double upper, double count) {}

    public boolean isCustom() {
        return schema == CUSTOM;
    }

    public boolean isStale() {
        return SampleBits.isStale(sum);
    }

    /// Where the bucket of a number ends, away from zero.
    public double end(int number) {
        if (isCustom()) {
            return number < bounds.size() ? bounds.get(number) : Double.POSITIVE_INFINITY;
        }
        return end(schema, number);
    }

    /// Where the bucket of a number ends in an exponential schema.
    public static double end(int schema, int number) {
        return Math.pow(2, Math.scalb((double) number, -schema));
    }

    /// Where the bucket of a number begins.
    public double start(int number) {
        return isCustom() && number == 0 ? Double.NEGATIVE_INFINITY : end(number - 1);
    }

    /// All buckets, ascending; the zero bucket only where it counted something.
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        for (Map.Entry<Integer, Double> one : negative.descendingMap().entrySet()) {
            buckets.add(new Bucket(-end(one.getKey()), -start(one.getKey()), one.getValue()));
        }
        if (zeroCount > 0) {
            buckets.add(new Bucket(-zeroThreshold, zeroThreshold, zeroCount));
        }
        positive.forEach(
                (number, here) -> buckets.add(new Bucket(start(number), end(number), here)));
        return buckets;
    }
}
