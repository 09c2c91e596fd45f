package io.tributary.promql.parser;

import io.tributary.promql.ast.Position;
import java.util.List;
import java.util.Optional;

/// The tokens of a query, read from left to right with one token of look-ahead (two where a call is
/// told from a name).
final class TokenStream {
    private final String query;
    private final List<Token> tokens;
    private final Optional<ParseException> failure;
    private int at;
    private Surrounding surrounding = new Surrounding.Nothing();

    TokenStream(String query) {
        this.query = query;
        Lexer.Cut cut = Lexer.cut(query);
        this.tokens = cut.tokens();
        this.failure = cut.failure();
    }

    /// The next token.
    ///
    /// @throws ParseException if the text cannot be cut into tokens from here on
    Token peek() {
        if (at == tokens.size() - 1 && failure.isPresent()) {
            throw failure.get();
        }
        return tokens.get(at);
    }

    /// The token behind the next one; the end stays the end.
    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /// Takes the next token if it is this symbol.
    boolean accept(String symbol) {
        boolean found = peek().is(symbol);
        if (found) {
            next();
        }
        return found;
    }

    /// Takes the next token if it is this keyword.
    boolean accept(TokenType keyword) {
        boolean found = peek().is(keyword);
        if (found) {
            next();
        }
        return found;
    }

    /// Takes the symbol that must be next.
    ///
    /// @param context where we are, for the message
    /// @param expected what may stand here, for the message
    Token expect(String symbol, String context, String expected) {
        if (!peek().is(symbol)) {
            throw unexpected(context, expected);
        }
        return next();
    }

    /// Where the token taken last ends.
    int lastEnd() {
        return at == 0 ? 0 : tokens.get(at - 1).position().end();
    }

    /// Goes into a construct; the one around it is given back for {@link #leave}.
    Surrounding enter(Surrounding inner) {
        Surrounding outer = surrounding;
        surrounding = inner;
        return outer;
    }

    void leave(Surrounding outer) {
        surrounding = outer;
    }

    /// The next token fits nowhere.
    ParseException unexpected() {
        return switch (surrounding) {
            case Surrounding.Nothing _ -> unexpected("", "");
            case Surrounding.Construct(var name, var expected) -> unexpected(name, expected);
        };
    }

    /// Takes the symbol that must be next.
    Token expect(String symbol) {
        if (!peek().is(symbol)) {
            throw unexpected();
        }
        return next();
    }

    ParseException unexpected(String context, String expected) {
        String what = "unexpected " + peek().description();
        if (!context.isEmpty()) {
            what += " in " + context;
        }
        if (!expected.isEmpty()) {
            what += ", expected " + expected;
        }
        return error(peek().position(), what);
    }

    ParseException error(Position position, String what) {
        return new ParseException(query, position, what);
    }
}
