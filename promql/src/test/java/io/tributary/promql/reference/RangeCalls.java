package io.tributary.promql.reference;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.reference.Series.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/// Calls of functions over ranges: series by series, then step by step.
final class RangeCalls {
    private static final Set<String> KEEPS_NAME = Set.of("last_over_time", "first_over_time");
    private static final Set<String> MAY_BE_SMOOTHED = Set.of("rate", "increase", "delta");

    /// A series with what stands in the range of each step.
    private record Ranged(Labels labels, boolean dropName, LongFunction<List<Point>> window) {}

    private final Evaluator evaluator;
    private final Selection selection;

    RangeCalls(Evaluator evaluator, Selection selection) {
        this.evaluator = evaluator;
        this.selection = selection;
    }

    /// @param at which argument is the range
    List<Series> call(String name, List<Expr> arguments, int at, Steps steps) {
        Expr argument = arguments.get(at);
        List<Ranged> ranges = ranges(argument, steps);
        List<List<Series>> others = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (i != at) {
                others.add(evaluator.eval(arguments.get(i), steps));
            }
        }
        Extension extension =
                argument instanceof Expr.MatrixSelector matrix
                        ? matrix.selector().extension()
                        : Extension.NONE;
        check(name, extension);
        long offset = evaluator.preparation.offset(argument);
        long range = rangeMillis(argument);
        List<Series> results = new ArrayList<>();
        for (Ranged ranged : ranges) {
            List<Point> points = new ArrayList<>();
            for (long t : steps.times()) {
                double[] numbers =
                        others.stream()
                                .mapToDouble(o -> o.getFirst().at(t).orElseThrow().number())
                                .toArray();
                Window window =
                        new Window(ranged.window.apply(t), t - offset - range, t - offset, t);
                if (!window.points().isEmpty()) {
                    RangeFunctions.apply(name, window, extension, numbers)
                            .ifPresent(value -> points.add(new Point(t, value)));
                }
            }
            if (!points.isEmpty()) {
                results.add(result(ranged, !KEEPS_NAME.contains(name), points));
            }
        }
        return name.equals("absent_over_time")
                ? absent(argument, results, steps)
                : distinct(results);
    }

    private static void check(String name, Extension extension) {
        boolean counted = name.equals("resets") || name.equals("changes");
        boolean allowed =
                switch (extension) {
                    case NONE -> true;
                    case ANCHORED -> counted || MAY_BE_SMOOTHED.contains(name);
                    case SMOOTHED -> MAY_BE_SMOOTHED.contains(name);
                };
        if (!allowed) {
            throw Refusal.execution(extension + " modifier with " + name);
        }
    }

    private long rangeMillis(Expr argument) {
        return switch (argument) {
            case Expr.MatrixSelector matrix -> evaluator.preparation.range(matrix.range());
            case Expr.Subquery subquery -> evaluator.preparation.range(subquery.range());
            default -> throw new IllegalArgumentException("no range: " + argument);
        };
    }

    private List<Ranged> ranges(Expr argument, Steps steps) {
        List<Ranged> ranges = new ArrayList<>();
        if (argument instanceof Expr.MatrixSelector matrix) {
            boolean pinned = evaluator.preparation.moment(matrix).isPresent();
            for (Labels labels : evaluator.disturbance.order(selection.matching(matrix))) {
                ranges.add(
                        new Ranged(
                                labels,
                                false,
                                t -> selection.window(matrix, labels, pinned ? steps.start() : t)));
            }
            return ranges;
        }
        boolean pinned =
                evaluator.rules.asDocumented()
                        && evaluator.preparation.moment(argument).isPresent();
        for (Series series : evaluator.operand(argument, steps)) {
            long offset = evaluator.preparation.offset(argument);
            long range = rangeMillis(argument);
            ranges.add(
                    new Ranged(
                            series.labels(),
                            series.dropName(),
                            t -> {
                                long end = (pinned ? steps.start() : t) - offset;
                                return between(series, end - range, end);
                            }));
        }
        return ranges;
    }

    private static List<Point> between(Series series, long from, long to) {
        return series.points().stream()
                .filter(p -> p.timeMillis() > from && p.timeMillis() <= to)
                .toList();
    }

    private Series result(Ranged ranged, boolean drop, List<Point> points) {
        boolean dropName = drop || ranged.dropName;
        boolean atOnce = dropName && !evaluator.rules.delayedNameRemoval();
        Labels labels = atOnce ? Sample.unnamed(ranged.labels) : ranged.labels;
        return new Series(labels, dropName, points);
    }

    /// Series of the same labels fail here even where they never meet.
    private List<Series> distinct(List<Series> series) {
        long distinct = series.stream().map(Series::labels).distinct().count();
        if (!evaluator.rules.delayedNameRemoval() && distinct < series.size()) {
            throw Refusal.sameLabels();
        }
        return series;
    }

    private static List<Series> absent(Expr argument, List<Series> present, Steps steps) {
        Set<Long> times = new HashSet<>();
        present.forEach(s -> s.points().forEach(p -> times.add(p.timeMillis())));
        List<Point> points =
                steps.times().stream()
                        .filter(t -> !times.contains(t))
                        .map(t -> Point.of(t, 1))
                        .toList();
        return points.isEmpty()
                ? List.of()
                : List.of(new Series(equalMatched(argument), true, points));
    }

    /// The labels that a selector matches by equality, each once.
    static Labels equalMatched(Expr argument) {
        List<Matcher> matchers =
                switch (argument) {
                    case Expr.VectorSelector selector -> selector.matchers();
                    case Expr.MatrixSelector matrix -> matrix.selector().matchers();
                    default -> List.of();
                };
        Labels.Builder labels = Labels.empty().toBuilder();
        Set<String> seen = new HashSet<>();
        for (Matcher matcher : matchers) {
            if (matcher.name().equals(Label.METRIC_NAME)) {
                continue;
            }
            if (matcher.type() == Matcher.Type.EQUAL && seen.add(matcher.name())) {
                labels.set(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return labels.build();
    }
}
