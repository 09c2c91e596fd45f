package io.tributary.promql.engine;

import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Printer;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.explain.Plan;
import io.tributary.promql.engine.explain.PlanNotes;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.Selections;
import io.tributary.promql.engine.select.Snapshot;
import java.io.IOException;

/// Plans a tree as {@link Evaluation} does, selects its series, and tells what was planned instead
/// of running it.
public final class Explanation {
    private Explanation() {}

    /// What `request` would have done for `expr`.
    ///
    /// @throws IOException if stored data cannot be read
    public static Plan of(
            Expr expr, Request request, SeriesSource source, ReadScope scope, QueryContext context)
            throws IOException {
        if (expr.type() == ValueType.STRING) {
            return Plan.ofText(Printer.print(expr), context.budget().limitBytes());
        }
        new Durations(request).check(expr);
        try (Snapshot snapshot = new Snapshot(source, scope, context.budget())) {
            Selections selections = new Selections(context, snapshot, request.replicas());
            PlanNotes notes = new PlanNotes(selections);
            Planner planner =
                    new Planner(
                            context,
                            selections,
                            request,
                            new Counting(context, StepCounts.OFF),
                            notes);
            if (expr.type() == ValueType.MATRIX) {
                planner.range(expr, request.grid());
            } else {
                planner.ahead(planner.plan(expr, request.grid()), request.grid());
            }
            selections.open();
            return notes.plan(
                    Slicing.isPossible(expr, request, context.semantics()),
                    context.budget().usedBytes(),
                    context.budget().limitBytes(),
                    context.budget().limitBytes() / Evaluation.ANSWER_SHARE);
        } finally {
            context.releaseAll();
        }
    }
}
