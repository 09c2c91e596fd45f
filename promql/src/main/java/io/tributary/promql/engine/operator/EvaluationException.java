package io.tributary.promql.engine.operator;

import io.tributary.model.Labels;

/// The data, or a limit, does not allow the query. The message is for the caller.
public final class EvaluationException extends RuntimeException {
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

    /// What the language has and this engine has not.
    public static EvaluationException unsupported(String what) {
        return new EvaluationException("not supported by this engine: " + what);
    }

    /// A sample that is needed and is a native histogram.
    public static EvaluationException histogram(Labels series, long timeMillis) {
        return unsupported("native histograms: %s has one at %d".formatted(series, timeMillis));
    }

    /// Two series of one label set, at one step.
    public static EvaluationException sameLabels() {
        return new EvaluationException("vector cannot contain metrics with the same labelset");
    }
}
