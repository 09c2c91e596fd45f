package io.tributary.model.flow;

import java.util.concurrent.atomic.AtomicLong;

/// How much one question may hold in memory, and whether it is still wanted.
///
/// Every holder takes its bytes before it allocates and gives them back when it lets go. Safe from
/// any thread.
public final class ReadBudget {
    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong peakBytes = new AtomicLong();
    private volatile boolean cancelled;

    public ReadBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /// Takes `bytes` for `consumer`.
    ///
    /// @throws BudgetExceededException if the limit would be passed; nothing is taken then
    public void take(long bytes, String consumer) {
        long used = usedBytes.addAndGet(bytes);
        if (used > limitBytes) {
            usedBytes.addAndGet(-bytes);
            throw new BudgetExceededException(consumer, bytes, limitBytes);
        }
        peakBytes.accumulateAndGet(used, Math::max);
    }

    public void giveBack(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    public long peakBytes() {
        return peakBytes.get();
    }

    /// Nobody waits for the answer any more. Readers look at {@link #isCancelled} between series
    /// and between chunks.
    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
