package io.tributary.promql.engine.operator;

/// The data, or a limit, does not allow the query. The message is for the caller.
public final class EvaluationException extends RuntimeException {
    /// What {@link #sameLabels} says.
    public static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

    private final boolean badQuery;

    public EvaluationException(String message) {
        this(message, false);
    }

    private EvaluationException(String message, boolean badQuery) {
        super(message);
        this.badQuery = badQuery;
    }

    /// A query that makes no sense, whatever the data.
    public static EvaluationException badQuery(String message) {
        return new EvaluationException(message, true);
    }

    public boolean isBadQuery() {
        return badQuery;
    }

    /// Two series of one label set, at one step.
    public static EvaluationException sameLabels() {
        return new EvaluationException(SAME_LABELS);
    }
}
