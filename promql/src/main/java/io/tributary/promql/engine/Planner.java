package io.tributary.promql.engine;

import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.aggregate.Aggregations;
import io.tributary.promql.engine.aggregate.Grouping;
import io.tributary.promql.engine.ahead.Ahead;
import io.tributary.promql.engine.binary.Joins;
import io.tributary.promql.engine.binary.Rule;
import io.tributary.promql.engine.explain.PlanWatch;
import io.tributary.promql.engine.functions.Calls;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.InstantSelector;
import io.tributary.promql.engine.select.Moments;
import io.tributary.promql.engine.select.RangeInput;
import io.tributary.promql.engine.select.Reach;
import io.tributary.promql.engine.select.Selection;
import io.tributary.promql.engine.select.Selections;
import io.tributary.promql.engine.select.SmoothedSelector;
import io.tributary.promql.engine.select.Windows;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Makes operators of a tree and collects what they will read. Reads nothing itself.
final class Planner {
    private final QueryContext context;
    private final Selections selections;
    private final Request request;
    private final Durations durations;
    private final Counting counting;
    private final PlanWatch watch;
    private final Timing timing;
    private final CallPlanner calls;
    private final HistogramNeed need = new HistogramNeed();
    private final Places places;

    /// @param counting where what is taken at each step is counted
    /// @param watch looks on
    Planner(
            QueryContext context,
            Selections selections,
            Request request,
            Counting counting,
            PlanWatch watch) {
        this.watch = watch;
        this.counting = counting;
        this.context = context;
        this.selections = selections;
        this.request = request;
        this.durations = new Durations(request);
        this.timing = new Timing(request, durations, counting);
        this.places = new Places(request.query());
        this.calls =
                new CallPlanner(
                        this,
                        new InfoPlanner(
                                this, context, selections, timing, request.lookbackMillis()),
                        context,
                        request,
                        places);
    }

    /// The operator of a scalar or vector expression.
    Operator plan(Expr expr, Grid grid) {
        return watch.operator(expr, grid, isOnce(expr, grid), () -> planned(expr, grid));
    }

    private static boolean isOnce(Expr expr, Grid grid) {
        return !grid.isSingle() && Invariance.isOnce(expr);
    }

    private Operator planned(Expr expr, Grid grid) {
        if (isOnce(expr, grid)) {
            return new Once(counting.once(() -> plan(expr, grid.first())));
        }
        return switch (expr) {
            case Expr.NumberLiteral number -> calls(grid).constant(number.value());
            case Expr.Paren paren -> plan(paren.expr(), grid);
            case Expr.Unary unary -> {
                Operator operand = plan(unary.expr(), grid);
                yield unary.negative() ? calls(grid).negated(operand) : operand;
            }
            case Expr.VectorSelector selector ->
                    selector.extension() == Extension.SMOOTHED
                            ? smoothed(selector, grid)
                            : selector(selector, grid, InstantSelector.Reading.VALUE);
            case Expr.Call call -> need.of(call, () -> calls.plan(call, grid));
            case Expr.Aggregate aggregate -> aggregate(aggregate, grid);
            case Expr.Binary binary -> {
                Chain chain = Chain.endingIn(binary);
                yield need.of(chain, () -> chain(chain, grid));
            }
            case Expr.StringLiteral _, Expr.MatrixSelector _, Expr.Subquery _ ->
                    throw new IllegalStateException("BUG: neither scalar nor vector: " + expr);
        };
    }

    /// The range of a selector with one, or of a subquery.
    Windows range(Expr expr, Grid grid) {
        return watch.windows(expr, grid, () -> ranged(expr, grid));
    }

    private Windows ranged(Expr expr, Grid grid) {
        return switch (expr.withoutParens()) {
            case Expr.MatrixSelector matrix -> selected(matrix, grid);
            case Expr.Subquery subquery -> subquery(subquery, grid);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ ->
                    throw new IllegalStateException("BUG: no range: " + expr);
        };
    }

    /// The selector with the samples that count at each step, or their times.
    Operator selector(Expr.VectorSelector selector, Grid grid, InstantSelector.Reading reading) {
        Moments moments = timing.moments(selector.at(), selector.offset(), selector, grid);
        long lookback = request.lookbackMillis();
        if (reading != InstantSelector.Reading.VALUE && moments.at().isPresent()) {
            // As in Prometheus 3.14 an offset beside `@` only cuts off samples here.
            lookback = Math.max(0, lookback - Math.abs(moments.offsetMillis()));
            moments =
                    new Moments(
                            grid,
                            moments.at(),
                            Math.max(0, moments.offsetMillis()),
                            moments.counts());
        }
        return new InstantSelector(
                context,
                selections.add(selector.matchers(), moments.first() - lookback, moments.last()),
                moments,
                lookback,
                reading,
                need.isCountsOnly());
    }

    private Operator smoothed(Expr.VectorSelector selector, Grid grid) {
        Moments moments = timing.moments(selector.at(), selector.offset(), selector, grid);
        long lookback = request.lookbackMillis();
        return new SmoothedSelector(
                context,
                selections.add(
                        selector.matchers(), moments.first() - lookback, moments.last() + lookback),
                moments,
                lookback,
                need.isCountsOnly(),
                place(selector));
    }

    private Windows selected(Expr.MatrixSelector matrix, Grid grid) {
        Expr.VectorSelector selector = matrix.selector();
        Moments moments = timing.moments(selector.at(), selector.offset(), selector, grid);
        long range = durations.length(matrix.range(), matrix);
        Reach reach = new Reach(selector.extension(), request.lookbackMillis());
        Selection selection =
                selections.add(
                        selector.matchers(),
                        moments.first() - range - reach.beforeMillis(),
                        moments.last() + reach.behindMillis());
        return new Windows(RangeInput.of(selection, need.isCountsOnly()), moments, range, reach);
    }

    private Windows subquery(Expr.Subquery subquery, Grid grid) {
        Moments moments = timing.moments(subquery.at(), subquery.offset(), subquery, grid);
        long range = durations.length(subquery.range(), subquery);
        long step =
                subquery.step() instanceof DurationExpr.Absent
                        ? request.subqueryStepMillis()
                        : durations.length(subquery.step(), subquery);
        Grid inner = moments.within(range, step);
        Operator input =
                need.whole(() ->
                        counting.inner(moments, range, inner, () -> plan(subquery.expr(), inner)));
        return new Windows(RangeInput.of(context, input, inner), moments, range, Reach.NONE);
    }

    private Operator aggregate(Expr.Aggregate aggregate, Grid grid) {
        Optional<Operator> counts = counts(aggregate, grid);
        if (counts.isPresent() && aggregate.operator() == AggregateOperator.COUNT) {
            return counts.get();
        }
        Optional<Operator> parameter = parameter(aggregate, grid);
        Operator input = counts.orElseGet(() -> ahead(plan(aggregate.expr(), grid), grid));
        Grouping grouping = new Grouping(aggregate.without(), new HashSet<>(aggregate.grouping()));
        Aggregations aggregations =
                new Aggregations(
                        context, grid, place(aggregate), place(aggregate.expr().withoutParens()));
        return switch (aggregate.operator()) {
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR ->
                    aggregations.plain(aggregate.operator().word(), input, grouping).orElseThrow();
            case QUANTILE ->
                    aggregations.quantile(
                            input,
                            grouping,
                            parameter.orElseThrow(),
                            place(aggregate.parameter().orElseThrow().withoutParens()));
            case TOPK -> aggregations.top(input, grouping, parameter.orElseThrow(), true);
            case BOTTOMK -> aggregations.top(input, grouping, parameter.orElseThrow(), false);
            case LIMITK -> aggregations.limit(input, grouping, parameter.orElseThrow());
            case COUNT_VALUES -> aggregations.countValues(input, grouping, label(aggregate));
            case LIMIT_RATIO ->
                    aggregations.share(
                            input,
                            parameter.orElseThrow(),
                            place(aggregate.parameter().orElseThrow().withoutParens()));
        };
    }

    /// The groups of a `count by` or `group by` with the numbers of their series, where no sample
    /// need be read for them.
    private Optional<Operator> counts(Expr.Aggregate aggregate, Grid grid) {
        boolean counts =
                aggregate.operator() == AggregateOperator.COUNT
                        || aggregate.operator() == AggregateOperator.GROUP;
        return counts && !aggregate.without()
                ? countable(aggregate.expr(), grid)
                        .map(selector -> count(selector, aggregate.grouping(), grid))
                : Optional.empty();
    }

    /// What has a value where an expression has one, whatever it is: all its series, or their
    /// number.
    Operator presence(Expr expr, Grid grid) {
        Optional<Expr.VectorSelector> selector = countable(expr, grid);
        return selector.isPresent()
                ? count(selector.get(), List.of(), grid)
                : ahead(plan(expr, grid), grid);
    }

    /// A selector whose series can be counted at one moment without reading a sample, where the
    /// source does that: the only moment of the query, or one that is the same in all slices of its
    /// steps.
    private Optional<Expr.VectorSelector> countable(Expr expr, Grid grid) {
        return grid.isSingle()
                        && expr.withoutParens() instanceof Expr.VectorSelector selector
                        && selector.extension() == Extension.NONE
                        && (request.grid().count() == 1 || Invariance.isInvariant(selector))
                        && selections.counts()
                ? Optional.of(selector)
                : Optional.empty();
    }

    private Operator count(Expr.VectorSelector selector, List<String> by, Grid grid) {
        Moments moments = timing.moments(selector.at(), selector.offset(), selector, grid);
        long lookback = request.lookbackMillis();
        return new InstantSelector(
                context,
                selections.addCount(
                        selector.matchers(), moments.first() - lookback, moments.last(), by),
                moments,
                lookback,
                InstantSelector.Reading.VALUE,
                false);
    }

    private Optional<Operator> parameter(Expr.Aggregate aggregate, Grid grid) {
        return aggregate
                .parameter()
                .filter(parameter -> parameter.type() == ValueType.SCALAR)
                .map(parameter -> plan(parameter, grid));
    }

    private String label(Expr.Aggregate aggregate) {
        Expr parameter = aggregate.parameter().orElseThrow();
        String label = CallPlanner.text(parameter);
        if (!CallPlanner.isLabelName(label)) {
            String written =
                    request.query()
                            .substring(parameter.position().start(), parameter.position().end());
            throw new EvaluationException("invalid label name " + written);
        }
        return label;
    }

    /// Operators in a row; what does not change at the row's beginning is evaluated once.
    private Operator chain(Chain chain, Grid grid) {
        List<Expr.Binary> links = chain.links();
        boolean several = !grid.isSingle() && Invariance.isInvariant(chain.first());
        int once = several ? Invariance.invariantLinks(chain) : 0;
        Expr beginning = once == 0 ? chain.first() : links.get(once - 1);
        Operator left = plan(beginning, grid);
        boolean scalar = beginning.type() == ValueType.SCALAR;
        for (Expr.Binary link : links.subList(once, links.size())) {
            boolean rightScalar = link.right().type() == ValueType.SCALAR;
            left = binary(link, left, scalar, plan(link.right(), grid), rightScalar, grid);
            scalar &= rightScalar;
        }
        return left;
    }

    private Operator binary(
            Expr.Binary binary,
            Operator left,
            boolean leftScalar,
            Operator right,
            boolean rightScalar,
            Grid grid) {
        Joins joins = new Joins(context, grid.count(), place(binary));
        BinaryOperator operator = binary.operator();
        Rule rule = new Rule(operator, binary.returnBool());
        return switch (operator.kind()) {
            case SET ->
                    calls(grid)
                            .merged(
                                    joins.sets(
                                            operator,
                                            ahead(left, grid),
                                            ahead(right, grid),
                                            binary.matching()));
            case ARITHMETIC, COMPARISON, TRIM -> {
                if (leftScalar && rightScalar) {
                    yield joins.scalars(rule, left, right);
                }
                Operator join =
                        leftScalar || rightScalar
                                ? joins.vectorAndScalar(
                                        rule,
                                        leftScalar ? right : left,
                                        leftScalar ? left : right,
                                        leftScalar)
                                : joins.vectors(
                                        rule,
                                        ahead(left, grid),
                                        ahead(right, grid),
                                        binary.matching());
                yield calls(grid).merged(join);
            }
        };
    }

    /// An operator whose series are all asked for, one after the other.
    Operator ahead(Operator operator, Grid grid) {
        watch.ahead(operator);
        return Ahead.of(context, operator, grid.count());
    }

    private Calls calls(Grid grid) {
        return new Calls(context, grid);
    }

    private Place place(Expr expr) {
        return places.of(expr);
    }
}
