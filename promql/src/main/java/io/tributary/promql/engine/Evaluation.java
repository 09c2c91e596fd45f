package io.tributary.promql.engine;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.ahead.Ahead;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.explain.PlanWatch;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.Selections;
import io.tributary.promql.engine.select.Snapshot;
import io.tributary.promql.engine.select.Windows;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/// Evaluates one tree: selects once, evaluates all steps or, where they need more memory than there
/// is, fewer at a time, waits until what was seen is durable. Nothing is returned before.
///
/// What did not fit is given up and begun again with half of its steps, down to one. So a query is
/// never sliced that need not be, whatever it holds, and no operator has to know beforehand. What
/// is lost is the work of filling the memory, once for each halving: about one slice's
/// (docs/decisions/0023).
public final class Evaluation {
    /// An answer that by itself takes more than this share of the budget is given up at once.
    static final int ANSWER_SHARE = 2;

    private final QueryContext context;
    private final Request request;
    private final Expr expr;
    private final Snapshot snapshot;
    private final StepCounts counts;
    private final int widest;
    private final boolean isSliceable;
    private FoundSeries found = new FoundSeries();

    private Evaluation(
            QueryContext context,
            Request request,
            Expr expr,
            Snapshot snapshot,
            StepCounts counts,
            int widest) {
        this.context = context;
        this.request = request;
        this.expr = expr;
        this.snapshot = snapshot;
        this.counts = counts;
        this.widest = widest;
        this.isSliceable = Slicing.isPossible(expr, request, context.semantics());
    }

    /// Evaluates `expr` as `request` asks.
    ///
    /// @param counts of the request's grid
    /// @throws EvaluationException if the query has no value
    /// @throws IOException if stored data cannot be read
    public static Outcome run(
            Expr expr,
            Request request,
            SeriesSource source,
            ReadScope scope,
            QueryContext context,
            StepCounts counts)
            throws IOException {
        return run(expr, request, source, scope, context, counts, request.grid().count());
    }

    /// Likewise, never more than `widest` steps at a time where it can be sliced.
    static Outcome run(
            Expr expr,
            Request request,
            SeriesSource source,
            ReadScope scope,
            QueryContext context,
            StepCounts counts,
            int widest)
            throws IOException {
        if (expr.type() == ValueType.STRING) {
            return new Outcome.Text(CallPlanner.text(expr));
        }
        try (Snapshot snapshot = new Snapshot(source, scope, context.budget())) {
            return new Evaluation(context, request, expr, snapshot, counts, widest).run();
        } finally {
            context.releaseAll();
        }
    }

    private Outcome run() throws IOException {
        new Durations(request).check(expr);
        Grid all = request.grid();
        int width = all.count();
        int done = 0;
        while (done < all.count()) {
            Grid slice = all.slice(done, Math.min(width, all.count() - done));
            if (isEvaluated(slice, done)) {
                done += slice.count();
            } else {
                width = (slice.count() + 1) / 2;
            }
        }
        context.check();
        snapshot.awaitDurable();
        return outcome();
    }

    /// Evaluates some steps, and adds what came of them to what was found. Of the memory it took,
    /// that alone is held on return.
    ///
    /// @param first the number of the first of them
    /// @return false if there is not enough memory, but may be for fewer steps
    private boolean isEvaluated(Grid grid, int first) throws IOException {
        QueryContext own = context.forSlice();
        Results results = new Results(own);
        long before = context.heldBytes();
        boolean done = false;
        try {
            StepCounts taken = counts.forSlice(grid, own);
            done = evaluate(grid, own, taken, results);
            found = found.with(results.found());
            counts.addSlice(first, taken);
            context.annotations().takeFrom(own.annotations());
        } catch (BudgetExceededException e) {
            long answerBytes = before + results.heldBytes();
            boolean isTheAnswers = answerBytes > context.budget().limitBytes() / ANSWER_SHARE;
            if (grid.count() == 1 || isTheAnswers || !isSliceable || !snapshot.isTaken()) {
                throw e;
            }
        } finally {
            own.end();
            context.release(context.heldBytes() - before - (done ? results.heldBytes() : 0));
        }
        return done;
    }

    /// Plans for some steps and runs that, unless these are too many to begin with.
    private boolean evaluate(Grid grid, QueryContext own, StepCounts taken, Results results)
            throws IOException {
        Selections selections = new Selections(own, snapshot, request.replicas());
        Planner planner =
                new Planner(own, selections, request, new Counting(own, taken), PlanWatch.NONE);
        if (expr.type() == ValueType.MATRIX) {
            Windows windows = planner.range(expr, grid);
            selections.open();
            results.take(windows);
        } else {
            Operator root = planner.plan(expr, grid);
            selections.open();
            if (isSliceable && grid.count() > widest) {
                return false;
            }
            results.take(Ahead.of(own, root, grid.count()), grid);
        }
        return true;
    }

    private Outcome outcome() {
        List<Outcome.Series> series = found.series();
        if (expr.type() == ValueType.MATRIX || !request.isInstant()) {
            return new Outcome.Matrix(
                    series.stream().sorted(Comparator.comparing(Outcome.Series::labels)).toList());
        }
        if (expr.type() == ValueType.SCALAR) {
            return new Outcome.Scalar(series.getFirst().samples().value(0));
        }
        return new Outcome.Vector(series);
    }
}
