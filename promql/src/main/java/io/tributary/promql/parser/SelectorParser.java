package io.tributary.promql.parser;

import io.tributary.model.Label;
import io.tributary.model.Matcher;
import io.tributary.promql.ast.At;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.ast.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `name{label="value", "quoted name"}`.
final class SelectorParser {
    private static final String CONTEXT = "label matching";

    private final TokenStream tokens;

    SelectorParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// A selector whose name, if it has one outside the braces, was taken already.
    Expr.VectorSelector parse(Optional<Token> name) {
        int start = name.map(Token::position).orElse(tokens.peek().position()).start();
        List<Matcher> matchers = new ArrayList<>();
        if (tokens.accept("{")) {
            matchers(matchers);
        }
        String text = name.map(Token::text).orElse("");
        if (!text.isEmpty()) {
            matchers.add(new Matcher(Matcher.Type.EQUAL, Label.METRIC_NAME, text));
        }
        return new Expr.VectorSelector(
                text,
                matchers,
                DurationExpr.ZERO,
                new At.Unset(),
                Extension.NONE,
                false,
                new Position(start, tokens.lastEnd()));
    }

    private void matchers(List<Matcher> into) {
        while (!tokens.accept("}")) {
            into.add(matcher());
            if (!tokens.peek().is("}")) {
                tokens.expect(",", CONTEXT, "\",\" or \"}\"");
            }
        }
    }

    private Matcher matcher() {
        Token label = tokens.peek();
        if (!label.is(TokenType.IDENTIFIER) && !label.is(TokenType.STRING)) {
            throw tokens.unexpected(CONTEXT, "identifier or \"}\"");
        }
        tokens.next();
        boolean quoted = label.is(TokenType.STRING);
        String name = quoted ? StringLiterals.unquote(label.text()) : label.text();
        Optional<Matcher.Type> type = type(tokens.peek());
        if (type.isEmpty()) {
            if (quoted) {
                return new Matcher(Matcher.Type.EQUAL, Label.METRIC_NAME, name);
            }
            throw tokens.unexpected(CONTEXT, "label matching operator");
        }
        tokens.next();
        Token value = tokens.peek();
        if (!value.is(TokenType.STRING)) {
            throw tokens.unexpected(CONTEXT, "string");
        }
        tokens.next();
        return matcher(type.get(), name, label, value);
    }

    private Matcher matcher(Matcher.Type type, String name, Token label, Token value) {
        try {
            return new Matcher(type, name, StringLiterals.unquote(value.text()));
        } catch (IllegalArgumentException e) {
            throw tokens.error(
                    label.position().to(value.position()), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Matcher.Type> type(Token token) {
        if (!token.is(TokenType.OPERATOR)) {
            return Optional.empty();
        }
        return switch (token.text()) {
            case "=" -> Optional.of(Matcher.Type.EQUAL);
            case "!=" -> Optional.of(Matcher.Type.NOT_EQUAL);
            case "=~" -> Optional.of(Matcher.Type.REGEX);
            case "!~" -> Optional.of(Matcher.Type.NOT_REGEX);
            default -> Optional.empty();
        };
    }
}
