package io.tributary.model.flow;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How much one question may hold in memory, and whether it is still wanted.
///
/// Every holder takes its bytes before it allocates and gives them back when it lets go. Questions
/// may share a budget above their own: what one takes is taken there as well, until it is closed.
/// Safe from any thread.
public final class ReadBudget implements AutoCloseable {
    private final long limitBytes;
    private final Optional<ReadBudget> all;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong peakBytes = new AtomicLong();
    private volatile boolean cancelled;
    private Optional<Runnable> whenCancelled = Optional.empty();
    private volatile boolean closed;

    /// A budget that stands alone, or above others.
    public ReadBudget(long limitBytes) {
        this(limitBytes, Optional.empty());
    }

    private ReadBudget(long limitBytes, Optional<ReadBudget> all) {
        this.limitBytes = limitBytes;
        this.all = all;
    }

    /// A budget of its own within this one, for one question; to be closed when it is over.
    public ReadBudget within(long questionLimitBytes) {
        return new ReadBudget(questionLimitBytes, Optional.of(this));
    }

    /// Takes `bytes` for `consumer`.
    ///
    /// @throws BudgetExceededException if the limit would be passed, or that of all questions
    ///   together; nothing is taken then
    public void take(long bytes, String consumer) {
        if (!takeHere(bytes)) {
            throw BudgetExceededException.ofOne(consumer, bytes, limitBytes);
        }
        if (all.isPresent() && !all.get().takeHere(bytes)) {
            usedBytes.addAndGet(-bytes);
            throw BudgetExceededException.ofAll(consumer, bytes, all.get().limitBytes);
        }
        peakBytes.accumulateAndGet(usedBytes.get(), Math::max);
    }

    /// Takes `bytes` if both limits allow it.
    ///
    /// @return whether they were taken
    public boolean tryTake(long bytes) {
        if (!takeHere(bytes)) {
            return false;
        }
        if (all.isPresent() && !all.get().takeHere(bytes)) {
            usedBytes.addAndGet(-bytes);
            return false;
        }
        peakBytes.accumulateAndGet(usedBytes.get(), Math::max);
        return true;
    }

    private boolean takeHere(long bytes) {
        if (usedBytes.addAndGet(bytes) > limitBytes) {
            usedBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    public void giveBack(long bytes) {
        if (!closed) {
            usedBytes.addAndGet(-bytes);
            all.ifPresent(above -> above.giveBack(bytes));
        }
    }

    public long limitBytes() {
        return limitBytes;
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    public long peakBytes() {
        return peakBytes.get();
    }

    /// Nobody waits for the answer any more. Readers look at {@link #isCancelled} between series
    /// and between chunks.
    public void cancel() {
        Optional<Runnable> told;
        synchronized (this) {
            cancelled = true;
            told = whenCancelled;
            whenCancelled = Optional.empty();
        }
        told.ifPresent(Runnable::run);
    }

    /// Has who parks for the question told, once, when nobody waits any more; at once where that is
    /// so already. One is told: the last that asked.
    ///
    /// @param told called by the thread that cancels; returns soon
    public void whenCancelled(Runnable told) {
        synchronized (this) {
            if (!cancelled) {
                whenCancelled = Optional.of(told);
                return;
            }
        }
        told.run();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /// The question is over: what it still holds is given back to the budget above. Later calls of
    /// {@link #giveBack} change nothing.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            long left = usedBytes.getAndSet(0);
            all.ifPresent(above -> above.giveBack(left));
        }
    }
}
