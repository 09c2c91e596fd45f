package io.tributary.promql.parser;

import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `sum by (a) (expr)`, `sum (expr) without (a)`, `topk(3, expr)`.
final class AggregateParser {
    private final TokenStream tokens;
    private final ParserOptions options;
    private final MatchingParser labels;

    AggregateParser(TokenStream tokens, ParserOptions options, MatchingParser labels) {
        this.tokens = tokens;
        this.options = options;
        this.labels = labels;
    }

    /// An aggregation whose word was taken already.
    ///
    /// @param arguments reads `(expr, expr)`
    Expr parse(Token word, Supplier<List<Expr>> arguments) {
        Surrounding outer = tokens.enter(new Surrounding.Construct("aggregation", ""));
        boolean before = isGrouping();
        boolean without = tokens.peek().is(TokenType.WITHOUT);
        List<String> grouping = before ? grouping() : List.of();
        List<Expr> values = arguments.get();
        if (!before && isGrouping()) {
            without = tokens.peek().is(TokenType.WITHOUT);
            grouping = grouping();
        }
        tokens.leave(outer);
        Position position = new Position(word.position().start(), tokens.lastEnd());
        AggregateOperator operator = AggregateOperator.valueOf(word.type().name());
        return aggregate(operator, values, grouping, without, position);
    }

    private boolean isGrouping() {
        return tokens.peek().is(TokenType.BY) || tokens.peek().is(TokenType.WITHOUT);
    }

    private List<String> grouping() {
        tokens.next();
        return labels.labels();
    }

    private Expr aggregate(
            AggregateOperator operator,
            List<Expr> values,
            List<String> grouping,
            boolean without,
            Position position) {
        if (values.isEmpty()) {
            throw tokens.error(position, "no arguments for aggregate expression provided");
        }
        boolean parameterized = operator.parameter() != AggregateOperator.Parameter.NONE;
        if (operator.isExperimental() && !options.experimentalFunctions()) {
            throw tokens.error(
                    position,
                    operator.word()
                            + "() is experimental and must be enabled with --enable-feature=promql-experimental-functions");
        }
        int expected = parameterized ? 2 : 1;
        if (values.size() != expected) {
            throw tokens.error(
                    position,
                    "wrong number of arguments for aggregate expression provided, expected %d, got %d"
                            .formatted(expected, values.size()));
        }
        return new Expr.Aggregate(
                operator,
                values.getLast(),
                parameterized ? Optional.of(values.getFirst()) : Optional.empty(),
                grouping,
                without,
                position);
    }
}
