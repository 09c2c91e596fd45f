package io.tributary.promql.engine;

import io.tributary.model.Matcher;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.info.InfoJoin;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.Selections;
import java.util.List;

/// Makes the operator of `info`.
final class InfoPlanner {
    private final Planner planner;
    private final QueryContext context;
    private final Selections selections;
    private final Timing timing;
    private final long lookbackMillis;

    InfoPlanner(
            Planner planner,
            QueryContext context,
            Selections selections,
            Timing timing,
            long lookbackMillis) {
        this.planner = planner;
        this.context = context;
        this.selections = selections;
        this.timing = timing;
        this.lookbackMillis = lookbackMillis;
    }

    Operator plan(Expr.Call call, Grid grid) {
        Expr argument = call.arguments().getFirst();
        return new InfoJoin(
                context,
                selections,
                planner.ahead(planner.plan(argument, grid), grid),
                wanted(call.arguments()),
                timing.ofFirstSelector(argument, grid),
                lookbackMillis);
    }

    private static List<Matcher> wanted(List<Expr> arguments) {
        if (arguments.size() < 2) {
            return List.of();
        }
        if (arguments.get(1) instanceof Expr.VectorSelector selector) {
            return selector.matchers();
        }
        throw new IllegalStateException("BUG: no selector: " + arguments.get(1));
    }
}
