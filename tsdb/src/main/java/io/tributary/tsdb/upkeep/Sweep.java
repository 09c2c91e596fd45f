package io.tributary.tsdb.upkeep;

import io.tributary.runtime.clock.Clock;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Seals the open chunks of series that nobody appends to any more: for an hour of receipt, by the
/// monotonic clock. Spread over time: each step looks at a part of all series, so that a full round
/// takes {@link #ROUND_NANOS}.
///
/// A series' last request tells when it was appended to last: the numbers of requests are noted
/// once a minute. Bound: an entry a minute of the last hour.
final class Sweep {
    /// Without an append for so long, a chunk is sealed.
    static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    /// How long it takes to look at every series once.
    static final long ROUND_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final long MARK_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int LOCKED_MAX = 256;

    private final HeadMemory memory;
    private final Lanes lanes;
    private final ReentrantLock appendLock;
    private final LongSupplier visible;
    private final Clock clock;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final int[] idle = new int[LOCKED_MAX];
    private long steppedAtNanos;
    private long idleNumber = -1;
    private int next;
    private long sealed;

    /// The newest request there was at a moment.
    private record Mark(long atNanos, long number) {}

    Sweep(HeadMemory memory, ReentrantLock appendLock, LongSupplier visible, Clock clock) {
        this.memory = memory;
        this.lanes = memory.lanes();
        this.appendLock = appendLock;
        this.visible = visible;
        this.clock = clock;
        this.steppedAtNanos = clock.monotonicNanos();
    }

    /// Looks at as many series as are due.
    void step() {
        long now = clock.monotonicNanos();
        mark(now);
        int slots = memory.directory().slotCount();
        long due = (long) ((double) slots * (now - steppedAtNanos) / ROUND_NANOS);
        if (due == 0 && slots > 0) {
            return;
        }
        steppedAtNanos = now;
        int found = 0;
        for (long i = 0; i < Math.min(due, slots); i++) {
            if (next >= slots) {
                next = 0;
            }
            if (isIdle(next)) {
                idle[found++] = next;
                if (found == LOCKED_MAX) {
                    seal(found);
                    found = 0;
                }
            }
            next++;
        }
        seal(found);
    }

    /// Series whose chunks were sealed.
    long sealedCount() {
        return sealed;
    }

    private void mark(long now) {
        if (marks.isEmpty() || now - marks.getLast().atNanos() >= MARK_NANOS) {
            marks.add(new Mark(now, visible.getAsLong()));
        }
        while (!marks.isEmpty() && now - marks.getFirst().atNanos() >= IDLE_NANOS) {
            idleNumber = marks.removeFirst().number();
        }
    }

    private boolean isIdle(int slot) {
        return lanes.isOpen(slot) && lanes.lastRequest(slot) <= idleNumber;
    }

    private void seal(int count) {
        if (count == 0) {
            return;
        }
        appendLock.lock();
        try {
            for (int i = 0; i < count; i++) {
                if (isIdle(idle[i])) {
                    lanes.seal(idle[i]);
                    sealed++;
                }
            }
        } finally {
            appendLock.unlock();
        }
    }
}
