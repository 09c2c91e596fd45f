package io.tributary.promql.engine.operator;

import io.tributary.model.flow.ReadBudget;
import java.util.concurrent.atomic.AtomicLong;

/// What one query has read and holds, counted by all of its threads.
final class Usage {
    /// The share of its budget that a query may spend on working ahead.
    private static final int AHEAD_SHARE = 8;

    private final ReadBudget budget;
    private final long samplesMax;
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong aheadBytes = new AtomicLong();
    private final AtomicLong samplesRead = new AtomicLong();
    private final AtomicLong seriesRead = new AtomicLong();

    Usage(ReadBudget budget, long samplesMax) {
        this.budget = budget;
        this.samplesMax = samplesMax;
    }

    ReadBudget budget() {
        return budget;
    }

    void hold(long bytes, String consumer) {
        budget.take(bytes, consumer);
        heldBytes.addAndGet(bytes);
    }

    void release(long bytes) {
        budget.giveBack(bytes);
        heldBytes.addAndGet(-bytes);
    }

    /// Holds bytes for working ahead, if they are to be spared.
    boolean holdAhead(long bytes) {
        if (aheadBytes.addAndGet(bytes) <= budget.limitBytes() / AHEAD_SHARE
                && budget.tryTake(bytes)) {
            heldBytes.addAndGet(bytes);
            return true;
        }
        aheadBytes.addAndGet(-bytes);
        return false;
    }

    void releaseAhead(long bytes) {
        aheadBytes.addAndGet(-bytes);
        release(bytes);
    }

    void countRead(int samples) {
        seriesRead.incrementAndGet();
        if (samplesRead.addAndGet(samples) > samplesMax) {
            throw new EvaluationException(
                    "query processing would load too many samples: the limit is " + samplesMax);
        }
    }

    long heldBytes() {
        return heldBytes.get();
    }

    long samplesRead() {
        return samplesRead.get();
    }

    long seriesRead() {
        return seriesRead.get();
    }
}
