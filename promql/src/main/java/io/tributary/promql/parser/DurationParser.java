package io.tributary.promql.parser;

import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Position;

/// Durations in brackets and behind `offset`: a literal, or arithmetic where it is switched on.
final class DurationParser {
    private static final double SECONDS_MAX = Long.MAX_VALUE / 1e9;
    private static final int DEPTH_MAX = 100;
    private static final int UNARY_OPERAND = 3;
    private static final int RIGHT_ASSOCIATIVE = 4;
    private static final String EXPECTED = "number, duration, step(), or range()";

    private final TokenStream tokens;
    private final Literals literals;
    private final ParserOptions options;
    private int depth;

    /// A duration and where it stands: parentheses around it do not count.
    private record Placed(DurationExpr duration, Position position) {}

    DurationParser(TokenStream tokens, Literals literals, ParserOptions options) {
        this.tokens = tokens;
        this.literals = literals;
        this.options = options;
    }

    /// The range of a selector or of a subquery.
    DurationExpr range() {
        return inBrackets(new Surrounding.Construct("subquery or range selector", EXPECTED));
    }

    /// The step of a subquery.
    DurationExpr step() {
        String expected = "number, duration, step(), range(), or \"]\"";
        return inBrackets(new Surrounding.Construct("subquery selector", expected));
    }

    /// Positive where it is a literal.
    private DurationExpr inBrackets(Surrounding construct) {
        Surrounding outer = tokens.enter(construct);
        Placed duration = expression(1);
        tokens.leave(outer);
        if (duration.duration() instanceof DurationExpr.Scalar(var seconds, _)) {
            if (seconds <= 0) {
                throw tokens.error(duration.position(), "duration must be greater than 0");
            }
            return new DurationExpr.Constant(millis(seconds));
        }
        return duration.duration();
    }

    /// An offset: a literal or a call, with a sign, so that `x offset 5m ^ 2` squares x. Arithmetic
    /// only where it begins with a parenthesis or a second sign: `x offset (5m) + 5m` looks back
    /// ten minutes.
    DurationExpr offset() {
        Surrounding outer = tokens.enter(new Surrounding.Construct("offset", EXPECTED));
        Token first = tokens.peek();
        Placed duration;
        if (first.is("(") || (isSign(first) && isSign(tokens.peekSecond()))) {
            duration = expression(1);
        } else if (isSign(first)) {
            tokens.next();
            duration = signed(first, tokens.peek().is("(") ? parenthesized() : primary());
        } else {
            duration = primary();
        }
        tokens.leave(outer);
        return duration.duration() instanceof DurationExpr.Scalar(var seconds, _)
                ? new DurationExpr.Constant(millis(seconds))
                : duration.duration();
    }

    private Placed expression(int lowest) {
        if (++depth > DEPTH_MAX) {
            throw tokens.error(
                    tokens.peek().position(),
                    "duration is nested more than " + DEPTH_MAX + " levels deep");
        }
        int before = depth;
        Placed left = operand();
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
            Placed right =
                    expression(precedence == RIGHT_ASSOCIATIVE ? precedence : precedence + 1);
            experimental(left.position());
            left = arithmetic(operator, left, right);
        }
    }

    private Placed arithmetic(Token operator, Placed left, Placed right) {
        boolean zero =
                right.duration() instanceof DurationExpr.Scalar(var seconds, _) && seconds == 0;
        if (zero && operator.is("/")) {
            throw tokens.error(operator.position(), "division by zero");
        }
        if (zero && operator.is("%")) {
            throw tokens.error(operator.position(), "modulo by zero");
        }
        return new Placed(
                new DurationExpr.Arithmetic(
                        operatorOf(operator.text()), left.duration(), right.duration()),
                left.position().to(right.position()));
    }

    private Placed operand() {
        Token token = tokens.peek();
        if (isSign(token)) {
            tokens.next();
            return signed(token, expression(UNARY_OPERAND + 1));
        }
        return primary();
    }

    private Placed primary() {
        Token token = tokens.peek();
        return switch (token.type()) {
            case NUMBER, DURATION -> literal();
            case STEP, RANGE -> {
                tokens.next();
                tokens.expect("(");
                tokens.expect(")");
                experimental(token.position());
                yield new Placed(
                        token.is(TokenType.STEP)
                                ? new DurationExpr.Step()
                                : new DurationExpr.Range(),
                        upToHere(token));
            }
            case MAX_OF, MIN_OF -> extreme();
            default -> grouped();
        };
    }

    private Placed literal() {
        Expr.NumberLiteral number = literals.number();
        if (!(Math.abs(number.value()) <= SECONDS_MAX)) {
            throw tokens.error(number.position(), "duration out of range");
        }
        return new Placed(
                new DurationExpr.Scalar(number.value(), number.duration()), number.position());
    }

    private Placed extreme() {
        Token word = tokens.next();
        tokens.expect("(");
        DurationExpr left = expression(1).duration();
        tokens.expect(",");
        DurationExpr right = expression(1).duration();
        tokens.expect(")");
        experimental(word.position());
        return new Placed(
                new DurationExpr.Extreme(word.is(TokenType.MAX_OF), left, right), upToHere(word));
    }

    private Placed grouped() {
        Placed inner = parenthesized();
        experimental(inner.position());
        return inner;
    }

    /// Parentheses, which are kept once around arithmetic and not at all around a literal.
    private Placed parenthesized() {
        tokens.expect("(");
        Placed inner = expression(1);
        tokens.expect(")");
        boolean bare =
                inner.duration() instanceof DurationExpr.Scalar
                        || inner.duration() instanceof DurationExpr.Grouped;
        return bare
                ? inner
                : new Placed(new DurationExpr.Grouped(inner.duration()), inner.position());
    }

    private static boolean isSign(Token token) {
        return token.is("-") || token.is("+");
    }

    private static Placed signed(Token sign, Placed operand) {
        Position position = sign.position().to(operand.position());
        boolean negative = sign.is("-");
        return switch (operand.duration()) {
            case DurationExpr.Scalar(var seconds, var written) ->
                    new Placed(
                            new DurationExpr.Scalar(negative ? -seconds : seconds, written),
                            position);
            case DurationExpr other ->
                    negative ? new Placed(new DurationExpr.Negated(other), position) : operand;
        };
    }

    private Position upToHere(Token start) {
        return new Position(start.position().start(), tokens.lastEnd());
    }

    private void experimental(Position position) {
        if (!options.durationExpressions()) {
            throw tokens.error(position, "experimental duration expression is not enabled");
        }
    }

    private static int precedence(Token token) {
        if (!token.is(TokenType.OPERATOR)) {
            return 0;
        }
        return switch (token.text()) {
            case "+", "-" -> 2;
            case "*", "/", "%" -> UNARY_OPERAND;
            case "^" -> RIGHT_ASSOCIATIVE;
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
