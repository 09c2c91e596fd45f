package io.tributary.model.flow;

/// A question would hold more memory than it may, or more than is left by the others that are being
/// answered. The message names the consumer.
public final class BudgetExceededException extends RuntimeException {
    private final boolean ofAll;

    private BudgetExceededException(String message, boolean ofAll) {
        super(message);
        this.ofAll = ofAll;
    }

    /// The caller's fault: it will be so again.
    static BudgetExceededException ofOne(String consumer, long bytes, long limitBytes) {
        return new BudgetExceededException(
                "query needs more memory than it may use: %s asked for %d bytes more, the limit is %d bytes"
                        .formatted(consumer, bytes, limitBytes),
                false);
    }

    /// Nobody's fault: it may be answered later.
    static BudgetExceededException ofAll(String consumer, long bytes, long limitBytes) {
        return new BudgetExceededException(
                "no memory for the query now: %s asked for %d bytes more, all queries together may use %d bytes"
                        .formatted(consumer, bytes, limitBytes),
                true);
    }

    /// The caller's fault: a question selects more series than it may.
    ///
    /// @param limit its name and value
    public static BudgetExceededException ofSeries(long series, String limit) {
        return new BudgetExceededException(
                "the query selects %d series, more than it may (%s): select fewer"
                        .formatted(series, limit),
                false);
    }

    /// Whether it is the limit of all questions together that was passed.
    public boolean isOfAll() {
        return ofAll;
    }
}
