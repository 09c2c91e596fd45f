package io.tributary.promql.parser;

import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Position;

/// Durations in brackets and behind `offset`: a literal, or arithmetic where it is switched on.
final class DurationParser {
    private static final double SECONDS_MAX = Long.MAX_VALUE / 1e9;
    private static final int DEPTH_MAX = 100;
    private static final int UNARY_OPERAND = 3;

    private final TokenStream tokens;
    private final Literals literals;
    private final ParserOptions options;
    private int depth;

    DurationParser(TokenStream tokens, Literals literals, ParserOptions options) {
        this.tokens = tokens;
        this.literals = literals;
        this.options = options;
    }

    /// A range or a step: positive where it is a literal.
    ///
    /// @param orElse what else might stand here, for the message
    DurationExpr inBrackets(String context, String orElse) {
        Position start = tokens.peek().position();
        if (!canBegin(tokens.peek())) {
            String expected = "number, duration, step(), or range()";
            throw tokens.unexpected(
                    context,
                    orElse.isEmpty() ? expected : "number, duration, step(), range()," + orElse);
        }
        DurationExpr duration = expression(1);
        if (duration instanceof DurationExpr.Scalar(var seconds, _)) {
            if (millis(seconds) <= 0) {
                throw tokens.error(start, "duration must be greater than 0");
            }
            return new DurationExpr.Constant(millis(seconds));
        }
        return duration;
    }

    /// An offset: a literal or a call, with a sign; arithmetic only in parentheses, for `x offset
    /// 5m ^ 2` squares x.
    DurationExpr offset() {
        if (!canBegin(tokens.peek())) {
            throw tokens.unexpected("offset", "number, duration, step(), or range()");
        }
        boolean negative = tokens.peek().is("-");
        if (negative || tokens.peek().is("+")) {
            tokens.next();
        }
        DurationExpr duration = primary();
        DurationExpr signed = negative ? negate(duration) : duration;
        return signed instanceof DurationExpr.Scalar(var seconds, _)
                ? new DurationExpr.Constant(millis(seconds))
                : signed;
    }

    private DurationExpr expression(int lowest) {
        if (++depth > DEPTH_MAX) {
            throw tokens.error(
                    tokens.peek().position(),
                    "duration is nested more than " + DEPTH_MAX + " levels deep");
        }
        int before = depth;
        DurationExpr left = operand();
        while (true) {
            int precedence = precedence(tokens.peek());
            if (precedence < lowest) {
                depth = before - 1;
                return left;
            }
            if (++depth > DEPTH_MAX) {
                throw tokens.error(tokens.peek().position(), "duration has too many operators");
            }
            Token operator = tokens.next();
            experimental(operator.position());
            DurationExpr right = expression(precedence == 4 ? 4 : precedence + 1);
            left = arithmetic(operator, left, right);
        }
    }

    private DurationExpr arithmetic(Token operator, DurationExpr left, DurationExpr right) {
        boolean zero = right instanceof DurationExpr.Scalar(var seconds, _) && seconds == 0;
        if (zero && operator.is("/")) {
            throw tokens.error(operator.position(), "division by zero");
        }
        if (zero && operator.is("%")) {
            throw tokens.error(operator.position(), "modulo by zero");
        }
        return new DurationExpr.Arithmetic(operatorOf(operator.text()), left, right);
    }

    private DurationExpr operand() {
        Token token = tokens.peek();
        if (token.is("-") || token.is("+")) {
            tokens.next();
            DurationExpr operand = expression(UNARY_OPERAND + 1);
            return token.is("-") ? negate(operand) : operand;
        }
        return primary();
    }

    private DurationExpr primary() {
        Token token = tokens.peek();
        return switch (token.type()) {
            case NUMBER, DURATION -> literal();
            case STEP, RANGE -> {
                tokens.next();
                tokens.expect("(", "", "");
                tokens.expect(")", "", "");
                experimental(token.position());
                yield token.is(TokenType.STEP) ? new DurationExpr.Step() : new DurationExpr.Range();
            }
            case MAX_OF, MIN_OF -> extreme();
            default -> grouped();
        };
    }

    private DurationExpr literal() {
        Expr.NumberLiteral number = literals.number();
        if (!(Math.abs(number.value()) <= SECONDS_MAX)) {
            throw tokens.error(number.position(), "duration out of range");
        }
        return new DurationExpr.Scalar(number.value(), number.duration());
    }

    private DurationExpr extreme() {
        Token word = tokens.next();
        experimental(word.position());
        tokens.expect("(", "", "");
        DurationExpr left = expression(1);
        tokens.expect(",", "", "");
        DurationExpr right = expression(1);
        tokens.expect(")", "", "");
        return new DurationExpr.Extreme(word.is(TokenType.MAX_OF), left, right);
    }

    private DurationExpr grouped() {
        Token open = tokens.expect("(", "", "");
        DurationExpr inner = expression(1);
        tokens.expect(")", "", "");
        experimental(open.position());
        return new DurationExpr.Grouped(inner);
    }

    private static DurationExpr negate(DurationExpr duration) {
        return duration instanceof DurationExpr.Scalar(var seconds, var written)
                ? new DurationExpr.Scalar(-seconds, written)
                : new DurationExpr.Negated(duration);
    }

    private void experimental(Position position) {
        if (!options.durationExpressions()) {
            throw tokens.error(position, "experimental duration expression is not enabled");
        }
    }

    private static boolean canBegin(Token token) {
        return switch (token.type()) {
            case NUMBER, DURATION, STEP, RANGE, MAX_OF, MIN_OF -> true;
            default -> token.is("-") || token.is("+") || token.is("(");
        };
    }

    private static int precedence(Token token) {
        if (!token.is(TokenType.OPERATOR)) {
            return 0;
        }
        return switch (token.text()) {
            case "+", "-" -> 2;
            case "*", "/", "%" -> UNARY_OPERAND;
            case "^" -> 4;
            default -> 0;
        };
    }

    private static DurationExpr.Operator operatorOf(String symbol) {
        for (DurationExpr.Operator operator : DurationExpr.Operator.values()) {
            if (operator.symbol().equals(symbol)) {
                return operator;
            }
        }
        throw new IllegalStateException("BUG: no duration operator " + symbol);
    }

    private static long millis(double seconds) {
        return Math.round(seconds * 1000);
    }
}
