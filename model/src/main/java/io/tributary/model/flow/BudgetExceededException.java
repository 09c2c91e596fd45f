package io.tributary.model.flow;

/// A question would hold more memory than it may. The caller's fault: answered as an execution
/// error naming the consumer.
public final class BudgetExceededException extends RuntimeException {
    public BudgetExceededException(String consumer, long bytes, long limitBytes) {
        super(
                "query needs more memory than it may use: %s asked for %d bytes more, the limit is %d bytes"
                        .formatted(consumer, bytes, limitBytes));
    }
}
