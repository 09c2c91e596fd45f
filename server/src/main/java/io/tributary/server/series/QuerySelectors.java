package io.tributary.server.series;

import io.tributary.model.Matcher;
import io.tributary.promql.ast.Chain;
import io.tributary.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;

/// The selectors that stand in a query, each by its matchers.
final class QuerySelectors {
    private final List<List<Matcher>> found = new ArrayList<>();

    private QuerySelectors() {}

    static List<List<Matcher>> of(Expr expr) {
        QuerySelectors selectors = new QuerySelectors();
        selectors.collect(expr);
        return selectors.found;
    }

    private void collect(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> found.add(selector.matchers());
            case Expr.MatrixSelector matrix -> found.add(matrix.selector().matchers());
            case Expr.Subquery subquery -> collect(subquery.expr());
            case Expr.Paren paren -> collect(paren.expr());
            case Expr.Unary unary -> collect(unary.expr());
            case Expr.Binary binary -> {
                Chain chain = Chain.endingIn(binary);
                collect(chain.first());
                chain.links().forEach(link -> collect(link.right()));
            }
            case Expr.Aggregate aggregate -> {
                collect(aggregate.expr());
                aggregate.parameter().ifPresent(this::collect);
            }
            case Expr.Call call -> call.arguments().forEach(this::collect);
        }
    }
}
