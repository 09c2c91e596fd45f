package io.tributary.promql.ast;

/// An operator between two expressions.
public enum BinaryOperator {
    ADD("+", Kind.ARITHMETIC),
    SUB("-", Kind.ARITHMETIC),
    MUL("*", Kind.ARITHMETIC),
    DIV("/", Kind.ARITHMETIC),
    MOD("%", Kind.ARITHMETIC),
    POW("^", Kind.ARITHMETIC),
    ATAN2("atan2", Kind.ARITHMETIC),
    EQUAL("==", Kind.COMPARISON),
    NOT_EQUAL("!=", Kind.COMPARISON),
    GREATER(">", Kind.COMPARISON),
    LESS("<", Kind.COMPARISON),
    GREATER_OR_EQUAL(">=", Kind.COMPARISON),
    LESS_OR_EQUAL("<=", Kind.COMPARISON),
    TRIM_UPPER("</", Kind.TRIM),
    TRIM_LOWER(">/", Kind.TRIM),
    AND("and", Kind.SET),
    OR("or", Kind.SET),
    UNLESS("unless", Kind.SET);

    /// What an operator does with its two values.
    public enum Kind {
        ARITHMETIC,
        COMPARISON,
        /// Cuts buckets off a native histogram.
        TRIM,
        SET
    }

    private final String symbol;
    private final Kind kind;

    BinaryOperator(String symbol, Kind kind) {
        this.symbol = symbol;
        this.kind = kind;
    }

    public String symbol() {
        return symbol;
    }

    public Kind kind() {
        return kind;
    }
}
