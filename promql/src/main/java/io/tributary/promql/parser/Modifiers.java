package io.tributary.promql.parser;

import io.tributary.promql.ast.At;
import io.tributary.promql.ast.DurationExpr;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.ast.Position;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// What follows an expression: `[5m]`, `[1h:5m]`, `offset 5m`, `@ 1`, `anchored`, `smoothed`; in
/// any number and order.
final class Modifiers {
    private static final double MILLIS_PER_SECOND = 1000;

    private final TokenStream tokens;
    private final Literals literals;
    private final ParserOptions options;
    private final DurationParser durations;

    Modifiers(TokenStream tokens, Literals literals, ParserOptions options) {
        this.tokens = tokens;
        this.literals = literals;
        this.options = options;
        this.durations = new DurationParser(tokens, literals, options);
    }

    Expr apply(Expr expr) {
        Expr modified = expr;
        while (true) {
            Token token = tokens.peek();
            if (token.is("[")) {
                modified = range(modified);
            } else if (token.is(TokenType.OFFSET)) {
                modified = offset(modified);
            } else if (token.is("@")) {
                modified = at(modified);
            } else if (token.is(TokenType.ANCHORED)) {
                modified = extend(modified, Extension.ANCHORED);
            } else if (token.is(TokenType.SMOOTHED)) {
                modified = extend(modified, Extension.SMOOTHED);
            } else {
                return modified;
            }
        }
    }

    private Expr range(Expr expr) {
        Token open = tokens.next();
        DurationExpr range = durations.range();
        if (tokens.accept(":")) {
            DurationExpr step = new DurationExpr.Absent();
            if (!tokens.peek().is("]")) {
                step = durations.step();
            }
            tokens.expect("]", "subquery selector", "\"]\"");
            return new Expr.Subquery(
                    expr,
                    range,
                    step,
                    DurationExpr.ZERO,
                    new At.Unset(),
                    upToHere(expr.position()));
        }
        Token close = tokens.expect("]", "subquery or range", "\":\" or \"]\"");
        Position brackets = open.position().to(close.position());
        if (!(expr instanceof Expr.VectorSelector selector)) {
            throw tokens.error(brackets, "ranges only allowed for vector selectors");
        }
        if (!selector.offset().equals(DurationExpr.ZERO)) {
            throw tokens.error(brackets, "no offset modifiers allowed before range");
        }
        if (!(selector.at() instanceof At.Unset)) {
            throw tokens.error(brackets, "no @ modifiers allowed before range");
        }
        return new Expr.MatrixSelector(selector, range, upToHere(expr.position()));
    }

    private Expr offset(Expr expr) {
        tokens.next();
        DurationExpr offset = durations.offset();
        return switch (expr) {
            case Expr.VectorSelector selector -> withOffset(selector, offset, selector.position());
            case Expr.MatrixSelector(var selector, var range, var position) ->
                    new Expr.MatrixSelector(
                            withOffset(selector, offset, position), range, upToHere(position));
            case Expr.Subquery(
                            var inner,
                            var range,
                            var step,
                            var before,
                            var at,
                            var position) -> {
                once(before, position);
                yield new Expr.Subquery(inner, range, step, offset, at, upToHere(position));
            }
            default ->
                    throw tokens.error(
                            expr.position(),
                            "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        };
    }

    private Expr.VectorSelector withOffset(
            Expr.VectorSelector selector, DurationExpr offset, Position whole) {
        once(selector.offset(), whole);
        return selector.withOffset(offset, upToHere(selector.position()));
    }

    private void once(DurationExpr before, Position position) {
        if (!before.equals(DurationExpr.ZERO)) {
            throw tokens.error(position, "offset may not be set multiple times");
        }
    }

    private Expr at(Expr expr) {
        tokens.next();
        At at = moment(expr);
        return switch (expr) {
            case Expr.VectorSelector selector -> withAt(selector, at, selector.position());
            case Expr.MatrixSelector(var selector, var range, var position) ->
                    new Expr.MatrixSelector(
                            withAt(selector, at, position), range, upToHere(position));
            case Expr.Subquery(
                            var inner,
                            var range,
                            var step,
                            var offset,
                            var before,
                            var position) -> {
                once(before, position);
                yield new Expr.Subquery(inner, range, step, offset, at, upToHere(position));
            }
            default ->
                    throw tokens.error(
                            expr.position(),
                            "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        };
    }

    private At moment(Expr expr) {
        Token token = tokens.peek();
        if (token.is(TokenType.START) || token.is(TokenType.END)) {
            tokens.next();
            tokens.expect("(", "@", "timestamp");
            tokens.expect(")", "@", "timestamp");
            return token.is(TokenType.START) ? new At.Start() : new At.End();
        }
        boolean negative = token.is("-");
        if (negative || token.is("+")) {
            tokens.next();
        }
        if (!tokens.peek().is(TokenType.NUMBER) && !tokens.peek().is(TokenType.DURATION)) {
            throw tokens.unexpected("@", "timestamp");
        }
        double seconds = literals.number().value() * (negative ? -1 : 1);
        if (!(Math.abs(seconds) < Long.MAX_VALUE)) {
            throw tokens.error(
                    expr.position(), "timestamp out of bounds for @ modifier: " + inGo(seconds));
        }
        return new At.Timestamp(Math.round(seconds * MILLIS_PER_SECOND));
    }

    private Expr.VectorSelector withAt(Expr.VectorSelector selector, At at, Position whole) {
        once(selector.at(), whole);
        return selector.withAt(at, upToHere(selector.position()));
    }

    private void once(At before, Position position) {
        if (!(before instanceof At.Unset)) {
            throw tokens.error(position, "@ <timestamp> may not be set multiple times");
        }
    }

    private Expr extend(Expr expr, Extension extension) {
        Token word = tokens.next();
        if (!options.extendedRangeSelectors()) {
            throw tokens.error(
                    expr.position(),
                    word.type().word() + " modifier is experimental and not enabled");
        }
        return switch (expr) {
            case Expr.VectorSelector selector -> extended(selector, extension);
            case Expr.MatrixSelector(var selector, var range, var position) ->
                    new Expr.MatrixSelector(
                            extended(selector, extension), range, upToHere(position));
            case Expr.Subquery subquery ->
                    throw tokens.error(
                            subquery.position(),
                            word.type().word() + " modifier is not supported for subqueries");
            default ->
                    throw tokens.error(
                            expr.position(), word.type().word() + " modifier not implemented");
        };
    }

    private Expr.VectorSelector extended(Expr.VectorSelector selector, Extension extension) {
        if (selector.extension() != Extension.NONE && selector.extension() != extension) {
            throw tokens.error(
                    selector.position(), "anchored and smoothed modifiers cannot be used together");
        }
        return selector.withExtension(extension);
    }

    private Position upToHere(Position position) {
        return new Position(position.start(), tokens.lastEnd());
    }

    /// Go's `%f`: all digits there are before the point, six behind it.
    private static String inGo(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }
}
