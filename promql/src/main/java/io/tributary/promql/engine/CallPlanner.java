package io.tributary.promql.engine;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.relabel.Regex;
import io.tributary.model.text.RawBytes;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.functions.Calls;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.InstantSelector;
import io.tributary.promql.engine.select.Windows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the operators of function calls.
final class CallPlanner {
    private final Planner planner;
    private final InfoPlanner info;
    private final QueryContext context;
    private final Request request;
    private final Places places;

    CallPlanner(
            Planner planner,
            InfoPlanner info,
            QueryContext context,
            Request request,
            Places places) {
        this.planner = planner;
        this.info = info;
        this.context = context;
        this.request = request;
        this.places = places;
    }

    Operator plan(Expr.Call call, Grid grid) {
        Optional<Expr> range =
                call.arguments().stream().filter(a -> a.type() == ValueType.MATRIX).findFirst();
        return range.isPresent() ? ofRange(call, range.get(), grid) : ofVector(call, grid);
    }

    private Operator ofRange(Expr.Call call, Expr argument, Grid grid) {
        String name = call.function().name();
        Windows windows = planner.range(argument, grid);
        List<Operator> scalars = new ArrayList<>();
        for (Expr other : call.arguments()) {
            if (other.type() == ValueType.SCALAR) {
                scalars.add(planner.plan(other, grid));
            }
        }
        Calls calls = new Calls(context, grid);
        Operator result =
                calls.ofRange(name, windows, scalars, ofFirst(call))
                        .orElseThrow(() -> notBuilt(name));
        return name.equals("absent_over_time")
                ? calls.absent(planner.ahead(result, grid), absentLabels(argument))
                : result;
    }

    private Operator ofVector(Expr.Call call, Grid grid) {
        String name = call.function().name();
        List<Expr> arguments = call.arguments();
        Calls calls = new Calls(context, grid);
        return switch (name) {
            case "time" -> calls.time();
            case "pi" -> calls.constant(Math.PI);
            case "start" -> calls.constant(request.grid().startMillis() / 1000.0);
            case "end" -> calls.constant(request.endMillis() / 1000.0);
            case "range" ->
                    calls.constant((request.endMillis() - request.grid().startMillis()) / 1000.0);
            case "step" -> calls.constant(step() / 1000.0);
            case "vector" -> argument(call, 0, grid);
            case "scalar" -> calls.onlyValue(all(call, 0, grid));
            case "max_of", "min_of" ->
                    calls.extreme(
                            name.equals("max_of"),
                            argument(call, 0, grid),
                            argument(call, 1, grid));
            case "absent" ->
                    calls.absent(
                            planner.presence(arguments.getFirst(), grid),
                            absentLabels(arguments.getFirst()));
            case "timestamp" -> timestamp(call, grid);
            case "start_timestamp" -> startTimestamp(call, grid);
            case "info" -> info.plan(call, grid);
            case "label_replace" -> labelReplace(call, grid);
            case "label_join" -> labelJoin(call, grid);
            case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" ->
                    calls.sort(name, argument(call, 0, grid), texts(arguments, 1), place(call));
            case "histogram_quantile" ->
                    calls.histogramQuantile(
                            argument(call, 0, grid),
                            all(call, 1, grid),
                            place(arguments.get(0)),
                            place(arguments.get(1)));
            case "histogram_fraction" ->
                    calls.histogramFraction(
                            argument(call, 0, grid),
                            argument(call, 1, grid),
                            all(call, 2, grid),
                            place(arguments.get(2)));
            case "histogram_quantiles" -> histogramQuantiles(call, grid);
            default -> ofSample(call, grid);
        };
    }

    private Operator ofSample(Expr.Call call, Grid grid) {
        String name = call.function().name();
        Calls calls = new Calls(context, grid);
        if (call.arguments().isEmpty()) {
            return calls.ofSample(name, calls.time(), List.of()).orElseThrow(() -> notBuilt(name));
        }
        List<Operator> operands = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            if (argument.type() == ValueType.STRING) {
                throw notBuilt(name);
            }
            operands.add(planner.plan(argument, grid));
        }
        return calls.ofSample(name, operands.getFirst(), operands.subList(1, operands.size()))
                .orElseThrow(() -> notBuilt(name));
    }

    private Operator histogramQuantiles(Expr.Call call, Grid grid) {
        List<Expr> arguments = call.arguments();
        Operator input = all(call, 0, grid);
        List<Operator> quantiles = new ArrayList<>();
        for (int i = 2; i < arguments.size(); i++) {
            quantiles.add(argument(call, i, grid));
        }
        List<Place> ofQuantiles = arguments.stream().skip(2).map(this::place).toList();
        return new Calls(context, grid)
                .histogramQuantiles(
                        input,
                        text(arguments.get(1)),
                        quantiles,
                        ofQuantiles,
                        place(arguments.get(0)));
    }

    private Operator timestamp(Expr.Call call, Grid grid) {
        Calls calls = new Calls(context, grid);
        if (call.arguments().getFirst().withoutParens() instanceof Expr.VectorSelector selector) {
            return calls.merged(planner.selector(selector, grid, InstantSelector.Reading.TIME));
        }
        return calls.stepTimes(argument(call, 0, grid));
    }

    /// Known of samples only, and only where start timestamps are looked at.
    private Operator startTimestamp(Expr.Call call, Grid grid) {
        Calls calls = new Calls(context, grid);
        return context.semantics().startTimestamps()
                        && call.arguments().getFirst().withoutParens()
                                instanceof Expr.VectorSelector selector
                ? calls.merged(planner.selector(selector, grid, InstantSelector.Reading.START))
                : calls.nothingOf(all(call, 0, grid));
    }

    private Operator labelReplace(Expr.Call call, Grid grid) {
        List<Expr> arguments = call.arguments();
        String target = text(arguments.get(1));
        String expression = text(arguments.get(4));
        requireLabelName(target, "destination", "label_replace");
        try {
            return new Calls(context, grid)
                    .labelReplace(
                            argument(call, 0, grid),
                            target,
                            text(arguments.get(2)),
                            text(arguments.get(3)),
                            Regex.compile(expression));
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(
                    "invalid regular expression in label_replace(): " + expression);
        }
    }

    private Operator labelJoin(Expr.Call call, Grid grid) {
        List<Expr> arguments = call.arguments();
        String target = text(arguments.get(1));
        List<String> sources = texts(arguments, 3);
        sources.forEach(source -> requireLabelName(source, "source", "label_join"));
        requireLabelName(target, "destination", "label_join");
        return new Calls(context, grid)
                .labelJoin(argument(call, 0, grid), target, text(arguments.get(2)), sources);
    }

    private static void requireLabelName(String name, String role, String function) {
        if (!isLabelName(name)) {
            throw new EvaluationException(
                    "invalid %s label name in %s(): %s".formatted(role, function, name));
        }
    }

    /// Any text but an empty one: UTF-8 is all a name has to be. What was not UTF-8 in the query is
    /// U+FFFD in {@link #text}.
    static boolean isLabelName(String name) {
        return !name.isEmpty() && name.indexOf('\uFFFD') < 0;
    }

    /// A string argument; U+FFFD for what is not UTF-8 in it.
    static String text(Expr expr) {
        if (expr.withoutParens() instanceof Expr.StringLiteral literal) {
            return RawBytes.replaced(literal.value());
        }
        throw new IllegalStateException("BUG: no string: " + expr);
    }

    private static List<String> texts(List<Expr> arguments, int from) {
        return arguments.stream().skip(from).map(CallPlanner::text).toList();
    }

    private Operator argument(Expr.Call call, int index, Grid grid) {
        return planner.plan(call.arguments().get(index), grid);
    }

    /// An argument all series of which are asked for, whatever becomes of the result.
    private Operator all(Expr.Call call, int index, Grid grid) {
        return planner.ahead(argument(call, index, grid), grid);
    }

    private long step() {
        return request.grid().startMillis() == request.endMillis() ? 0 : request.stepMillis();
    }

    /// Where the first argument stands; upstream forgets that of a subquery.
    private Place ofFirst(Expr.Call call) {
        Expr first = call.arguments().getFirst().withoutParens();
        return first instanceof Expr.Subquery ? places.atStart() : places.of(first);
    }

    private Place place(Expr expr) {
        return places.of(expr.withoutParens());
    }

    private static IllegalStateException notBuilt(String name) {
        return new IllegalStateException("BUG: no function " + name);
    }

    /// The labels that a selector says its series have: those it asks for by `=`, once.
    private static Labels absentLabels(Expr expr) {
        List<Matcher> matchers =
                switch (expr.withoutParens()) {
                    case Expr.VectorSelector selector -> selector.matchers();
                    case Expr.MatrixSelector matrix -> matrix.selector().matchers();
                    case Expr.NumberLiteral _,
                            Expr.StringLiteral _,
                            Expr.Subquery _,
                            Expr.Paren _,
                            Expr.Unary _,
                            Expr.Binary _,
                            Expr.Aggregate _,
                            Expr.Call _ ->
                            List.of();
                };
        Labels.Builder labels = Labels.empty().toBuilder();
        Set<String> seen = new HashSet<>();
        for (Matcher matcher : matchers) {
            if (matcher.name().equals(Label.METRIC_NAME)) {
                continue;
            }
            if (matcher.type() == Matcher.Type.EQUAL && seen.add(matcher.name())) {
                labels.set(RawBytes.replaced(matcher.name()), RawBytes.replaced(matcher.value()));
            } else {
                labels.remove(matcher.name());
            }
        }
        return labels.build();
    }
}
