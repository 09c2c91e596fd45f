package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.model.text.RawBytes;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What stands between an operator and its right side: `on (a) group_left (b) fill (0)`.
final class MatchingParser {
    private static final String CONTEXT = "grouping opts";

    private final TokenStream tokens;
    private final Literals literals;

    MatchingParser(TokenStream tokens, Literals literals) {
        this.tokens = tokens;
        this.literals = literals;
    }

    VectorMatching parse() {
        boolean on = tokens.peek().is(TokenType.ON);
        boolean restricted = on || tokens.peek().is(TokenType.IGNORING);
        List<String> labels = List.of();
        List<String> include = List.of();
        VectorMatching.Cardinality cardinality = VectorMatching.Cardinality.ONE_TO_ONE;
        if (restricted) {
            tokens.next();
            labels = labels();
            boolean left = tokens.peek().is(TokenType.GROUP_LEFT);
            if (left || tokens.peek().is(TokenType.GROUP_RIGHT)) {
                tokens.next();
                cardinality =
                        left
                                ? VectorMatching.Cardinality.MANY_TO_ONE
                                : VectorMatching.Cardinality.ONE_TO_MANY;
                include = included();
            }
        }
        OptionalDouble[] fills = fills();
        return new VectorMatching(cardinality, on, labels, include, fills[0], fills[1]);
    }

    /// What `group_left` and `group_right` may be followed by, or not.
    private List<String> included() {
        Token next = tokens.peek();
        if (next.is("(")) {
            return labels();
        }
        if (!next.canBeginExpression()) {
            throw tokens.unexpected(CONTEXT, "\"(\"");
        }
        return List.of();
    }

    /// `(a, "b c")`.
    List<String> labels() {
        tokens.expect("(", CONTEXT, "\"(\"");
        List<String> labels = new ArrayList<>();
        while (!tokens.accept(")")) {
            labels.add(label());
            if (!tokens.peek().is(")")) {
                tokens.expect(",", CONTEXT, "\",\" or \")\"");
            }
        }
        return labels;
    }

    private String label() {
        Token token = tokens.peek();
        if (token.is(TokenType.STRING)) {
            tokens.next();
            String name = StringLiterals.unquote(token.text());
            if (name.isEmpty() || RawBytes.isIn(name)) {
                throw tokens.error(
                        token.position(),
                        "invalid label name for grouping: " + GoQuote.quote(name));
            }
            return name;
        }
        if (!token.type().canNameLabel()) {
            throw tokens.unexpected(CONTEXT, "label");
        }
        tokens.next();
        return token.text();
    }

    /// For the left side and for the right.
    private OptionalDouble[] fills() {
        OptionalDouble left = OptionalDouble.empty();
        OptionalDouble right = OptionalDouble.empty();
        if (tokens.accept(TokenType.FILL)) {
            OptionalDouble both = fill();
            return new OptionalDouble[] {both, both};
        }
        if (tokens.accept(TokenType.FILL_LEFT)) {
            left = fill();
            right = tokens.accept(TokenType.FILL_RIGHT) ? fill() : right;
        } else if (tokens.accept(TokenType.FILL_RIGHT)) {
            right = fill();
            left = tokens.accept(TokenType.FILL_LEFT) ? fill() : left;
        }
        return new OptionalDouble[] {left, right};
    }

    private OptionalDouble fill() {
        tokens.expect("(");
        boolean negative = tokens.peek().is("-");
        if (negative || tokens.peek().is("+")) {
            tokens.next();
        }
        if (!tokens.peek().is(TokenType.NUMBER) && !tokens.peek().is(TokenType.DURATION)) {
            throw tokens.unexpected();
        }
        Expr.NumberLiteral number = literals.number();
        tokens.expect(")");
        return OptionalDouble.of(negative ? -number.value() : number.value());
    }
}
