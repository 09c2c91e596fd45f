package io.tributary.promql.reference;

import io.tributary.promql.ast.Extension;
import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Value;
import io.tributary.promql.reference.numeric.HistogramArithmetic;
import io.tributary.promql.reference.numeric.Numbers;
import io.tributary.promql.reference.numeric.Numbers.Sum;
import io.tributary.promql.reference.numeric.Quantiles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// Functions over ranges (Prometheus: `promql/functions.go`).
final class RangeFunctions {
    private static final Set<String> UNMIXED = Set.of("sum_over_time", "avg_over_time");

    private static final Set<String> NEED_FLOATS =
            Set.of(
                    "min_over_time",
                    "max_over_time",
                    "ts_of_min_over_time",
                    "ts_of_max_over_time",
                    "quantile_over_time",
                    "mad_over_time",
                    "stdvar_over_time",
                    "stddev_over_time");

    private RangeFunctions() {}

    /// @param numbers the other arguments
    static Optional<Value> apply(
            String name, Window window, Extension extension, double[] numbers) {
        List<Point> points = window.points();
        double[] floats = window.numbers();
        List<NaiveHistogram> histograms = window.histograms();
        boolean needsFloats = NEED_FLOATS.contains(name);
        boolean mixed = floats.length > 0 && !histograms.isEmpty();
        if ((needsFloats && floats.length == 0) || (mixed && UNMIXED.contains(name))) {
            return Optional.empty();
        }
        if (!histograms.isEmpty() && UNMIXED.contains(name)) {
            double share = name.equals("avg_over_time") ? 1.0 / histograms.size() : 1;
            return Aggregations.total(histograms)
                    .map(sum -> HistogramArithmetic.scaled(sum, count -> count * share))
                    .map(Value.Histogram::new);
        }
        return switch (name) {
            case "rate" -> Rates.extrapolated(window, extension, true, true);
            case "increase" -> Rates.extrapolated(window, extension, true, false);
            case "delta" -> Rates.extrapolated(window, extension, false, false);
            case "irate" -> Rates.instant(points, true);
            case "idelta" -> Rates.instant(points, false);
            case "resets" -> Rates.resets(window, extension);
            case "changes" -> Rates.changes(window, extension);
            case "absent_over_time", "present_over_time" -> real(1);
            case "count_over_time" -> real(points.size());
            case "first_over_time" -> Optional.of(points.getFirst().value());
            case "last_over_time" -> Optional.of(points.getLast().value());
            case "ts_of_first_over_time" -> real(points.getFirst().timeMillis() / 1000.0);
            case "ts_of_last_over_time" -> real(points.getLast().timeMillis() / 1000.0);
            case "sum_over_time" -> real(sum(floats));
            case "avg_over_time" -> real(Numbers.mean(floats));
            case "min_over_time" -> real(extreme(window.floats(), false, false));
            case "max_over_time" -> real(extreme(window.floats(), true, false));
            case "ts_of_min_over_time" -> real(extreme(window.floats(), false, true));
            case "ts_of_max_over_time" -> real(extreme(window.floats(), true, true));
            case "quantile_over_time" -> real(Quantiles.of(numbers[0], floats));
            case "mad_over_time" -> real(medianDeviation(floats));
            case "stdvar_over_time" -> real(variance(floats, DoubleUnaryOperator.identity()));
            case "stddev_over_time" -> real(variance(floats, Math::sqrt));
            case "deriv", "predict_linear" -> Trend.of(name, window, numbers);
            case "double_exponential_smoothing" -> smoothing(floats, numbers[0], numbers[1]);
            default -> throw new IllegalArgumentException("no function over ranges: " + name);
        };
    }

    static Optional<Value> real(double number) {
        return Optional.of(new Value.Real(number));
    }

    private static double sum(double[] numbers) {
        Sum sum = Sum.ZERO;
        for (double number : numbers) {
            sum = sum.plus(number);
        }
        return Double.isInfinite(sum.sum()) ? sum.sum() : sum.total();
    }

    /// The largest or smallest, the last of equal ones for its time, NaN only if there is no other.
    private static double extreme(List<Point> points, boolean largest, boolean time) {
        Point best = points.getFirst();
        for (Point point : points) {
            double number = Window.number(point);
            double bestNumber = Window.number(best);
            boolean better = largest ? number > bestNumber : number < bestNumber;
            if (better || Double.isNaN(bestNumber) || (time && number == bestNumber)) {
                best = point;
            }
        }
        return time ? best.timeMillis() / 1000.0 : Window.number(best);
    }

    private static double medianDeviation(double[] numbers) {
        if (Arrays.stream(numbers).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        double median = Quantiles.of(0.5, numbers);
        return Quantiles.of(
                0.5, Arrays.stream(numbers).map(number -> Math.abs(number - median)).toArray());
    }

    private static double variance(double[] numbers, DoubleUnaryOperator result) {
        Sum mean = Sum.ZERO;
        Sum squares = Sum.ZERO;
        double count = 0;
        for (double number : numbers) {
            count++;
            double delta = number - mean.total();
            mean = mean.plus(delta / count);
            squares = squares.plus(delta * (number - mean.total()));
        }
        return result.applyAsDouble(squares.total() / count);
    }

    private static Optional<Value> smoothing(double[] numbers, double factor, double trendFactor) {
        if (factor <= 0 || factor >= 1 || trendFactor <= 0 || trendFactor >= 1) {
            throw Refusal.execution("invalid factor");
        }
        if (numbers.length < 2) {
            return Optional.empty();
        }
        double before = 0;
        double smoothed = numbers[0];
        double trend = numbers[1] - numbers[0];
        for (int i = 1; i < numbers.length; i++) {
            if (i > 1) {
                trend = trendFactor * (smoothed - before) + (1 - trendFactor) * trend;
            }
            double next = factor * numbers[i] + (1 - factor) * (smoothed + trend);
            before = smoothed;
            smoothed = next;
        }
        return real(smoothed);
    }

    /// A straight line through the points.
    private record Trend(double slope, double intercept) {
        static Optional<Value> of(String name, Window window, double[] numbers) {
            List<Point> points = window.floats();
            if (points.size() < 2) {
                return Optional.empty();
            }
            if (name.equals("deriv")) {
                return real(through(points, points.getFirst().timeMillis()).slope);
            }
            Trend trend = through(points, window.stepMillis());
            return real(trend.slope * numbers[0] + trend.intercept);
        }

        private static Trend through(List<Point> points, long origin) {
            double first = Window.number(points.getFirst());
            if (points.stream().skip(1).allMatch(p -> Window.number(p) == first)) {
                return Double.isInfinite(first)
                        ? new Trend(Double.NaN, Double.NaN)
                        : new Trend(0, first);
            }
            double n = points.size();
            Sum x = Sum.ZERO;
            Sum y = Sum.ZERO;
            Sum xy = Sum.ZERO;
            Sum xx = Sum.ZERO;
            for (Point point : points) {
                double time = (point.timeMillis() - origin) / 1e3;
                double number = Window.number(point);
                x = x.plus(time);
                y = y.plus(number);
                xy = xy.plus(time * number);
                xx = xx.plus(time * time);
            }
            double slope =
                    (xy.total() - x.total() * y.total() / n)
                            / (xx.total() - x.total() * x.total() / n);
            return new Trend(slope, y.total() / n - slope * x.total() / n);
        }
    }
}
