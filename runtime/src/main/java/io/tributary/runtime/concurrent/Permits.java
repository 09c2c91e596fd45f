package io.tributary.runtime.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many CPU-bound sections may run at once, first come, first served.
///
/// Virtual threads are many and cores are few: a section that computes for long takes a permit, so
/// that others get their turn and memory is held by few. Never take a second one while holding one,
/// and never wait for a disk or a peer with one in hand.
///
/// Who waits is bounded by the requests in flight.
public final class Permits {
    /// The right to compute, until closed.
    public final class Permit implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Permit() {}

        /// Gives the permit back; again does nothing.
        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                giveBack();
            }
        }
    }

    /// A place in the queue, which one thread awaits once; any thread may have it left.
    public final class Turn {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean hasPermit;

        private Turn() {}

        /// Gives the place up, so that {@link #await} answers at once. Does nothing where the turn
        /// has come.
        public void leave() {
            if (isTakenOut(this)) {
                over.countDown();
            }
        }

        /// Parks until the turn has come, the place was given up, or the time is over: then it is
        /// given up.
        ///
        /// @return empty where it was given up
        public Optional<Permit> await(long nanosMax) throws InterruptedException {
            try {
                if (!over.await(nanosMax, TimeUnit.NANOSECONDS)) {
                    leave();
                }
            } catch (InterruptedException e) {
                leave();
                if (hasPermit) {
                    giveBack();
                }
                throw e;
            }
            return hasPermit ? Optional.of(new Permit()) : Optional.empty();
        }

        /// Under the lock.
        private void come() {
            hasPermit = true;
            over.countDown();
        }
    }

    private final int count;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int free;

    public Permits(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("BUG: " + count + " permits");
        }
        this.count = count;
        this.free = count;
    }

    /// Parks until there is a permit.
    public Permit take() throws InterruptedException {
        return queue().await(Long.MAX_VALUE)
                .orElseThrow(() -> new IllegalStateException("BUG: nobody left the queue"));
    }

    /// Takes a place in the queue; to be awaited.
    public synchronized Turn queue() {
        Turn turn = new Turn();
        if (free > 0) {
            free--;
            turn.come();
        } else {
            waiting.addLast(turn);
        }
        return turn;
    }

    /// Permits taken now.
    public synchronized int takenCount() {
        return count - free;
    }

    /// Places in the queue that are taken now.
    public synchronized int waitingCount() {
        return waiting.size();
    }

    private synchronized void giveBack() {
        if (waiting.isEmpty()) {
            free++;
        } else {
            waiting.removeFirst().come();
        }
    }

    private synchronized boolean isTakenOut(Turn turn) {
        return waiting.remove(turn);
    }
}
