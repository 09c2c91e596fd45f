package io.tributary.tsdb.chunks;

import io.tributary.runtime.clock.Clock;
import io.tributary.tsdb.chunks.file.ChunkEntry;
import io.tributary.tsdb.chunks.file.SealedChunk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the disk, in order: batches of chunks, files to be closed, callers of flush.
///
/// ```text
/// add ──→ open batch ──(1 MiB, or 5 s old)──→ tasks: batch, batch, close, batch, flush …
///                                               └──→ chunk-writer: one at a time, from the front
/// ```
///
/// A batch stays at the front until it is durable, so that the next one in the file is begun behind
/// it only. Bound: what is pending is the caller's to bound; a task is a small object a batch, a
/// file or a caller.
///
/// The lock is held for a copy in memory at most, never for I/O.
final class WriteQueue {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WAIT_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

    /// What the writer is to do.
    sealed interface Task {
        /// Write and sync the entries from one offset of a file to another.
        ///
        /// @param oldestSegment smallest wal segment that one of the chunks begins in
        record Batch(FillingFile file, int from, int to, long oldestSegment) implements Task {}

        /// Give a file, all of which is durable, its footer.
        record Close(FillingFile file) implements Task {}

        /// Unlink files.
        record Unlink(List<Long> numbers) implements Task {
            public Unlink {
                numbers = List.copyOf(numbers);
            }
        }

        /// Say that all before is done.
        record Flush(Ticket ticket) implements Task {}

        /// Stop: nothing is left, or what is left does not fit.
        record End() implements Task {}
    }

    /// How a flush came out. Guarded by the lock.
    static final class Ticket {
        private boolean done;
        private Optional<IOException> failure = Optional.empty();
    }

    private final Clock clock;
    private final ChunkSettings settings;
    private final FileVersions versions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition flushed = lock.newCondition();
    private final ChunkEntry entry = new ChunkEntry();
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final List<Long> unlinks = new ArrayList<>();
    private final AtomicLong pendingBytes = new AtomicLong();

    private Optional<FillingFile> filling = Optional.empty();
    private long lastNumber;
    private int batchFrom;
    private int batchBytes;
    private long batchNanos;
    private long batchSegment = Long.MAX_VALUE;
    private boolean paused;
    private long retryNanos;
    private boolean ended;
    private boolean stopped;
    private Optional<IOException> fatal = Optional.empty();

    /// @param stored what was found, oldest first
    WriteQueue(Clock clock, ChunkSettings settings, List<StoredFile> stored) {
        this.clock = clock;
        this.settings = settings;
        this.versions = new FileVersions(stored, this::unlink);
        this.lastNumber = versions.peek().newest();
    }

    /// The sets of files, the one being filled included.
    FileVersions versions() {
        return versions;
    }

    /// See {@link ChunkStore#add}.
    long add(SealedChunk chunk, long before, byte[] bytes, int offset, int length) {
        ChunkEntry.check(chunk, length);
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("BUG: chunk added to a closed store");
            }
            long now = clock.monotonicNanos();
            FillingFile file = fileFor(now);
            int from = file.end();
            int ordinal = file.add(chunk, before, bytes, offset, length, batchBytes, entry);
            if (batchBytes == 0) {
                batchFrom = from;
                batchNanos = now;
                changed.signal();
            }
            batchBytes += file.end() - from;
            pendingBytes.addAndGet(file.end() - from);
            batchSegment = Math.min(batchSegment, chunk.begunSegment);
            if (batchBytes >= settings.batchBytes()) {
                cut();
                changed.signal();
            }
            return ChunkFile.in(file.number(), ordinal);
        } finally {
            lock.unlock();
        }
    }

    /// See {@link ChunkStore#flush}.
    void flush() throws IOException {
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("BUG: flush of a closed store");
            }
            if (fatal.isEmpty()) {
                sealIfDue(clock.monotonicNanos());
                awaitFlush();
            }
            if (fatal.isPresent()) {
                throw new IOException("no chunk can be made durable any more", fatal.get());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has everything written and the file being filled closed, and lets the writer stop behind
    /// that.
    ///
    /// @throws io.tributary.runtime.disk.NoSpaceException if not all could be
    void end() throws IOException {
        lock.lock();
        try {
            ended = true;
            changed.signal();
            if (fatal.isEmpty()) {
                seal();
                awaitFlush();
            }
        } finally {
            stopped = true;
            changed.signal();
            lock.unlock();
        }
    }

    private void unlink(long number) {
        lock.lock();
        try {
            unlinks.add(number);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    long oldestPendingSegment() {
        lock.lock();
        try {
            long oldest = batchSegment;
            for (Task task : tasks) {
                if (task instanceof Task.Batch batch) {
                    oldest = Math.min(oldest, batch.oldestSegment());
                }
            }
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    /// The next thing to do, unlinking first since it makes room; waits for it. It is done when
    /// {@link #done} says so.
    Task next() {
        lock.lock();
        try {
            while (true) {
                if (!unlinks.isEmpty()) {
                    return new Task.Unlink(unlinks);
                }
                if (stopped) {
                    return new Task.End();
                }
                if (!paused && !tasks.isEmpty()) {
                    return tasks.getFirst();
                }
                long now = clock.monotonicNanos();
                if (!paused && (sealIfDue(now) || cutIfDue(now))) {
                    continue;
                }
                await(now);
            }
        } finally {
            lock.unlock();
        }
    }

    /// A task is done.
    void done(Task task) {
        lock.lock();
        try {
            if (task instanceof Task.Unlink(var numbers)) {
                unlinks.removeAll(numbers);
                return;
            }
            tasks.pollFirst();
            if (task instanceof Task.Batch(var file, var from, var to, var _)) {
                file.durable(to);
                pendingBytes.addAndGet(from - to);
            }
            if (task instanceof Task.Flush(var ticket)) {
                ticket.done = true;
                flushed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The first task had no space: those who wait for a flush are told, and it is tried again in a
    /// second, or with the next flush.
    void noSpace(IOException failure) {
        lock.lock();
        try {
            paused = true;
            retryNanos = RETRY_NANOS;
            answerFlushes(failure);
        } finally {
            lock.unlock();
        }
    }

    /// Nothing will be durable any more.
    void fail(IOException failure) {
        lock.lock();
        try {
            fatal = Optional.of(failure);
            answerFlushes(failure);
        } finally {
            lock.unlock();
        }
    }

    private FillingFile fileFor(long now) {
        sealIfDue(now);
        if (filling.isPresent()) {
            return filling.get();
        }
        lastNumber++;
        FillingFile file = new FillingFile(new ChunkFile(lastNumber), now);
        filling = Optional.of(file);
        versions.begin(file);
        return file;
    }

    /// Takes the file being filled out of use if it is full or old enough; says whether it did.
    private boolean sealIfDue(long now) {
        if (filling.isEmpty()) {
            return false;
        }
        FillingFile file = filling.get();
        long ageMax = TimeUnit.MILLISECONDS.toNanos(settings.fileAgeMillis());
        if (file.end() < settings.fileBytes() && now - file.begunNanos() < ageMax) {
            return false;
        }
        seal();
        changed.signal();
        return true;
    }

    private void seal() {
        cut();
        filling.ifPresent(file -> tasks.add(new Task.Close(file)));
        filling = Optional.empty();
    }

    private boolean cutIfDue(long now) {
        long ageMax = TimeUnit.MILLISECONDS.toNanos(settings.batchAgeMillis());
        if (batchBytes == 0 || now - batchNanos < ageMax) {
            return false;
        }
        cut();
        return true;
    }

    /// Ends the open batch; the next chunk begins another.
    private void cut() {
        if (batchBytes == 0) {
            return;
        }
        tasks.add(
                new Task.Batch(
                        filling.orElseThrow(), batchFrom, batchFrom + batchBytes, batchSegment));
        batchBytes = 0;
        batchSegment = Long.MAX_VALUE;
    }

    private void awaitFlush() throws IOException {
        cut();
        Ticket ticket = new Ticket();
        tasks.add(new Task.Flush(ticket));
        paused = false;
        changed.signal();
        while (!ticket.done) {
            flushed.awaitUninterruptibly();
        }
        if (ticket.failure.isPresent() && fatal.isEmpty()) {
            throw ticket.failure.get();
        }
    }

    private void answerFlushes(IOException failure) {
        for (Task task : tasks) {
            if (task instanceof Task.Flush(var ticket)) {
                ticket.failure = Optional.of(failure);
                ticket.done = true;
            }
        }
        tasks.removeIf(task -> task instanceof Task.Flush);
        flushed.signalAll();
    }

    /// Waits for a change, or until something is due by its age.
    @SuppressWarnings("WaitNotInLoop") // next() is the loop
    private void await(long now) {
        try {
            if (paused) {
                retryNanos = changed.awaitNanos(retryNanos);
                paused = paused && retryNanos > 0;
            } else if (filling.isEmpty()) {
                changed.await();
            } else {
                changed.awaitNanos(Math.max(WAIT_NANOS_MIN, dueIn(now)));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: the chunk writer is never interrupted", e);
        }
    }

    private long dueIn(long now) {
        long fileDue =
                filling.orElseThrow().begunNanos()
                        + TimeUnit.MILLISECONDS.toNanos(settings.fileAgeMillis());
        long batchDue = batchNanos + TimeUnit.MILLISECONDS.toNanos(settings.batchAgeMillis());
        return batchBytes == 0 ? fileDue - now : Math.min(fileDue - now, batchDue - now);
    }
}
