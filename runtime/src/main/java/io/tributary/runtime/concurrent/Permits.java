package io.tributary.runtime.concurrent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many CPU-bound sections may run at once, first come, first served.
///
/// Virtual threads are many and cores are few: a section that computes for long takes a permit, so
/// that others get their turn and memory is held by few. Never take a second one while holding one,
/// and never wait for a disk or a peer with one in hand.
public final class Permits {
    /// The right to compute, until closed.
    public final class Permit implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Permit() {}

        /// Gives the permit back; again does nothing.
        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                free.release();
            }
        }
    }

    private final int count;
    private final Semaphore free;

    public Permits(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("BUG: " + count + " permits");
        }
        this.count = count;
        this.free = new Semaphore(count, true);
    }

    /// As many as there are cores.
    public static Permits ofCores() {
        return new Permits(Runtime.getRuntime().availableProcessors());
    }

    /// Parks until there is a permit.
    public Permit take() throws InterruptedException {
        free.acquire();
        return new Permit();
    }

    /// Permits taken now.
    public int takenCount() {
        return count - free.availablePermits();
    }

    /// Threads that wait now, about.
    public int waitingCount() {
        return free.getQueueLength();
    }
}
