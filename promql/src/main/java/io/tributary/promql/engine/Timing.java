package io.tributary.promql.engine;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.select.Moments;
import java.util.Optional;
import java.util.OptionalLong;

/// When things are looked at: what `@`, offsets and the grid come to.
final class Timing {
    /// The moment `at`, or the step, less an offset.
    private record Reference(At at, long offsetMillis) {
        /// The step itself.
        static final Reference STEP = new Reference(new At.Unset(), 0);
    }

    private final Request request;
    private final Durations durations;
    private final Counting counting;

    Timing(Request request, Durations durations, Counting counting) {
        this.request = request;
        this.durations = durations;
        this.counting = counting;
    }

    /// When an expression with modifiers looks at its samples.
    ///
    /// @param of the expression, for messages
    Moments moments(At at, DurationExpr offset, Expr of, Grid grid) {
        return moments(new Reference(at, durations.offset(offset, of)), grid);
    }

    /// When the first selector of an expression looks at its samples, the subqueries around it
    /// included: their offsets add up until one has an `@` (Prometheus:
    /// `infoSelectTimestampAndOffset` in `promql/info.go`).
    Moments ofFirstSelector(Expr expr, Grid grid) {
        return moments(reference(expr).orElse(Reference.STEP), grid);
    }

    private Moments moments(Reference reference, Grid grid) {
        OptionalLong pinned =
                switch (reference.at) {
                    case At.Unset() -> OptionalLong.empty();
                    case At.Timestamp(long millis) -> OptionalLong.of(millis);
                    case At.Start() -> OptionalLong.of(request.grid().startMillis());
                    case At.End() -> OptionalLong.of(request.endMillis());
                };
        return new Moments(grid, pinned, reference.offsetMillis, counting.current());
    }

    private Optional<Reference> reference(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector ->
                    Optional.of(
                            new Reference(
                                    selector.at(), durations.offset(selector.offset(), selector)));
            case Expr.Subquery subquery ->
                    reference(subquery.expr()).map(inner -> around(inner, subquery));
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.MatrixSelector _,
                    Expr.Paren _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _ ->
                    expr.operands().stream()
                            .map(this::reference)
                            .flatMap(Optional::stream)
                            .findFirst();
        };
    }

    private Reference around(Reference inner, Expr.Subquery subquery) {
        return inner.at instanceof At.Unset
                ? new Reference(
                        subquery.at(),
                        inner.offsetMillis + durations.offset(subquery.offset(), subquery))
                : inner;
    }
}
