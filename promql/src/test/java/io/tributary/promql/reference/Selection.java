package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Rules;
import io.tributary.promql.reference.data.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What selectors find.
final class Selection {
    private final Dataset data;
    private final Rules rules;
    private final Preparation preparation;

    Selection(Dataset data, Rules rules, Preparation preparation) {
        this.data = data;
        this.rules = rules;
        this.preparation = preparation;
    }

    boolean hasGauges() {
        return !data.gauges().isEmpty();
    }

    List<Series> instant(Expr.VectorSelector selector, Steps steps) {
        List<Series> found = new ArrayList<>();
        for (Labels labels : data.matching(selector.matchers())) {
            List<Point> points = new ArrayList<>();
            for (long t : steps.times()) {
                long moment = t - preparation.offset(selector);
                (selector.extension() == Extension.SMOOTHED
                                ? smoothed(selector, labels, moment)
                                : current(selector, labels, moment))
                        .ifPresent(point -> points.add(new Point(t, point.value())));
            }
            if (!points.isEmpty()) {
                found.add(new Series(labels, false, points));
            }
        }
        return found;
    }

    /// When the samples were stored that are current at a time, in seconds. An offset beside `@` is
    /// forgotten here.
    List<Sample> stamps(Expr.VectorSelector selector, long timeMillis) {
        long moment =
                preparation.moment(selector).orElse(timeMillis - preparation.offset(selector));
        List<Sample> found = new ArrayList<>();
        for (Labels labels : data.matching(selector.matchers())) {
            current(selector, labels, moment)
                    .ifPresent(p -> found.add(Sample.of(labels, p.timeMillis() / 1000.0)));
        }
        return found;
    }

    /// The newest sample that is not older than the look-back; none if it is a staleness marker.
    private Optional<Point> current(Expr.VectorSelector selector, Labels labels, long moment) {
        List<Point> within =
                visible(selector, labels, moment - rules.lookbackMillis(), moment, true);
        return within.isEmpty() || within.getLast().value().isStale()
                ? Optional.empty()
                : Optional.of(within.getLast());
    }

    /// The value on the line between the samples around a time; that of the last one where there is
    /// no next.
    private Optional<Point> smoothed(Expr.VectorSelector selector, Labels labels, long moment) {
        long reach = rules.lookbackMillis();
        List<Point> around = visible(selector, labels, moment - reach, moment + reach, false);
        if (around.stream().anyMatch(p -> !(p.value() instanceof Value.Real))) {
            throw Refusal.unknown("smoothed histograms");
        }
        int next = 0;
        while (next < around.size() && around.get(next).timeMillis() < moment) {
            next++;
        }
        if (next < around.size() && around.get(next).timeMillis() == moment) {
            return Optional.of(around.get(next));
        }
        if (next == 0) {
            return Optional.empty();
        }
        return Optional.of(
                next == around.size()
                        ? around.getLast()
                        : Point.of(moment, Rates.drawn(around, next - 1, moment, false)));
    }

    /// A range vector as a query's answer, with its own times.
    List<Series> range(Expr.MatrixSelector matrix, long timeMillis) {
        List<Series> found = new ArrayList<>();
        for (Labels labels : data.matching(matrix.selector().matchers())) {
            List<Point> points = window(matrix, labels, timeMillis);
            if (!points.isEmpty()) {
                found.add(new Series(labels, false, points));
            }
        }
        return found;
    }

    /// All series a range selector matches, whether they have samples or not.
    List<Labels> matching(Expr.MatrixSelector matrix) {
        return data.matching(matrix.selector().matchers());
    }

    /// The samples of a range; with `anchored` and `smoothed` those beside it as well.
    List<Point> window(Expr.MatrixSelector matrix, Labels labels, long timeMillis) {
        Extension extension = matrix.selector().extension();
        long to = timeMillis - preparation.offset(matrix);
        long from = to - preparation.range(matrix.range());
        long before = extension == Extension.NONE ? 0 : rules.lookbackMillis();
        long behind = extension == Extension.SMOOTHED ? rules.lookbackMillis() : 0;
        return visible(matrix.selector(), labels, from - before, to + behind, false);
    }

    /// Samples with `from` < t ≤ `to` that the selector may see.
    private List<Point> visible(
            Expr.VectorSelector selector, Labels labels, long from, long to, boolean stale) {
        Preparation.Span span = preparation.span(selector);
        long first = Math.max(from, span.from() - 1);
        long last = Math.min(to, span.to());
        List<Point> points = new ArrayList<>();
        for (Map.Entry<Long, Value> sample : data.samples(labels, first, last).entrySet()) {
            if (stale || !sample.getValue().isStale()) {
                points.add(new Point(sample.getKey(), sample.getValue()));
            }
        }
        return points;
    }
}
