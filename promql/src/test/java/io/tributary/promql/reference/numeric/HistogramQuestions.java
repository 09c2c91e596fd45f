package io.tributary.promql.reference.numeric;

import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.NaiveHistogram.Bucket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What is asked of native histograms (Prometheus: `promql/quantile.go`).
public final class HistogramQuestions {
    private HistogramQuestions() {}

    /// The variance of observations that stand in the middle of their buckets.
    public static double variance(NaiveHistogram of) {
        double mean = of.sum() / of.count();
        double squares = 0;
        for (Bucket bucket : of.buckets()) {
            if (bucket.count() != 0) {
                double delta = middle(of, bucket) - mean;
                squares += bucket.count() * delta * delta;
            }
        }
        return squares / of.count();
    }

    private static double middle(NaiveHistogram of, Bucket bucket) {
        if (of.isCustom()) {
            return (bucket.upper() + bucket.lower()) / 2;
        }
        if (bucket.lower() <= 0 && bucket.upper() >= 0) {
            return 0;
        }
        double middle = Math.sqrt(bucket.upper() * bucket.lower());
        return bucket.upper() < 0 ? -middle : middle;
    }

    /// The value below which a share of the observations is.
    public static double quantile(NaiveHistogram of, double q) {
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (of.count() == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        boolean forward = Double.isNaN(of.sum()) || q < 0.5;
        List<Bucket> order = new ArrayList<>(of.buckets());
        if (!forward) {
            Collections.reverse(order);
        }
        double rank = (forward ? q : 1 - q) * of.count();
        Bucket bucket = new Bucket(0, 0, 0);
        double count = 0;
        for (Bucket next : order) {
            bucket = next;
            count += next.count();
            if (next.count() != 0 && count >= rank) {
                break;
            }
        }
        return within(of, bucket, Math.min(count, of.count()), rank, forward);
    }

    private static double within(
            NaiveHistogram of, Bucket found, double count, double rank, boolean forward) {
        Bucket bucket =
                oneSided(of, found, !of.isCustom() && found.lower() < 0 && found.upper() > 0);
        if (of.isCustom()) {
            if (bucket.lower() == Double.NEGATIVE_INFINITY) {
                if (bucket.upper() <= 0) {
                    return bucket.upper();
                }
                bucket = new Bucket(0, bucket.upper(), bucket.count());
            } else if (bucket.upper() == Double.POSITIVE_INFINITY) {
                return bucket.lower();
            }
        }
        if (count < rank) {
            return Double.isNaN(of.sum()) ? Double.NaN : bucket.upper();
        }
        double inside = forward ? rank - (count - bucket.count()) : count - rank;
        double share = inside / bucket.count();
        if (of.isCustom() || (bucket.lower() <= 0 && bucket.upper() >= 0)) {
            return bucket.lower() + (bucket.upper() - bucket.lower()) * share;
        }
        double lower = log2(Math.abs(bucket.lower()));
        double upper = log2(Math.abs(bucket.upper()));
        return bucket.lower() > 0
                ? Math.pow(2, lower + (upper - lower) * share)
                : -Math.pow(2, upper + (lower - upper) * (1 - share));
    }

    /// The zero bucket of a histogram that has buckets on one side only ends, or begins, at zero.
    private static Bucket oneSided(NaiveHistogram of, Bucket bucket, boolean aroundZero) {
        if (!aroundZero) {
            return bucket;
        }
        boolean noneBelow = of.negative().isEmpty() && !of.positive().isEmpty();
        boolean noneAbove = of.positive().isEmpty() && !of.negative().isEmpty();
        return new Bucket(
                noneBelow ? 0 : bucket.lower(), noneAbove ? 0 : bucket.upper(), bucket.count());
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }

    /// The share of observations between two values.
    public static double fraction(NaiveHistogram of, double lower, double upper) {
        if (of.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        double all =
                Double.isNaN(of.sum())
                        ? of.buckets().stream().mapToDouble(Bucket::count).sum()
                        : of.count();
        return (below(of, upper, all) - below(of, lower, all)) / of.count();
    }

    private static double below(NaiveHistogram of, double value, double all) {
        double rank = 0;
        for (Bucket each : of.buckets()) {
            boolean zero = each.lower() <= 0 && each.upper() >= 0;
            Bucket bucket = oneSided(of, each, zero);
            if (bucket.lower() >= value) {
                return Math.min(rank, all);
            }
            if (bucket.upper() > value) {
                double inside = rank + bucket.count() * share(of, bucket, value, zero);
                return Math.min(inside, all);
            }
            rank += bucket.count();
        }
        return all;
    }

    private static double share(NaiveHistogram of, Bucket bucket, double value, boolean zero) {
        if (of.isCustom() || zero) {
            return bucket.lower() == Double.NEGATIVE_INFINITY
                    ? 1
                    : (value - bucket.lower()) / (bucket.upper() - bucket.lower());
        }
        double lower = log2(Math.abs(bucket.lower()));
        double upper = log2(Math.abs(bucket.upper()));
        double here = log2(Math.abs(value));
        return value > 0 ? (here - lower) / (upper - lower) : 1 - (here - upper) / (lower - upper);
    }
}
