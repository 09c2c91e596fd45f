package io.tributary.promql.reference;

import static io.tributary.promql.reference.RangeFunctions.real;
import static io.tributary.promql.reference.Window.number;

import io.tributary.promql.ast.Extension;
import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.Value;
import java.util.List;
import java.util.Optional;

/// `rate` and its kin.
final class Rates {
    private static final double NEAR = 1.1;

    private Rates() {}

    static Optional<Value> extrapolated(
            Window window, Extension extension, boolean counter, boolean perSecond) {
        if (extension != Extension.NONE) {
            return extended(window, extension == Extension.SMOOTHED, counter, perSecond);
        }
        List<Point> points = window.floats();
        if (points.size() < 2) {
            return Optional.empty();
        }
        double first = number(points.getFirst());
        double result = number(points.getLast()) - first;
        for (int i = 1; i < points.size() && counter; i++) {
            boolean reset = number(points.get(i)) < number(points.get(i - 1));
            result += reset ? number(points.get(i - 1)) : 0;
        }
        long firstTime = points.getFirst().timeMillis();
        long lastTime = points.getLast().timeMillis();
        double sampled = (lastTime - firstTime) / 1000.0;
        double between = sampled / (points.size() - 1);
        double before = (firstTime - window.start()) / 1000.0;
        double behind = (window.end() - lastTime) / 1000.0;
        if (before >= between * NEAR) {
            before = between / 2;
        }
        if (counter && result > 0 && first >= 0) {
            double toZero = sampled * (first / result);
            before = toZero < before ? toZero : before;
        }
        if (behind >= between * NEAR) {
            behind = between / 2;
        }
        double factor = (sampled + before + behind) / sampled;
        return real(result * (perSecond ? factor / window.rangeSeconds() : factor));
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
        double result = number(right);
        if (!rate || !(number(right) < number(left))) {
            result -= number(left);
        }
        double seconds = (right.timeMillis() - left.timeMillis()) / 1000.0;
        return real(rate ? result / seconds : result);
    }

    static Optional<Value> resets(Window window, Extension extension) {
        List<Point> points = anchored(window, extension);
        if (points.isEmpty()) {
            return Optional.empty();
        }
        int resets = 0;
        for (int i = 1; i < points.size(); i++) {
            resets += number(points.get(i)) < number(points.get(i - 1)) ? 1 : 0;
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
            double here = number(points.get(i));
            double before = number(points.get(i - 1));
            boolean bothNaN = Double.isNaN(here) && Double.isNaN(before);
            changes += here != before && !bothNaN ? 1 : 0;
        }
        return real(changes);
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
