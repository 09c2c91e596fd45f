package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Rules;
import io.tributary.promql.reference.data.Value;
import io.tributary.promql.reference.numeric.HistogramArithmetic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Evaluates a tree at the times of a query, operator by operator (Prometheus: `evaluator` in
/// `promql/engine.go`).
final class Evaluator {
    /// What an operator makes of its operands at one time.
    interface AtStep {
        List<Sample> apply(long timeMillis, List<List<Sample>> operands);
    }

    /// Those whose answer has the order of their operands' or of its own.
    private static final Set<String> SORTING =
            Set.of("sort", "sort_desc", "sort_by_label", "sort_by_label_desc");

    /// Those for which upstream reads no buckets; what it then makes of `+` is not told here.
    private static final Set<String> STATISTICS =
            Set.of("histogram_count", "histogram_sum", "histogram_avg");

    final Rules rules;
    final Preparation preparation;
    final Disturbance disturbance;
    private final Selection selection;

    Evaluator(Dataset data, Rules rules, Preparation preparation, Disturbance disturbance) {
        this.rules = rules;
        this.preparation = preparation;
        this.disturbance = disturbance;
        this.selection = new Selection(data, rules, preparation);
    }

    /// The answer's series, names removed.
    List<Series> answer(Expr expr, Steps steps) {
        List<Series> series = eval(expr, steps);
        if (!rules.delayedNameRemoval()) {
            return series;
        }
        List<Series> unnamed = new ArrayList<>();
        for (Series one : series) {
            unnamed.add(one.dropName() ? one.withLabels(Sample.unnamed(one.labels())) : one);
        }
        return merged(unnamed);
    }

    /// An operand's series, in any order.
    List<Series> operand(Expr expr, Steps steps) {
        return disturbance.order(eval(expr, steps));
    }

    List<Series> eval(Expr expr, Steps steps) {
        if (steps.isEmpty()) {
            return List.of();
        }
        if (!preparation.isOnce(expr)) {
            return disturbed(expr, evalInner(expr, steps));
        }
        List<Series> found = disturbed(expr, evalInner(expr, steps.first()));
        if (expr.type() == ValueType.MATRIX) {
            return found;
        }
        return found.stream().map(series -> repeated(series, steps)).toList();
    }

    private static Series repeated(Series series, Steps steps) {
        Value value = series.points().getFirst().value();
        return new Series(
                series.labels(),
                series.dropName(),
                steps.times().stream().map(t -> new Point(t, value)).toList());
    }

    private List<Series> disturbed(Expr expr, List<Series> found) {
        if (expr instanceof Expr.VectorSelector || expr instanceof Expr.NumberLiteral) {
            return found;
        }
        List<Series> disturbed = new ArrayList<>();
        for (Series series : found) {
            List<Point> points =
                    series.points().stream()
                            .map(p -> new Point(p.timeMillis(), disturbed(p.value())))
                            .toList();
            disturbed.add(new Series(series.labels(), series.dropName(), points));
        }
        return disturbed;
    }

    private Value disturbed(Value value) {
        return switch (value) {
            case Value.Real(var number) -> new Value.Real(disturbance.number(number));
            case Value.Histogram(var histogram) ->
                    new Value.Histogram(HistogramArithmetic.scaled(histogram, disturbance::number));
        };
    }

    private List<Series> evalInner(Expr expr, Steps steps) {
        return switch (expr) {
            case Expr.NumberLiteral(var value, _, _) ->
                    eachStep(steps, List.of(), (_, _) -> List.of(Sample.of(value)));
            case Expr.StringLiteral _ -> List.of();
            case Expr.VectorSelector selector -> selection.instant(selector, steps);
            case Expr.MatrixSelector matrix -> selection.range(matrix, steps.start());
            case Expr.Subquery subquery -> subquery(subquery, steps);
            case Expr.Paren(var inner, _) -> eval(inner, steps);
            case Expr.Unary unary -> unary(unary, eval(unary.expr(), steps));
            case Expr.Binary binary -> binary(binary, steps);
            case Expr.Aggregate aggregate -> aggregate(aggregate, steps);
            case Expr.Call call -> call(call, steps);
        };
    }

    /// Joins what an operator makes of its operands at each time to series.
    List<Series> eachStep(Steps steps, List<List<Series>> operands, AtStep operator) {
        if (steps.isSingle()) {
            List<Sample> found = operator.apply(steps.start(), at(steps.start(), operands));
            long distinct = found.stream().map(Sample::labels).distinct().count();
            if (!rules.delayedNameRemoval() && distinct < found.size()) {
                throw Refusal.sameLabels();
            }
            return found.stream()
                    .map(s -> series(s, List.of(new Point(steps.start(), s.value()))))
                    .toList();
        }
        Gathering gathered = new Gathering();
        for (long t : steps.times()) {
            for (Sample sample : operator.apply(t, at(t, operands))) {
                if (!gathered.add(t, sample)) {
                    throw Refusal.sameLabels();
                }
            }
        }
        return gathered.series();
    }

    private static Series series(Sample sample, List<Point> points) {
        return new Series(sample.labels(), sample.dropName(), points);
    }

    private static List<List<Sample>> at(long timeMillis, List<List<Series>> operands) {
        return operands.stream().map(operand -> at(operand, timeMillis)).toList();
    }

    static List<Sample> at(List<Series> operand, long timeMillis) {
        return operand.stream().map(s -> s.at(timeMillis)).flatMap(Optional::stream).toList();
    }

    /// Joins series of the same labels, which must not meet.
    static List<Series> merged(List<Series> series) {
        Map<Labels, Series> merged = new LinkedHashMap<>();
        for (Series one : series) {
            merged.merge(one.labels(), one, Evaluator::joined);
        }
        return List.copyOf(merged.values());
    }

    private static Series joined(Series left, Series right) {
        List<Point> points = new ArrayList<>(left.points());
        points.addAll(right.points());
        points.sort((a, b) -> Long.compare(a.timeMillis(), b.timeMillis()));
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i - 1).timeMillis() == points.get(i).timeMillis()) {
                boolean alike =
                        points.get(i - 1).value() instanceof Value.Real
                                == points.get(i).value() instanceof Value.Real;
                throw alike
                        ? Refusal.sameLabels()
                        : Refusal.open("a float and a histogram of one series at once");
            }
        }
        return new Series(left.labels(), left.dropName(), points);
    }

    /// On a grid of its own: multiples of its step.
    private List<Series> subquery(Expr.Subquery subquery, Steps steps) {
        long offset = preparation.offset(subquery);
        long step = preparation.subqueryStep(subquery);
        long from = steps.start() - offset - preparation.range(subquery.range());
        long start = step * (from / step);
        if (start <= from) {
            start += step;
        }
        Steps own = new Steps(start, steps.last() - offset, step);
        if (start != steps.start()) {
            preparation.moveOffsets(subquery.expr(), start);
        }
        return eval(subquery.expr(), own);
    }

    private List<Series> unary(Expr.Unary unary, List<Series> operand) {
        if (!unary.negative()) {
            return operand;
        }
        List<Series> negated = new ArrayList<>();
        for (Series series : operand) {
            List<Point> points =
                    series.points().stream()
                            .map(p -> new Point(p.timeMillis(), negated(p.value())))
                            .toList();
            boolean delayed = rules.delayedNameRemoval();
            Labels labels = delayed ? series.labels() : Sample.unnamed(series.labels());
            negated.add(new Series(labels, true, points));
        }
        return rules.delayedNameRemoval() ? negated : merged(negated);
    }

    private static Value negated(Value value) {
        return switch (value) {
            case Value.Real(var number) -> new Value.Real(-number);
            case Value.Histogram(var histogram) ->
                    new Value.Histogram(HistogramArithmetic.scaled(histogram, count -> -count));
        };
    }

    private List<Series> binary(Expr.Binary binary, Steps steps) {
        List<List<Series>> operands =
                List.of(operand(binary.left(), steps), operand(binary.right(), steps));
        Joins joins = new Joins(binary, rules);
        return eachStep(steps, operands, (_, sides) -> joins.apply(sides.get(0), sides.get(1)));
    }

    private List<Series> aggregate(Expr.Aggregate aggregate, Steps steps) {
        Expr inner = Trees.withoutParens(aggregate.expr());
        if (aggregate.operator() == AggregateOperator.COUNT_VALUES) {
            List<List<Series>> operands = List.of(operand(inner, steps));
            Aggregations.CountValues count = new Aggregations.CountValues(aggregate);
            return eachStep(steps, operands, (_, vectors) -> count.apply(vectors.getFirst()));
        }
        Optional<List<Series>> parameter =
                aggregate.parameter().map(p -> eval(Trees.withoutParens(p), steps));
        return new Aggregations(aggregate, steps, parameter.orElse(List.of()))
                .apply(operand(inner, steps));
    }

    private List<Series> call(Expr.Call call, Steps steps) {
        if (Trees.isNumberCall(call)) {
            double number = preparation.number(call);
            return eachStep(steps, List.of(), (_, _) -> List.of(Sample.of(number)));
        }
        String name = call.function().name();
        List<Expr> arguments = call.arguments().stream().map(Trees::withoutParens).toList();
        if (name.equals("info")) {
            throw Refusal.unknown("info");
        }
        if (name.equals("start_timestamp")
                && rules.delayedNameRemoval()
                && arguments.getFirst() instanceof Expr.VectorSelector selector) {
            return eachStep(steps, List.of(), (t, _) -> started(selector, t));
        }
        if (name.equals("timestamp")
                && arguments.getFirst() instanceof Expr.VectorSelector selector) {
            return eachStep(
                    steps,
                    List.of(),
                    (t, _) ->
                            selection.stamps(selector, t).stream()
                                    .map(s -> s.unnamed(rules.delayedNameRemoval()))
                                    .toList());
        }
        for (int i = 0; i < arguments.size(); i++) {
            Expr argument = arguments.get(i);
            boolean subquery = argument instanceof Expr.Subquery && !preparation.isOnce(argument);
            if (argument instanceof Expr.MatrixSelector || subquery) {
                return new RangeCalls(this, selection).call(name, arguments, i, steps);
            }
        }
        if (STATISTICS.contains(name) && Trees.addsVectors(arguments.getFirst())) {
            throw Refusal.unknown("histograms added without their buckets");
        }
        // Upstream looks for them before the buckets go, but where histograms say they are gauges.
        if (STATISTICS.contains(name)
                && selection.hasGauges()
                && Trees.looksForResets(arguments.getFirst())) {
            throw Refusal.unknown("resets of gauges without their buckets");
        }
        if (name.equals("label_replace") || name.equals("label_join")) {
            return merged(LabelFunctions.apply(name, arguments, eval(arguments.getFirst(), steps)));
        }
        List<List<Series>> operands = new ArrayList<>();
        for (Expr argument : arguments) {
            boolean text = Trees.isText(argument);
            operands.add(text ? List.of() : operand(argument, steps));
        }
        VectorFunctions function = new VectorFunctions(name, arguments, rules);
        return eachStep(steps, operands, function::apply);
    }

    /// Stored samples are not known to have begun at any time, which is 0.
    private List<Sample> started(Expr.VectorSelector selector, long timeMillis) {
        return selection.stamps(selector, timeMillis).stream()
                .map(s -> s.with(0).unnamed(rules.delayedNameRemoval()))
                .toList();
    }

    /// Whether the order of an instant answer means something.
    static boolean isSorted(Expr expr) {
        return switch (Trees.withoutParens(expr)) {
            case Expr.Call call -> SORTING.contains(call.function().name());
            case Expr.Aggregate aggregate ->
                    aggregate.operator() == AggregateOperator.TOPK
                            || aggregate.operator() == AggregateOperator.BOTTOMK;
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _,
                    Expr.Subquery _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _ ->
                    false;
        };
    }
}
