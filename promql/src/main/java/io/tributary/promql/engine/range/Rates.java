package io.tributary.promql.engine.range;

/// How much, and how fast, values change over a window: `rate`, `increase`, `delta` extrapolate to
/// the window's borders; `irate` and `idelta` look at the last two samples (Prometheus:
/// `extrapolatedRate`, `instantValue` in `promql/functions.go`).
final class Rates {
    /// A border this many mean sample distances away is one the series does not reach.
    private static final double EXTRAPOLATION_REACH = 1.1;

    private Rates() {}

    static boolean rate(Window window) {
        return extrapolated(window, true, true);
    }

    static boolean increase(Window window) {
        return extrapolated(window, true, false);
    }

    static boolean delta(Window window) {
        return extrapolated(window, false, false);
    }

    static boolean irate(Window window) {
        return lastTwo(window, true);
    }

    static boolean idelta(Window window) {
        return lastTwo(window, false);
    }

    private static boolean extrapolated(Window window, boolean counter, boolean perSecond) {
        boolean begins = Starts.beginsInside(window);
        if (window.size() < 2 && !begins) {
            return false;
        }
        double first = window.values[window.from];
        double between = change(window, counter);
        double change = begins ? between + first : between; // not + 0: it would take the sign of -0
        return window.found(change * factor(window, counter, change, first, perSecond));
    }

    /// What a change between the first and the last of several samples is to be multiplied by, to
    /// be one over the whole window, or over a second. Where the first says that it counts since a
    /// time within the window, nothing is extrapolated to before that.
    ///
    /// @param change of the value, or of a histogram's count
    /// @param first the value, or a histogram's count, that it began with
    static double factor(
            Window window, boolean counter, double change, double first, boolean perSecond) {
        long firstTime = window.times[window.from];
        long lastTime = window.times[window.to - 1];
        double sampled = (lastTime - firstTime) / 1000.0;
        int gaps = window.size() - 1;
        double meanGap = gaps == 0 ? 0 : sampled / gaps;
        double toStart = toBorder(firstTime - window.startMillis, meanGap);
        double toEnd = toBorder(window.endMillis - lastTime, meanGap);
        if (Starts.beginsInside(window)) {
            toStart = 0;
            sampled = (lastTime - window.starts[window.from]) / 1000.0;
        } else if (counter && change > 0 && first >= 0) {
            // A counter is not extrapolated to before it was zero.
            toStart = Math.min(toStart, sampled * (first / change));
        }
        return factor(sampled, toStart, toEnd, window.rangeSeconds(), perSecond);
    }

    /// How far a series is taken to go on beyond its outermost sample, in seconds.
    ///
    /// @param millis from there to the window's border
    static double toBorder(long millis, double meanGap) {
        double seconds = millis / 1000.0;
        return seconds >= meanGap * EXTRAPOLATION_REACH ? meanGap / 2 : seconds;
    }

    /// From what was sampled, in seconds, to what is beside it, too; or to one of a window's
    /// seconds.
    static double factor(
            double sampled, double toStart, double toEnd, double rangeSeconds, boolean perSecond) {
        double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
        return perSecond ? factor / rangeSeconds : factor;
    }

    /// Last less first; of a counter, plus what stood before each reset.
    private static double change(Window window, boolean counter) {
        double change = window.values[window.to - 1] - window.values[window.from];
        if (window.starts.length > 0) {
            return change + lostInResets(window);
        }
        if (counter && window.lastDecrease > window.from) {
            return withDecreases(change, window.values, window.from, window.lastDecrease);
        }
        return change;
    }

    /// A change, plus what stood before each value that is below the one before it.
    static double withDecreases(double change, double[] values, int first, int last) {
        double sum = change;
        for (int i = first + 1; i <= last; i++) {
            if (values[i] < values[i - 1]) {
                sum += values[i - 1];
            }
        }
        return sum;
    }

    /// What stood before each reset, those that only start timestamps tell included.
    private static double lostInResets(Window window) {
        double lost = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] < window.values[i - 1] || Starts.isReset(window, i)) {
                lost += window.values[i - 1];
            }
        }
        return lost;
    }

    private static boolean lastTwo(Window window, boolean counter) {
        if (window.size() < 2) {
            return false;
        }
        double last = window.values[window.to - 1];
        double before = window.values[window.to - 2];
        long gapMillis = window.times[window.to - 1] - window.times[window.to - 2];
        if (!counter) {
            return window.found(last - before);
        }
        boolean reset = last < before || Starts.isReset(window, window.to - 1);
        double change = reset ? last : last - before;
        return window.found(change / (gapMillis / 1000.0));
    }
}
