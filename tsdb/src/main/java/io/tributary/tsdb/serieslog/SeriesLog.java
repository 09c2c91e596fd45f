package io.tributary.tsdb.serieslog;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The append-only log of definitions. What is added is written by a thread of its own, in batches;
/// until then the wal holds it.
///
/// ```text
/// add ─► pending batches ─► the log's thread: one write, one sync a batch ─► listener
///                                      └ rewrite: a new file, then its name
/// ```
///
/// The log's thread does all I/O, so while it rewrites, what is added waits and is then written
/// behind the new beginning.
///
/// Safe from any thread.
public final class SeriesLog implements AutoCloseable {
    /// Kept free in its file for what {@link #insist} writes.
    static final int RESERVE_BYTES = 256 << 10;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogFiles files;
    private final SeriesLogSettings settings;
    private final SeriesLogReport report;
    private final Consumer<IOException> onFatal;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition settled = lock.newCondition();
    private final Deque<PendingRecords> pending = new ArrayDeque<>();
    private Optional<Rewrite> rewrite = Optional.empty();
    private Optional<Urgent> urgent = Optional.empty();
    private Optional<IOException> spaceFailure = Optional.empty();
    private Runnable listener = () -> {};
    private LogFile file;

    /// Batches begun, batches durable, attempts that failed: counted, for those who wait.
    private long begun;

    private long durable;
    private long failures;

    /// Up to which batch somebody waits.
    private long wanted;

    private boolean ended;
    private volatile long sizeBytes;

    /// A rewrite that was asked for, and how it ended.
    private static final class Rewrite {
        private final LiveRecords live;
        private Optional<Exception> failure = Optional.empty();
        private boolean done;

        Rewrite(LiveRecords live) {
            this.live = live;
        }
    }

    /// Records that are written ahead of all others, and how that ended.
    private static final class Urgent {
        private final PendingRecords records = new PendingRecords();
        private Optional<IOException> failure = Optional.empty();
        private boolean done;
    }

    /// What is to be done next.
    private sealed interface Job {
        record Write(PendingRecords batch) implements Job {}

        record Insert(Urgent urgent) implements Job {}

        record Begin(Rewrite rewrite) implements Job {}

        record End() implements Job {}
    }

    private SeriesLog(
            LogFiles files,
            LogReader.Opened opened,
            SeriesLogSettings settings,
            Consumer<IOException> onFatal) {
        this.files = files;
        this.settings = settings;
        this.report = opened.report();
        this.file = opened.file();
        this.sizeBytes = file.sizeBytes();
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("series-log").unstarted(this::run);
    }

    /// Opens the log of a directory: tells `found` of every record, cuts a torn tail, passes over
    /// damage (both are in {@link #report}), and makes durable what it read before it returns.
    ///
    /// @param onFatal called once, from the log's thread, where a batch cannot be made durable; the
    ///   process must end. A full disk is not fatal
    /// @throws IOException if the disk fails, `found` throws, or the log was written by a newer
    ///   version
    public static SeriesLog open(
            Disk disk,
            Path directory,
            SeriesLogSettings settings,
            RecordVisitor found,
            Consumer<IOException> onFatal)
            throws IOException {
        LogFiles files = new LogFiles(disk, directory, RESERVE_BYTES);
        SeriesLog log = new SeriesLog(files, files.open(found), settings, onFatal);
        log.thread.start();
        return log;
    }

    /// What opening found.
    public SeriesLogReport report() {
        return report;
    }

    /// Takes whole records, headers included, as they were written to the wal. Copies them and
    /// returns at once: no I/O, no waiting. What is pending is bounded by the wal, whose segments
    /// cannot be released before.
    ///
    /// @param segment of the wal, where the same records stand
    public void add(byte[] records, int offset, int length, long segment) {
        if (length == 0) {
            return;
        }
        lock.lock();
        try {
            if (pending.isEmpty() || !pending.getLast().hasRoom(length, settings.batchBytes())) {
                pending.addLast(new PendingRecords());
                begun++;
            }
            pending.getLast().add(records, offset, length, segment);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The earliest wal segment with records that are not synced here yet; `Long.MAX_VALUE` if
    /// there are none. Segments from it on may not be released.
    public long oldestPendingSegment() {
        lock.lock();
        try {
            long oldest = Long.MAX_VALUE;
            for (PendingRecords batch : pending) {
                oldest = Math.min(oldest, batch.segment());
            }
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    /// Has `listener` called after every sync, on the log's thread, in the place of an earlier one.
    public void whenSynced(Runnable listener) {
        lock.lock();
        try {
            this.listener = listener;
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is pending now and waits until it is durable. Not to be called under a lock that
    /// {@link LiveRecords} takes.
    ///
    /// @throws IOException if it cannot be: the disk is full (what is pending stays so and is tried
    ///   again once a second), or the log has ended
    public void flush() throws IOException {
        lock.lock();
        try {
            long goal = begun;
            long failuresBefore = failures;
            wanted = Math.max(wanted, goal);
            changed.signal();
            while (durable < goal) {
                if (ended || failures > failuresBefore) {
                    throw new IOException(
                            "cannot write definitions",
                            spaceFailure.orElseGet(() -> new IOException("the log has ended")));
                }
                settled.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Makes records durable at once, ahead of what is pending, and on a full disk too: in the room
    /// that is kept for them, {@link #RESERVE_BYTES}. One thread at a time.
    ///
    /// @throws IOException if they do not fit there either, or the log has ended
    public void insist(byte[] records, int offset, int length) throws IOException {
        Urgent own = new Urgent();
        own.records.add(records, offset, length, Long.MAX_VALUE);
        lock.lock();
        try {
            if (urgent.isPresent()) {
                throw new IllegalStateException("BUG: two insist on being written first");
            }
            urgent = Optional.of(own);
            changed.signal();
            while (!own.done && !ended) {
                settled.awaitUninterruptibly();
            }
            urgent = Optional.empty();
            if (!own.done || own.failure.isPresent()) {
                throw new IOException(
                        "cannot write definitions",
                        own.failure.orElseGet(() -> new IOException("the log has ended")));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Puts a new log in the place of the old one: first what `live` gives, then what is pending
    /// and what is added from now on. All that was added before and still matters must come from
    /// `live`; what comes twice must do no harm. A crash leaves the one or the other whole. Waits
    /// until it is done; another one that is under way is waited for first.
    ///
    /// @throws IOException if it could not be written, and the old log goes on; or if the old one
    ///   could not be removed, which the next start does
    public void rewrite(LiveRecords live) throws IOException {
        Rewrite own = new Rewrite(live);
        lock.lock();
        try {
            while (rewrite.isPresent() && !ended) {
                settled.awaitUninterruptibly();
            }
            if (ended) {
                throw new IOException("cannot rewrite definitions: the log has ended");
            }
            rewrite = Optional.of(own);
            changed.signal();
            while (!own.done) {
                settled.awaitUninterruptibly();
            }
            if (own.failure.isPresent()) {
                throw new IOException("cannot rewrite definitions", own.failure.get());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of its file.
    public long sizeBytes() {
        return sizeBytes;
    }

    /// Why what is pending cannot be written, while that is so.
    public Optional<IOException> spaceFailure() {
        lock.lock();
        try {
            return spaceFailure;
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is pending, if there is room, then stops.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: interrupted while a series log is closed", e);
        }
        file.close();
    }

    private void run() {
        try {
            boolean going = true;
            while (going) {
                switch (awaitJob()) {
                    case Job.Write(var batch) -> going = write(batch);
                    case Job.Insert(var first) -> insert(first);
                    case Job.Begin(var begun) -> rewrite(begun);
                    case Job.End() -> going = false;
                }
            }
        } catch (IOException e) {
            end();
            onFatal.accept(e);
        } catch (RuntimeException | Error e) {
            end();
            onFatal.accept(new IOException("cannot write definitions: " + e, e));
        }
        end();
    }

    private Job awaitJob() {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(settings.delayMillis());
            while (!ended && !isCalled() && !isDue() && nanos > 0) {
                if (pending.isEmpty()) {
                    changed.await();
                } else {
                    nanos = changed.awaitNanos(nanos);
                }
            }
            if (urgent.isPresent() && !urgent.get().done) {
                return new Job.Insert(urgent.get());
            }
            if (rewrite.isPresent() && !ended) {
                return new Job.Begin(rewrite.get());
            }
            if (pending.isEmpty()) {
                return new Job.End();
            }
            PendingRecords batch = pending.getFirst();
            batch.take();
            return new Job.Write(batch);
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: the log's thread is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// Whether something is to be done that is not a batch.
    private boolean isCalled() {
        return rewrite.isPresent() || (urgent.isPresent() && !urgent.get().done);
    }

    /// Whether the first batch is to be written now.
    private boolean isDue() {
        return wanted > durable
                || spaceFailure.isPresent()
                || pending.size() > 1
                || (!pending.isEmpty() && pending.getFirst().length() >= settings.batchBytes());
    }

    /// Makes a batch durable; answers false where the log has ended and there is no room for it.
    private boolean write(PendingRecords batch) throws IOException {
        try {
            file.append(batch.bytes(), batch.length(), LogFile.Room.FRESH);
        } catch (NoSpaceException e) {
            return waitAfter(e);
        }
        file.sync();
        sizeBytes = file.sizeBytes();
        Runnable told;
        lock.lock();
        try {
            pending.removeFirst();
            durable++;
            spaceFailure = Optional.empty();
            settled.signalAll();
            told = listener;
        } finally {
            lock.unlock();
        }
        told.run();
        return true;
    }

    /// Makes records durable ahead of what is pending, or tells who asked why not.
    private void insert(Urgent asked) throws IOException {
        Optional<IOException> failure = Optional.empty();
        try {
            file.append(asked.records.bytes(), asked.records.length(), LogFile.Room.RESERVED);
            file.sync();
            sizeBytes = file.sizeBytes();
        } catch (NoSpaceException e) {
            failure = Optional.of(e);
        }
        lock.lock();
        try {
            asked.failure = failure;
            asked.done = true;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean waitAfter(NoSpaceException failure) {
        lock.lock();
        try {
            spaceFailure = Optional.of(failure);
            failures++;
            wanted = durable;
            settled.signalAll();
            long nanos = RETRY_NANOS;
            while (!ended && !isCalled() && wanted <= durable && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return !ended;
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: the log's thread is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// Writes a new generation, or tells who asked why not.
    ///
    /// @throws IOException if it cannot be known which of the two is the log
    private void rewrite(Rewrite asked) throws IOException {
        LogFile fresh;
        try {
            fresh = files.create(file.generation() + 1);
        } catch (IOException e) {
            settle(asked, Optional.of(e));
            return;
        }
        try {
            fill(fresh, asked.live);
            fresh.sync();
        } catch (IOException | RuntimeException e) {
            files.discard(fresh, e);
            settle(asked, Optional.of(e));
            return;
        }
        files.publish(fresh);
        LogFile old = file;
        file = fresh;
        sizeBytes = fresh.sizeBytes();
        Optional<Exception> failure = Optional.empty();
        try {
            files.remove(old);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        settle(asked, failure);
    }

    private void fill(LogFile fresh, LiveRecords live) throws IOException {
        RecordWriter out = new RecordWriter();
        boolean more = true;
        while (more) {
            more = live.next(out);
            if (out.position() >= settings.batchBytes() || (!more && out.position() > 0)) {
                fresh.append(out.array(), out.position(), LogFile.Room.FRESH);
                out.truncate(0);
            }
        }
    }

    private void settle(Rewrite asked, Optional<Exception> failure) {
        lock.lock();
        try {
            asked.failure = failure;
            asked.done = true;
            rewrite = Optional.empty();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets everybody go who waits.
    private void end() {
        lock.lock();
        try {
            ended = true;
            if (rewrite.isPresent()) {
                rewrite.get().failure = Optional.of(new IOException("the log has ended"));
                rewrite.get().done = true;
                rewrite = Optional.empty();
            }
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
