package io.tributary.promql.engine.range;

/// What stands at the borders of an `anchored` or `smoothed` range, which lie between samples
/// (Prometheus: `pickOrInterpolateLeft`, `pickOrInterpolateRight` in `promql/functions.go`).
///
/// *Anchored*: the value at a border is that of the last sample up to it. *Smoothed*: it lies on
/// the line between the samples before and behind.
///
/// ```
///          start            end              window
///    ●───────┼───●─────●─────┼───●           from … to: what is beside the range, too
///  first     ┊               ┊  last
///            └──── left      └──── right
/// ```
final class Borders {
    private final boolean smoothed;

    /// The last sample up to the start; if there is none, the first behind it.
    int first;

    /// The last sample; smoothed, the first from the end on, if there is one.
    int last;

    Borders(boolean smoothed) {
        this.smoothed = smoothed;
    }

    /// Looks at a window.
    ///
    /// @return false if it has nothing behind its start
    boolean find(Window window) {
        int newest = window.to - 1;
        first = Math.max(window.from, window.firstBehind(window.startMillis, newest) - 1);
        last = smoothed ? window.firstBehind(window.endMillis - 1, newest) : newest;
        return window.times[last] > window.startMillis;
    }

    /// Whether what stands at the start lies between two samples.
    boolean isLeftBetween(Window window) {
        return smoothed && window.times[first] < window.startMillis;
    }

    /// Whether what stands at the end lies between two samples.
    boolean isRightBetween(Window window) {
        return smoothed && last > window.from && window.times[last] > window.endMillis;
    }

    double left(Window window, boolean counter) {
        return isLeftBetween(window)
                ? onLine(window, first, window.startMillis, counter)
                : window.values[first];
    }

    double right(Window window, boolean counter) {
        return isRightBetween(window)
                ? onLine(window, last - 1, window.endMillis, counter)
                : window.values[last];
    }

    /// The first sample within the borders.
    int inside(Window window) {
        return window.times[first] <= window.startMillis ? first + 1 : first;
    }

    /// One behind the last sample within the borders.
    int behind(Window window) {
        return window.times[last] >= window.endMillis ? last : last + 1;
    }

    /// The value at `time`, between a sample and the next; of a counter that was reset between them
    /// on the line from zero.
    private static double onLine(Window window, int sample, long time, boolean counter) {
        double before = window.values[sample];
        double after = window.values[sample + 1];
        double from = counter && after < before ? 0 : before;
        long gap = window.times[sample + 1] - window.times[sample];
        return from + (after - from) * (time - window.times[sample]) / gap;
    }
}
