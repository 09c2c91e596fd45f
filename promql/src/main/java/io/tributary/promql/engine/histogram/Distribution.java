package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.BucketWalk;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.numeric.KahanSum;

/// How the observations of a native histogram are spread: quantiles, fractions, variance
/// (Prometheus: `HistogramQuantile`, `HistogramFraction` in `promql/quantile.go`). Reused; owned by
/// one thread.
///
/// Within a bucket observations are taken to lie evenly: on a logarithmic scale in exponential
/// buckets, on a linear one in custom buckets and in the zero bucket. A histogram with buckets on
/// one side only has a zero bucket of that side only.
public final class Distribution {
    private final BucketWalk walk = new BucketWalk();
    private final KahanSum variance = new KahanSum();
    private FloatHistogram histogram = FloatHistogram.EMPTY;

    /// Looks at this histogram from now on.
    public Distribution of(FloatHistogram next) {
        histogram = next;
        walk.reset(next);
        return this;
    }

    /// The value that a share of the observations does not exceed.
    ///
    /// @param notes told where observations of NaN make it less than exact
    public double quantile(double share, HistogramNotes notes, String metric) {
        if (share < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (share > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (histogram.count() == 0 || Double.isNaN(share)) {
            return Double.NaN;
        }
        boolean nan = Double.isNaN(histogram.sum());
        boolean forward = nan || share < 0.5;
        double rank = (forward ? share : 1 - share) * histogram.count();
        int size = walk.size();
        double passed = 0;
        int position = forward ? -1 : size;
        int last = position;
        do {
            position += forward ? 1 : -1;
            if (position < 0 || position >= size) {
                break;
            }
            last = position;
            passed += walk.count(position);
        } while (passed < rank);
        boolean any = size > 0;
        boolean custom = histogram.isCustom();
        double lower = any ? (custom ? walk.lower(last) : lowerEdge(last)) : 0;
        double upper = any ? (custom ? walk.upper(last) : upperEdge(last)) : 0;
        double count = any ? walk.count(last) : 0;
        if (custom && any) {
            if (lower == Double.NEGATIVE_INFINITY) {
                if (upper <= 0) {
                    return upper;
                }
                lower = 0;
            } else if (upper == Double.POSITIVE_INFINITY) {
                return lower;
            }
        }
        passed = Math.min(passed, histogram.count());
        if (passed < rank) {
            if (nan) {
                notes.nanResult(metric);
                return Double.NaN;
            }
            return upper;
        }
        double within = forward ? rank - (passed - count) : passed - rank;
        if (nan && passed + behind(position) < histogram.count()) {
            notes.nanSkew(metric);
        }
        return interpolate(lower, upper, within / count);
    }

    /// The share of the observations between two values.
    public double fraction(double from, double to, HistogramNotes notes, String metric) {
        if (histogram.count() == 0 || Double.isNaN(from) || Double.isNaN(to)) {
            return Double.NaN;
        }
        if (from >= to) {
            return 0;
        }
        double observed = histogram.count();
        if (Double.isNaN(histogram.sum())) {
            observed = behind(-1);
            if (observed < histogram.count()) {
                notes.nanExcluded(metric);
            }
        }
        return (rankOf(to, observed) - rankOf(from, observed)) / histogram.count();
    }

    /// The mean of the squared distances to the mean, each bucket at its middle.
    public double variance() {
        double mean = histogram.sum() / histogram.count();
        variance.reset();
        for (int i = 0; i < walk.size(); i++) {
            double distance = middle(i) - mean;
            variance.add(walk.count(i) * distance * distance);
        }
        return variance.total() / histogram.count();
    }

    private double middle(int position) {
        double lower = walk.lower(position);
        double upper = walk.upper(position);
        if (histogram.isCustom()) {
            return (upper + lower) / 2.0;
        }
        if (lower <= 0 && upper >= 0) {
            return 0;
        }
        double middle = Math.sqrt(upper * lower);
        return upper < 0 ? -middle : middle;
    }

    /// How many observations are below a value.
    private double rankOf(double value, double most) {
        double rank = 0;
        for (int i = 0; i < walk.size(); i++) {
            double lower = lowerEdge(i);
            double upper = upperEdge(i);
            if (lower >= value) {
                return Math.min(rank, most);
            }
            if (upper > value) {
                if (lower == Double.NEGATIVE_INFINITY) {
                    return Math.min(walk.count(i), most);
                }
                double below =
                        Interpolation.shareBelow(value, lower, upper, isLinear(lower, upper));
                return Math.min(rank + walk.count(i) * below, most);
            }
            rank += walk.count(i);
        }
        return most;
    }

    private double interpolate(double lower, double upper, double share) {
        return isLinear(lower, upper)
                ? lower + (upper - lower) * share
                : Interpolation.exponential(lower, upper, share);
    }

    private boolean isLinear(double lower, double upper) {
        return histogram.isCustom() || (lower <= 0 && upper >= 0);
    }

    private double lowerEdge(int position) {
        return isAroundZero(position)
                        && histogram.negative().isEmpty()
                        && !histogram.positive().isEmpty()
                ? 0
                : walk.lower(position);
    }

    private double upperEdge(int position) {
        return isAroundZero(position)
                        && histogram.positive().isEmpty()
                        && !histogram.negative().isEmpty()
                ? 0
                : walk.upper(position);
    }

    private boolean isAroundZero(int position) {
        return walk.lower(position) <= 0 && walk.upper(position) >= 0;
    }

    /// Observations in the buckets behind a position.
    private double behind(int position) {
        double count = 0;
        for (int i = position + 1; i < walk.size(); i++) {
            count += walk.count(i);
        }
        return count;
    }
}
