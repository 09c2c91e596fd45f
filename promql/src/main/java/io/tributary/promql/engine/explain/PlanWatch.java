package io.tributary.promql.engine.explain;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.select.Windows;
import java.util.function.Supplier;

/// Looks on while a query is planned.
public interface PlanWatch {
    /// Nobody does.
    PlanWatch NONE =
            new PlanWatch() {
                @Override
                public Operator operator(
                        Expr expr, Grid grid, boolean once, Supplier<Operator> plan) {
                    return plan.get();
                }

                @Override
                public Windows windows(Expr expr, Grid grid, Supplier<Windows> plan) {
                    return plan.get();
                }

                @Override
                public void ahead(Operator operator) {}
            };

    /// An expression is planned on a grid; what it is made of is planned meanwhile.
    ///
    /// @param once whether that is an operator that evaluates it at the first step, for all
    Operator operator(Expr expr, Grid grid, boolean once, Supplier<Operator> plan);

    /// A range is planned, likewise.
    Windows windows(Expr expr, Grid grid, Supplier<Windows> plan);

    /// All series of an operator will be asked for, one after the other.
    void ahead(Operator operator);
}
