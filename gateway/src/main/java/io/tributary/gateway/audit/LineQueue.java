package io.tributary.gateway.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Examples on their way to the disk. Nobody waits to add one: where there is no room it is
/// dropped.
///
/// Safe from any thread. Bound: {@link #BYTES_MAX} of lines.
final class LineQueue {
    static final long BYTES_MAX = 4L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Line> lines = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /// Adds a line; false where it was dropped.
    boolean offer(Line line) {
        lock.lock();
        try {
            if (closed || bytes + line.bytes().length > BYTES_MAX) {
                return false;
            }
            lines.addLast(line);
            bytes += line.bytes().length;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the lines there are, of so many bytes at most; one at least, where there is any.
    List<Line> take(long bytesMax) {
        lock.lock();
        try {
            List<Line> taken = new ArrayList<>();
            long takenBytes = 0;
            while (!lines.isEmpty()
                    && (taken.isEmpty()
                            || takenBytes + lines.getFirst().bytes().length <= bytesMax)) {
                Line line = lines.removeFirst();
                takenBytes += line.bytes().length;
                taken.add(line);
            }
            bytes -= takenBytes;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a line, for `nanos` at most.
    ///
    /// @return false once it was closed
    boolean await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && lines.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: who writes the audit is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more lines.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
