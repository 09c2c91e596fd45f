package io.tributary.promql.reference;

import static io.tributary.promql.reference.RangeFunctions.real;
import static io.tributary.promql.reference.Window.number;

import io.tributary.promql.ast.Extension;
import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Value;
import io.tributary.promql.reference.numeric.HistogramArithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// `rate` and its kin.
final class Rates {
    private static final double NEAR = 1.1;

    private Rates() {}

    static Optional<Value> extrapolated(
            Window window, Extension extension, boolean counter, boolean perSecond) {
        boolean mixed = !window.floats().isEmpty() && !window.histograms().isEmpty();
        if (mixed) {
            return Optional.empty();
        }
        if (extension != Extension.NONE) {
            if (!window.histograms().isEmpty()) {
                throw Refusal.unknown("extended ranges of histograms");
            }
            return extended(window, extension == Extension.SMOOTHED, counter, perSecond);
        }
        if (window.points().size() < 2) {
            return Optional.empty();
        }
        if (!window.histograms().isEmpty()) {
            return ofHistograms(window, counter, perSecond);
        }
        List<Point> points = window.floats();
        double first = number(points.getFirst());
        double result = number(points.getLast()) - first;
        for (int i = 1; i < points.size() && counter; i++) {
            if (number(points.get(i)) < number(points.get(i - 1))) {
                result += number(points.get(i - 1));
            }
        }
        boolean fromZero = counter && result > 0 && first >= 0;
        double factor = factor(window, fromZero ? first / result : Double.NaN);
        return real(result * (perSecond ? factor / window.rangeSeconds() : factor));
    }

    private static Optional<Value> ofHistograms(Window window, boolean counter, boolean perSecond) {
        List<NaiveHistogram> all = window.histograms();
        Optional<NaiveHistogram> found = histogramChange(all, counter);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        NaiveHistogram change = found.get();
        double first = all.getFirst().count();
        boolean fromZero = counter && change.count() > 0 && first >= 0;
        double factor = factor(window, fromZero ? first / change.count() : Double.NaN);
        double scale = perSecond ? factor / window.rangeSeconds() : factor;
        return Optional.of(
                new Value.Histogram(HistogramArithmetic.scaled(change, count -> count * scale)));
    }

    /// Last less first, and what stood before each reset; nothing if custom and other buckets meet.
    private static Optional<NaiveHistogram> histogramChange(
            List<NaiveHistogram> all, boolean counter) {
        NaiveHistogram last = all.getLast();
        boolean resetAtOnce = counter && HistogramArithmetic.isReset(all.get(0), all.get(1));
        NaiveHistogram base = resetAtOnce ? emptied(all.get(1)) : all.getFirst();
        List<NaiveHistogram> looked = new ArrayList<>(List.of(base, last));
        if (counter) {
            looked.addAll(all.subList(1, all.size() - 1));
        }
        if (looked.stream().anyMatch(h -> h.isCustom() != last.isCustom())) {
            return Optional.empty();
        }
        int schema = looked.stream().mapToInt(NaiveHistogram::schema).min().orElseThrow();
        NaiveHistogram start =
                last.isCustom() ? last : HistogramArithmetic.withSchema(last, schema);
        Optional<NaiveHistogram> change = HistogramArithmetic.combined(start, base, -1);
        NaiveHistogram before = base;
        for (NaiveHistogram here : all.subList(1, counter ? all.size() : 1)) {
            NaiveHistogram lost = before;
            if (HistogramArithmetic.isReset(before, here)) {
                change = change.flatMap(c -> HistogramArithmetic.combined(c, lost, 1));
            }
            before = here;
        }
        return change.map(HistogramArithmetic::compact);
    }

    private static NaiveHistogram emptied(NaiveHistogram of) {
        return new NaiveHistogram(
                of.schema(), 0, 0, 0, 0, new TreeMap<>(), new TreeMap<>(), of.bounds());
    }

    /// By how much the change between the samples grows to cover the window.
    ///
    /// @param toZero how many times the sampled time before its start the counter was zero; NaN if
    ///   it never was
    private static double factor(Window window, double toZero) {
        List<Point> points = window.points();
        long firstTime = points.getFirst().timeMillis();
        long lastTime = points.getLast().timeMillis();
        double sampled = (lastTime - firstTime) / 1000.0;
        double between = sampled / (points.size() - 1);
        double before = (firstTime - window.start()) / 1000.0;
        double behind = (window.end() - lastTime) / 1000.0;
        if (before >= between * NEAR) {
            before = between / 2;
        }
        before = sampled * toZero < before ? sampled * toZero : before;
        if (behind >= between * NEAR) {
            behind = between / 2;
        }
        return (sampled + before + behind) / sampled;
    }

    /// Between the values at both ends of the range: those before it, or drawn through it.
    private static Optional<Value> extended(
            Window window, boolean smoothed, boolean counter, boolean perSecond) {
        List<Point> points = window.floats();
        int first = Math.max(0, countUntil(points, window.start(), true) - 1);
        int last = points.size() - 1;
        if (smoothed) {
            last = countUntil(points, window.end(), false);
        }
        long lastTime = points.get(last).timeMillis();
        if (lastTime <= window.start()
                || (smoothed && points.get(first).timeMillis() > window.end())) {
            return Optional.empty();
        }
        double left =
                smoothed && points.get(first).timeMillis() < window.start()
                        ? drawn(points, first, window.start(), counter)
                        : number(points.get(first));
        double right =
                smoothed && last > 0 && lastTime > window.end()
                        ? drawn(points, last - 1, window.end(), counter)
                        : number(points.get(last));
        double result = right - left;
        if (counter) {
            double lost = 0;
            double before = left;
            for (Point point : points) {
                if (point.timeMillis() > window.start() && point.timeMillis() < window.end()) {
                    lost += number(point) < before ? before : 0;
                    before = number(point);
                }
            }
            result += lost + (right < before ? before : 0);
        }
        return real(perSecond ? result / window.rangeSeconds() : result);
    }

    /// How many of all but the last point lie before a time, or at it if `inclusive`.
    private static int countUntil(List<Point> points, long time, boolean inclusive) {
        int count = 0;
        while (count < points.size() - 1
                && (inclusive
                        ? points.get(count).timeMillis() <= time
                        : points.get(count).timeMillis() < time)) {
            count++;
        }
        return count;
    }

    /// The value at a time between two points; a counter that was reset began at 0.
    static double drawn(List<Point> points, int index, long time, boolean counter) {
        Point left = points.get(index);
        Point right = points.get(index + 1);
        double from = counter && number(right) < number(left) ? 0 : number(left);
        double share = time - left.timeMillis();
        return from + (number(right) - from) * share / (right.timeMillis() - left.timeMillis());
    }

    /// From the last two points.
    static Optional<Value> instant(List<Point> points, boolean rate) {
        if (points.size() < 2) {
            return Optional.empty();
        }
        Point left = points.get(points.size() - 2);
        Point right = points.getLast();
        double seconds = rate ? (right.timeMillis() - left.timeMillis()) / 1000.0 : 1;
        return switch (right.value()) {
            case Value.Real(var after) ->
                    left.value() instanceof Value.Real(var before)
                            ? real((rate && after < before ? after : after - before) / seconds)
                            : Optional.empty();
            case Value.Histogram(var after) ->
                    left.value() instanceof Value.Histogram(var before)
                            ? instantChange(before, after, rate)
                                    .map(h -> HistogramArithmetic.scaled(h, c -> c / seconds))
                                    .map(Value.Histogram::new)
                            : Optional.empty();
        };
    }

    private static Optional<NaiveHistogram> instantChange(
            NaiveHistogram before, NaiveHistogram after, boolean rate) {
        return rate && HistogramArithmetic.isReset(before, after)
                ? Optional.of(after)
                : HistogramArithmetic.combined(after, before, -1).map(HistogramArithmetic::compact);
    }

    static Optional<Value> resets(Window window, Extension extension) {
        List<Point> points = anchored(window, extension);
        if (points.isEmpty()) {
            return Optional.empty();
        }
        int resets = 0;
        for (int i = 1; i < points.size(); i++) {
            resets += isReset(points.get(i - 1).value(), points.get(i).value()) ? 1 : 0;
        }
        return real(resets);
    }

    static Optional<Value> changes(Window window, Extension extension) {
        List<Point> points = anchored(window, extension);
        if (points.isEmpty()) {
            return Optional.empty();
        }
        int changes = 0;
        for (int i = 1; i < points.size(); i++) {
            changes += isSame(points.get(i - 1).value(), points.get(i).value()) ? 0 : 1;
        }
        return real(changes);
    }

    private static boolean isReset(Value before, Value after) {
        return switch (after) {
            case Value.Real(var number) -> !(before instanceof Value.Real(var old)) || number < old;
            case Value.Histogram(var histogram) ->
                    !(before instanceof Value.Histogram(var old))
                            || HistogramArithmetic.isReset(old, histogram);
        };
    }

    private static boolean isSame(Value before, Value after) {
        return switch (after) {
            case Value.Real(var number) ->
                    before instanceof Value.Real(var old)
                            && (number == old || (Double.isNaN(number) && Double.isNaN(old)));
            case Value.Histogram(var histogram) ->
                    before instanceof Value.Histogram(var old)
                            && HistogramArithmetic.isSame(old, histogram);
        };
    }

    /// The points of the range and the last one at or before its start; none if the range itself
    /// has none.
    private static List<Point> anchored(Window window, Extension extension) {
        List<Point> points = window.points();
        if (extension == Extension.NONE) {
            return points;
        }
        int first = 0;
        while (first < points.size() && points.get(first).timeMillis() <= window.start()) {
            first++;
        }
        return first == points.size()
                ? List.of()
                : points.subList(Math.max(0, first - 1), points.size());
    }
}
