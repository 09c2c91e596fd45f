package io.tributary.promql;

/// A query that has no answer, through its own fault or because nobody waits any more. The message
/// is for the caller.
public final class QueryException extends RuntimeException {
    /// Why, in the terms of Prometheus' HTTP API.
    public enum Kind {
        /// The text is not a query, or its parameters do not fit.
        BAD_DATA,
        /// Evaluation failed: the data or a limit does not allow the query.
        EXECUTION,
        CANCELED,
        TIMEOUT,
        /// The queries under way leave no memory for it; it may be asked again.
        UNAVAILABLE
    }

    private final Kind kind;

    public QueryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public QueryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// With the message of its cause.
    QueryException(Kind kind, RuntimeException cause) {
        this(kind, String.valueOf(cause.getMessage()), cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}
