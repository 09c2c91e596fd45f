package io.tributary.promql.parser;

import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Position;

/// Reads PromQL.
public final class Parser {
    /// The longest query, in UTF-16 units.
    public static final int LENGTH_MAX = 256 * 1024;

    private Parser() {}

    /// The tree of a query, types checked.
    ///
    /// @throws ParseException if it is not PromQL, or uses syntax that `options` do not switch on
    public static Expr parse(String query, ParserOptions options) {
        if (query.length() > LENGTH_MAX) {
            throw new ParseException(
                    query,
                    new Position(0, 0),
                    "query of " + query.length() + " characters, at most " + LENGTH_MAX);
        }
        TokenStream tokens = new TokenStream(query);
        if (tokens.peek().is(TokenType.END_OF_INPUT)) {
            throw tokens.error(new Position(0, 0), "no expression found in input");
        }
        Expr expr = new ExpressionParser(tokens, options).parse();
        new TypeCheck(query).check(expr);
        return expr;
    }

    /// A vector selector alone, as `match[]` parameters are.
    ///
    /// @throws ParseException if it is anything else
    public static Expr.VectorSelector parseSelector(String query) {
        Expr expr = parse(query, ParserOptions.DEFAULTS);
        if (expr instanceof Expr.VectorSelector selector) {
            return selector;
        }
        throw new ParseException(
                query, expr.position(), "expected a vector selector, got another expression");
    }
}
