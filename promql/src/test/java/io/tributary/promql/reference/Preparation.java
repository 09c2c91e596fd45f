package io.tributary.promql.reference;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.reference.data.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What is known of a query's tree before it is evaluated: durations, moments, which parts are
/// evaluated once for all steps, and which stored samples a selector may see at all.
///
/// Offsets change while a query runs: one with `@` is counted from where the evaluation at hand
/// starts, and each subquery starts its own (Prometheus: `PreprocessExpr`,
/// `setOffsetForAtModifier`, `getTimeRangesForSelector`).
///
/// Oddities: the parameter of an aggregation is not looked at, so that `@ start()` there is nothing
/// and `@ 10` moves along with the steps. Not so where all is to be as documented.
final class Preparation {
    /// Functions whose answer follows the time of evaluation.
    private static final Set<String> TIMED =
            Set.of(
                    "days_in_month",
                    "day_of_month",
                    "day_of_week",
                    "day_of_year",
                    "hour",
                    "minute",
                    "month",
                    "year",
                    "predict_linear",
                    "time",
                    "timestamp");

    /// Whether an expression is the same at all steps, and whether it is worth wrapping.
    private record Constancy(boolean constant, boolean wrapped) {}

    /// The stored samples a selector may see, both ends included.
    record Span(long from, long to) {}

    private final Steps query;
    private final Rules rules;
    private final Lengths lengths;
    private final Set<Expr> once = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<Expr, Long> moments = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Long> offsets = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Span> spans = new IdentityHashMap<>();

    Preparation(Expr expr, Steps query, boolean instant, Rules rules) {
        this.query = query;
        this.rules = rules;
        this.lengths = new Lengths(instant ? 0 : query.step(), query.end() - query.start());
        checkDurations(expr);
        literalMoments(expr);
        if (constancy(expr).wrapped) {
            once.add(expr);
        }
        span(expr, List.of(), OptionalLong.empty());
        moveOffsets(expr, query.start());
    }

    boolean isOnce(Expr expr) {
        return once.contains(expr);
    }

    long offset(Expr expr) {
        return offsets.getOrDefault(expr, 0L);
    }

    OptionalLong moment(Expr expr) {
        Long moment = moments.get(expr);
        return moment == null ? OptionalLong.empty() : OptionalLong.of(moment);
    }

    Span span(Expr.VectorSelector selector) {
        return spans.getOrDefault(selector, new Span(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    long range(DurationExpr range) {
        return lengths.millis(range, false);
    }

    long subqueryStep(Expr.Subquery subquery) {
        return subquery.step() instanceof DurationExpr.Absent
                ? rules.subqueryStepMillis()
                : lengths.millis(subquery.step(), false);
    }

    /// As written.
    long ownOffset(Expr expr) {
        return lengths.millis(Trees.offset(expr), true);
    }

    /// The value of `start()` and its like, in seconds.
    double number(Expr.Call call) {
        return switch (call.function().name()) {
            case "start" -> query.start() / 1000.0;
            case "end" -> query.end() / 1000.0;
            case "range" -> (query.end() - query.start()) / 1000.0;
            case "step" -> query.isSingle() ? 0 : query.step() / 1000.0;
            default -> throw new IllegalArgumentException(call.function().name());
        };
    }

    private void checkDurations(Expr expr) {
        ownOffset(expr);
        if (expr instanceof Expr.MatrixSelector matrix) {
            range(matrix.range());
        }
        if (expr instanceof Expr.Subquery subquery) {
            range(subquery.range());
            subqueryStep(subquery);
        }
        Trees.children(expr).forEach(this::checkDurations);
    }

    private void literalMoments(Expr expr) {
        if (Trees.at(expr) instanceof At.Timestamp(var millis)) {
            moments.put(expr, millis);
        }
        Trees.children(expr).forEach(this::literalMoments);
    }

    private void resolve(Expr expr) {
        switch (Trees.at(expr)) {
            case At.Start() -> moments.put(expr, query.start());
            case At.End() -> moments.put(expr, query.end());
            case At.Timestamp _, At.Unset _ -> {}
        }
    }

    private Constancy constancy(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> new Constancy(true, false);
            case Expr.VectorSelector selector -> {
                resolve(selector);
                boolean pinned = moments.containsKey(selector);
                yield new Constancy(pinned, pinned);
            }
            case Expr.MatrixSelector matrix -> {
                resolve(matrix);
                yield new Constancy(constancy(matrix.selector()).constant, false);
            }
            case Expr.Subquery subquery -> {
                if (constancy(subquery.expr()).constant) {
                    once.add(subquery.expr());
                }
                resolve(subquery);
                boolean pinned = moments.containsKey(subquery);
                yield new Constancy(pinned, pinned && !rules.asDocumented());
            }
            case Expr.Paren(var inner, _) -> constancy(inner);
            case Expr.Unary unary -> constancy(unary.expr());
            case Expr.Aggregate aggregate -> constancy(aggregate);
            case Expr.Binary binary -> ofOperands(List.of(binary.left(), binary.right()), true);
            case Expr.Call call -> constancy(call);
        };
    }

    private Constancy constancy(Expr.Aggregate aggregate) {
        if (rules.asDocumented() && aggregate.parameter().isPresent()) {
            Expr parameter = Trees.withoutParens(aggregate.parameter().get());
            if (constancy(parameter).wrapped) {
                once.add(parameter);
            }
        }
        return constancy(Trees.withoutParens(aggregate.expr()));
    }

    private Constancy constancy(Expr.Call call) {
        if (Trees.isNumberCall(call)) {
            return new Constancy(true, false);
        }
        List<Expr> arguments = call.arguments().stream().map(Trees::withoutParens).toList();
        String name = call.function().name();
        boolean stampOfSelector =
                name.equals("timestamp") && arguments.getFirst() instanceof Expr.VectorSelector;
        return ofOperands(arguments, stampOfSelector || !TIMED.contains(name));
    }

    private Constancy ofOperands(List<Expr> operands, boolean canBeConstant) {
        List<Constancy> found = operands.stream().map(this::constancy).toList();
        if (canBeConstant && found.stream().allMatch(Constancy::constant)) {
            return new Constancy(true, true);
        }
        for (int i = 0; i < operands.size(); i++) {
            if (found.get(i).wrapped) {
                once.add(operands.get(i));
            }
        }
        return new Constancy(false, false);
    }

    /// @param range of the range selector around, if there is one
    private void span(Expr expr, List<Expr.Subquery> path, OptionalLong range) {
        switch (expr) {
            case Expr.VectorSelector selector -> spans.put(selector, spanOf(selector, path, range));
            case Expr.MatrixSelector matrix ->
                    span(matrix.selector(), path, OptionalLong.of(range(matrix.range())));
            case Expr.Subquery subquery -> {
                List<Expr.Subquery> longer = new ArrayList<>(path);
                longer.add(subquery);
                span(subquery.expr(), longer, range);
            }
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ ->
                    Trees.children(expr).forEach(child -> span(child, path, range));
        }
    }

    private Span spanOf(
            Expr.VectorSelector selector, List<Expr.Subquery> path, OptionalLong range) {
        long from = query.start();
        long to = query.end();
        long offset = 0;
        long length = 0;
        for (Expr.Subquery subquery : path) {
            OptionalLong moment = moment(subquery);
            if (moment.isPresent()) {
                from = moment.getAsLong();
                to = from;
                offset = 0;
                length = 0;
            }
            offset += ownOffset(subquery);
            length += range(subquery.range());
        }
        OptionalLong moment = moment(selector);
        if (moment.isPresent()) {
            from = moment.getAsLong();
            to = from;
        } else {
            from -= offset + length;
            to -= offset;
        }
        boolean extended = selector.extension() != Extension.NONE;
        long behind = rules.lookbackMillis();
        from -= (range.isEmpty() || extended ? behind : 0) + range.orElse(0) - 1;
        to += selector.extension() == Extension.SMOOTHED ? behind : 0;
        long own = ownOffset(selector);
        return new Span(from - own, to - own);
    }

    /// Counts the offsets of `expr` from where its evaluation starts.
    void moveOffsets(Expr expr, long start) {
        moveOffsets(expr, start, List.of());
    }

    private void moveOffsets(Expr expr, long start, List<Expr.Subquery> path) {
        List<Expr.Subquery> within = path;
        if (expr instanceof Expr.Subquery subquery) {
            within = new ArrayList<>(path);
            within.add(subquery);
        }
        if (expr instanceof Expr.MatrixSelector
                || expr instanceof Expr.VectorSelector
                || expr instanceof Expr.Subquery) {
            offsets.put(expr, movedOffset(expr, start, path));
        }
        for (Expr child : Trees.children(expr)) {
            moveOffsets(child, start, within);
        }
    }

    private long movedOffset(Expr expr, long start, List<Expr.Subquery> path) {
        long own = ownOffset(expr);
        OptionalLong moment = moment(expr);
        if (moment.isEmpty()) {
            return own;
        }
        long around = 0;
        OptionalLong outer = OptionalLong.empty();
        for (Expr.Subquery subquery : path) {
            around += ownOffset(subquery);
            OptionalLong pinned = moment(subquery);
            if (pinned.isPresent()) {
                around = ownOffset(subquery);
                outer = pinned;
            }
        }
        if (outer.isPresent()) {
            around += start - outer.getAsLong();
        }
        return own + start - moment.getAsLong() - around;
    }
}
