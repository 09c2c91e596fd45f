package io.tributary.server.series;

import io.tributary.model.Matcher;
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
        if (expr instanceof Expr.VectorSelector selector) {
            found.add(selector.matchers());
        }
        expr.operands().forEach(this::collect);
    }
}
