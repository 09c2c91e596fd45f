package io.tributary.promql.engine.range;

/// `rate`, `increase` and `delta` over `anchored` and `smoothed` ranges: from border to border, so
/// nothing is extrapolated (Prometheus: `extendedRate` in `promql/functions.go`).
final class ExtendedRates {
    private final boolean smoothed;
    private final Borders borders;

    ExtendedRates(boolean smoothed) {
        this.smoothed = smoothed;
        this.borders = new Borders(smoothed);
    }

    boolean rate(Window window) {
        return change(window, true, window.rangeSeconds());
    }

    boolean increase(Window window) {
        return change(window, true, 1);
    }

    boolean delta(Window window) {
        return change(window, false, 1);
    }

    private boolean change(Window window, boolean counter, double divisor) {
        if (!borders.find(window) || (smoothed && window.times[borders.first] > window.endMillis)) {
            return false;
        }
        double left = borders.left(window, counter);
        double right = borders.right(window, counter);
        double change = right - left;
        if (counter) {
            change += lostInResets(window, left, right);
        }
        return window.found(change / divisor);
    }

    /// What stood before each reset from `left` over the samples to `right`. Those between the
    /// samples beside a border are in what stands there already.
    private double lostInResets(Window window, double left, double right) {
        double lost = 0;
        double before = left;
        int end = borders.behind(window);
        for (int i = borders.inside(window); i < end; i++) {
            if (window.values[i] < before) {
                lost += before;
            }
            before = window.values[i];
        }
        return right < before ? lost + before : lost;
    }
}
