package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Function;
import io.tributary.promql.ast.Functions;
import io.tributary.promql.ast.Position;
import io.tributary.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Precedence climbing (Pratt, "Top Down Operator Precedence", 1973) over PromQL's expressions.
///
/// ```
/// or < and unless < comparisons, trims < + - < * / % atan2, unary < ^ (right) < offset @ [] anchored smoothed
/// ```
final class ExpressionParser {
    /// How deep expressions may be nested in brackets, calls and signs: the parser's own recursion.
    static final int NESTING_MAX = 200;

    /// How high the tree may be: a row of operators makes it as high as the row is long. Rows are
    /// walked wherever a tree is; only their operators call each other while a query is evaluated,
    /// and the engine's stacks are made for this height (`Engine.STACK_BYTES`).
    static final int HEIGHT_MAX = 10_000;

    private static final int LOWEST = 1;
    private static final int UNARY_OPERAND = 6;
    private static final int RIGHT_ASSOCIATIVE = 6;

    private final TokenStream tokens;
    private final ParserOptions options;
    private final Literals literals;
    private final SelectorParser selectors;
    private final MatchingParser matchings;
    private final Modifiers modifiers;
    private final AggregateParser aggregates;
    private int nesting;

    /// Of the expression that was parsed last.
    private int height;

    ExpressionParser(TokenStream tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
        this.literals = new Literals(tokens);
        this.selectors = new SelectorParser(tokens);
        this.matchings = new MatchingParser(tokens, literals);
        this.modifiers = new Modifiers(tokens, literals, options);
        this.aggregates = new AggregateParser(tokens, options, matchings);
    }

    /// The whole input as one expression.
    Expr parse() {
        Expr expr = expression(LOWEST);
        if (!tokens.peek().is(TokenType.END_OF_INPUT)) {
            throw tokens.unexpected();
        }
        return expr;
    }

    private Expr expression(int lowest) {
        if (++nesting > NESTING_MAX) {
            throw tooDeep("is nested more than " + NESTING_MAX + " levels deep");
        }
        Expr left = operand();
        int highest = height;
        while (true) {
            Optional<BinaryOperator> operator = operator(tokens.peek());
            if (operator.isEmpty() || precedence(operator.get()) < lowest) {
                nesting--;
                height = highest;
                return left;
            }
            tokens.next();
            left = binary(left, operator.get());
            highest = Math.max(highest, height) + 1;
            if (highest > HEIGHT_MAX) {
                throw tooDeep("has more than " + HEIGHT_MAX + " operators in a row");
            }
        }
    }

    private ParseException tooDeep(String what) {
        return tokens.error(tokens.peek().position(), "expression " + what);
    }

    private Expr binary(Expr left, BinaryOperator operator) {
        boolean returnBool = tokens.accept(TokenType.BOOL);
        VectorMatching matching = matchings.parse();
        int precedence = precedence(operator);
        Expr right = expression(precedence == RIGHT_ASSOCIATIVE ? precedence : precedence + 1);
        Expr.Binary binary = new Expr.Binary(operator, left, right, returnBool, matching);
        if (matching.hasFill() && !options.fillModifiers()) {
            throw tokens.error(
                    binary.position(), "binop fill modifiers are experimental and not enabled");
        }
        return binary;
    }

    private Expr operand() {
        Token token = tokens.peek();
        if (token.is("-") || token.is("+")) {
            tokens.next();
            Expr operand = expression(UNARY_OPERAND);
            Position position = token.position().to(operand.position());
            height++;
            if (operand instanceof Expr.NumberLiteral(var value, var duration, _)) {
                return new Expr.NumberLiteral(token.is("-") ? -value : value, duration, position);
            }
            return new Expr.Unary(token.is("-"), operand, position);
        }
        height = 0;
        Expr primary = primary(token);
        height++;
        return modifiers.apply(primary);
    }

    private Expr primary(Token token) {
        return switch (token.type()) {
            case NUMBER, DURATION -> literals.number();
            case STRING -> {
                tokens.next();
                yield new Expr.StringLiteral(
                        StringLiterals.unquote(token.text()), token.position());
            }
            case PUNCTUATION -> bracketed(token);
            default -> named(token);
        };
    }

    private Expr bracketed(Token token) {
        if (token.is("{")) {
            return selectors.parse(Optional.empty());
        }
        if (!token.is("(")) {
            throw tokens.unexpected();
        }
        tokens.next();
        Expr inner = expression(LOWEST);
        Token close = tokens.expect(")");
        return new Expr.Paren(inner, token.position().to(close.position()));
    }

    private Expr named(Token token) {
        Token second = tokens.peekSecond();
        boolean called = second.is("(");
        if (token.type().isAggregator()
                && (called || second.is(TokenType.BY) || second.is(TokenType.WITHOUT))) {
            tokens.next();
            return aggregates.parse(token, this::arguments);
        }
        if (called && (token.is(TokenType.IDENTIFIER) || token.type().isPreprocessor())) {
            return call(token);
        }
        if (token.type().canNameMetric()) {
            tokens.next();
            return selectors.parse(Optional.of(token));
        }
        throw tokens.unexpected();
    }

    private Expr call(Token name) {
        tokens.next();
        List<Expr> arguments = arguments();
        Function function =
                Functions.find(name.text())
                        .orElseThrow(() ->
                                tokens.error(
                                        name.position(),
                                        "unknown function with name "
                                                + GoQuote.quote(name.text())));
        if (function.experimental() && !options.experimentalFunctions()) {
            throw tokens.error(
                    name.position(), "function " + GoQuote.quote(name.text()) + " is not enabled");
        }
        Position position = new Position(name.position().start(), tokens.lastEnd());
        return new Expr.Call(function, TypeCheck.markInfo(function, arguments), position);
    }

    /// `(expr, expr)`; leaves the height of the highest.
    private List<Expr> arguments() {
        tokens.expect("(");
        List<Expr> arguments = new ArrayList<>();
        int highest = 0;
        while (!tokens.accept(")")) {
            if (!arguments.isEmpty()) {
                Token comma = tokens.expect(",");
                if (!tokens.peek().canBeginExpression()) {
                    throw tokens.error(
                            comma.position(), "trailing commas not allowed in function call args");
                }
            }
            arguments.add(expression(LOWEST));
            highest = Math.max(highest, height);
        }
        height = highest;
        return arguments;
    }

    private static Optional<BinaryOperator> operator(Token token) {
        if (!token.type().isOperator()) {
            return Optional.empty();
        }
        String symbol = token.is(TokenType.OPERATOR) ? token.text() : token.type().word();
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (operator.symbol().equals(symbol)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private static int precedence(BinaryOperator operator) {
        return switch (operator) {
            case OR -> 1;
            case AND, UNLESS -> 2;
            case EQUAL,
                    NOT_EQUAL,
                    GREATER,
                    LESS,
                    GREATER_OR_EQUAL,
                    LESS_OR_EQUAL,
                    TRIM_UPPER,
                    TRIM_LOWER ->
                    3;
            case ADD, SUB -> 4;
            case MUL, DIV, MOD, ATAN2 -> 5;
            case POW -> RIGHT_ASSOCIATIVE;
        };
    }
}
