package io.tributary.promql.parser;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Position;
import java.util.Optional;

/// Reads PromQL.
public final class Parser {
    /// The longest query, in UTF-16 units.
    public static final int LENGTH_MAX = 256 * 1024;

    private Parser() {}

    /// The tree of a query, types checked.
    ///
    /// @throws ParseException if it is not PromQL, or uses syntax that `options` do not switch on
    public static Expr parse(String query, ParserOptions options) {
        TokenStream tokens = tokens(query);
        if (tokens.peek().is(TokenType.END_OF_INPUT)) {
            throw tokens.error(new Position(0, 0), "no expression found in input");
        }
        Expr expr = new ExpressionParser(tokens, options).parse();
        new TypeCheck(query).check(expr);
        return expr;
    }

    /// A vector selector alone, without modifiers, as `match[]` parameters are. It may be one that
    /// matches everything.
    ///
    /// @throws ParseException if it is anything else
    public static Expr.VectorSelector parseSelector(String query) {
        TokenStream tokens = tokens(query);
        SelectorParser selectors = new SelectorParser(tokens);
        Token first = tokens.peek();
        Expr.VectorSelector selector;
        if (first.is("{")) {
            selector = selectors.parse(Optional.empty());
        } else if (first.type().canNameMetric()) {
            tokens.next();
            selector = selectors.parse(Optional.of(first));
        } else {
            throw tokens.unexpected();
        }
        if (!tokens.peek().is(TokenType.END_OF_INPUT)) {
            throw tokens.unexpected();
        }
        return selector;
    }

    private static TokenStream tokens(String query) {
        if (query.length() > LENGTH_MAX) {
            throw new ParseException(
                    query,
                    new Position(0, 0),
                    "query of " + query.length() + " characters, at most " + LENGTH_MAX);
        }
        return new TokenStream(query);
    }
}
