package io.tributary.tsdb.wal;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The write-ahead log: requests reserve space, write their records into the frame in preparation,
/// and wait for its commit.
///
/// ```
/// reserve ─► begin … finish ─► awaitDurable            request threads
///               │ records                ▲
///               ▼                        │ durablePosition
///         pending frames ──► committer: one write, one fdatasync a frame
///                            allocator: the next segment, zeroed and named ahead
/// ```
///
/// **A commit cannot run out of space.** A reservation is granted only while all that are granted
/// and not begun fit together into the next segment, which is allocated, zeroed, named and synced
/// already (or, where there is none, into the rest of the current one). So wherever their frames
/// end up, there is room.
///
/// **Places are decided early.** Which segment a record goes to is decided when it begins, because
/// the first frame of a segment is a reset point and its records may refer to nothing before it. A
/// frame that the current segment may not hold is begun in the next one; so at most two frames are
/// pending.
///
/// A failed write or sync is told once to `onFatal`; after that nothing is ever reported durable.
/// Safe from any thread; `begin` to `finish` belongs to one, which holds the lock meanwhile (the
/// committer takes it only to swap a frame).
public final class Wal implements AutoCloseable {
    private static final long RESERVE_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final int FRAMES_KEPT = 4;
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private final WalSettings settings;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition spaceChanged = lock.newCondition();
    private final Condition recordsAdded = lock.newCondition();
    private final Condition committed = lock.newCondition();
    private final Deque<PendingFrame> pending = new ArrayDeque<>();
    private final Deque<PendingFrame> spareFrames = new ArrayDeque<>();
    private final Deque<Reservation> spareReservations = new ArrayDeque<>();
    private final SegmentAllocator allocator;
    private final Committer committer;

    private Segment current;
    private long planned;
    private long lastReset;
    private int generation;
    private long nextSequence;
    private long recorded;
    private long reservedBytes;
    private int granted;
    private boolean ended;
    private boolean failed;
    private volatile long durable;

    private Wal(
            Disk disk,
            Path directory,
            Clock clock,
            WalSettings settings,
            RecoveredWal recovered,
            Consumer<IOException> onFatal)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.allocator =
                new SegmentAllocator(
                        new SegmentFiles(disk, directory), settings, lock, spaceChanged);
        this.current = allocator.first(recovered, settings, clock.monotonicNanos());
        this.planned = Segment.FRAMES_FROM;
        this.nextSequence = recovered.nextSequence();
        this.recorded = nextSequence - 1;
        this.durable = recorded;
        this.committer = new Committer(this, clock, recovered.lastFrameCrc(), onFatal);
    }

    /// Makes what reading found durable, before anything is done that follows from it. Where a sync
    /// had failed, the page cache may hold a last frame that the disk does not have, and no later
    /// sync would write it: so it is written once more, as it was read. All before it is durable:
    /// else it would not have been written.
    public static void makeDurable(Disk disk, Path directory, RecoveredWal found)
            throws IOException {
        SegmentFiles files = new SegmentFiles(disk, directory);
        Optional<RecoveredWal.SegmentSummary> newest =
                found.segments().reversed().stream()
                        .filter(segment -> !segment.empty())
                        .findFirst();
        if (newest.isPresent()) {
            files.rewriteLastFrame(newest.get());
        }
    }

    /// Starts a wal behind what recovery found: a fresh segment is begun, an old tail is never
    /// written again.
    ///
    /// @param recovered which {@link #makeDurable} was given
    /// @param onFatal called once, from the committer's thread, where a frame cannot be made
    ///   durable; the process must end
    public static Wal start(
            Disk disk,
            Path directory,
            Clock clock,
            WalSettings settings,
            RecoveredWal recovered,
            Consumer<IOException> onFatal)
            throws IOException {
        Wal wal = new Wal(disk, directory, clock, settings, recovered, onFatal);
        wal.allocator.start();
        wal.committer.start();
        return wal;
    }

    /// Sets space aside for a record of at most `maxBytes`, before anything changes. Waits at most
    /// two seconds for commits or for the next segment.
    public Reservation reserve(int maxBytes) {
        if (maxBytes > settings.recordBytesMax()) {
            return new Reservation(Reservation.Outcome.TOO_LARGE);
        }
        lock.lock();
        try {
            return awaitSpace(maxBytes);
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: no thread that writes is interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// The place to write a request's records, one or many; all of them will be in one frame. The
    /// caller holds the wal from here to {@link #finish}.
    public RecordWriter begin(Reservation reservation) {
        lock.lock();
        try {
            PendingFrame frame = frameFor(reservation.maxBytes());
            reservation.begin(frame.payload().position());
            give(reservation);
            return frame.payload();
        } catch (RuntimeException | Error e) {
            lock.unlock();
            throw e;
        }
    }

    /// Ends what {@link #begin} started; returns the position to await. Where nothing was written
    /// that is the position of all before.
    public long finish(Reservation reservation) {
        try {
            PendingFrame frame = pending.getLast();
            int written = frame.payload().position() - reservation.beganAt();
            if (written > reservation.maxBytes()) {
                throw new IllegalStateException(
                        "BUG: %d bytes recorded, %d reserved"
                                .formatted(written, reservation.maxBytes()));
            }
            if (written > 0) {
                frame.addRecord();
                recorded = frame.sequence();
                recordsAdded.signal();
            }
            reservation.release(Reservation.State.BEGUN);
            keep(reservation);
            return recorded;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a reservation back unused.
    public void cancel(Reservation reservation) {
        lock.lock();
        try {
            give(reservation);
            reservation.release(Reservation.State.GRANTED);
            keep(reservation);
        } finally {
            lock.unlock();
        }
    }

    /// Which stretch between two reset points the record begun now belongs to, counted from 1: it
    /// may refer back only to what was written under the same number. Valid between `begin` and
    /// `finish`.
    public int resetGeneration() {
        return generation;
    }

    /// Number of the segment that the record begun now goes to. Valid between `begin` and `finish`.
    public long segment() {
        return current.number();
    }

    /// Sequence number of the frame that the record begun now goes to. Valid between `begin` and
    /// `finish`.
    public long sequence() {
        return pending.getLast().sequence();
    }

    /// The segments that are not released, in order; the last is the one written to now.
    public List<SegmentSpan> segments() {
        lock.lock();
        try {
            return allocator.held();
        } finally {
            lock.unlock();
        }
    }

    /// Gives back all segments with a smaller number than `segment`, the one written to now never:
    /// what they say stands durably elsewhere. Those that hold one of the two newest durable frames
    /// are kept until there are newer ones, so that numbering goes on from them after any crash.
    /// Returns at once: a thread of its own removes them or makes them ready to be written anew.
    public void releaseBefore(long segment) {
        lock.lock();
        try {
            allocator.release(segment);
        } finally {
            lock.unlock();
        }
    }

    /// The position whose durability covers everything recorded so far.
    public long position() {
        lock.lock();
        try {
            return recorded;
        } finally {
            lock.unlock();
        }
    }

    public long durablePosition() {
        return durable;
    }

    /// Parks until everything up to `position` is durable; returns at once if it is. Does not react
    /// to interrupts. Never returns after a fatal error.
    public void awaitDurable(long position) {
        if (durable >= position) {
            return;
        }
        lock.lock();
        try {
            while (durable < position) {
                committed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// As {@link #awaitDurable}, but returns where nothing will become durable any more: false
    /// then.
    public boolean awaitDurableOrFailure(long position) {
        lock.lock();
        try {
            while (durable < position && !failed) {
                committed.awaitUninterruptibly();
            }
            return durable >= position;
        } finally {
            lock.unlock();
        }
    }

    /// The most bytes of one reservation.
    public int recordBytesMax() {
        return settings.recordBytesMax();
    }

    /// The bound of all segments together.
    public long bytesMax() {
        return settings.walBytesMax();
    }

    /// Why no further segment can be made, while that is so.
    public Optional<IOException> spaceFailure() {
        lock.lock();
        try {
            return allocator.lastFailure();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of all segments, those prepared ahead included.
    public long sizeBytes() {
        lock.lock();
        try {
            return allocator.sizeBytes();
        } finally {
            lock.unlock();
        }
    }

    /// Commits what is pending, then stops.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            ended = true;
            spaceChanged.signalAll();
            recordsAdded.signalAll();
        } finally {
            lock.unlock();
        }
        committer.join();
        allocator.close();
    }

    /// The next frame to be committed; empty where there will be none. Waits for records, and then,
    /// for a little, for those who are known to be about to add theirs.
    Optional<PendingFrame> takeFrame() {
        lock.lock();
        try {
            while (pending.isEmpty() || !pending.getFirst().hasRecords()) {
                if (ended) {
                    return Optional.empty();
                }
                recordsAdded.awaitUninterruptibly();
            }
            pace();
            PendingFrame frame = pending.removeFirst();
            if (pending.isEmpty()) {
                planned = frame.end();
            }
            return Optional.of(frame);
        } finally {
            lock.unlock();
        }
    }

    /// Tells everybody that the frame is durable.
    ///
    /// @param end where it ends in its segment
    void frameDurable(PendingFrame frame, long end) {
        lock.lock();
        try {
            moveUp(frame, frame.end() - end);
            durable = frame.sequence();
            allocator.frameDurable(frame.segment().number());
            if (spareFrames.size() < FRAMES_KEPT) {
                spareFrames.add(frame);
            }
            committed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing can be made durable any more: refuses further reservations and leaves all who wait
    /// waiting.
    void fail() {
        lock.lock();
        try {
            ended = true;
            failed = true;
            spaceChanged.signalAll();
            committed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets what is planned behind a frame, in its segment, begin where it really ends.
    private void moveUp(PendingFrame frame, long saved) {
        long segment = frame.segment().number();
        for (PendingFrame next : pending) {
            if (next.segment().number() == segment) {
                next.moveBack(saved);
            }
        }
        if (segment == current.number()) {
            planned -= saved;
            lastReset -= lastReset > frame.offset() ? saved : 0;
        }
    }

    private void pace() {
        long nanos = TimeUnit.MICROSECONDS.toNanos(settings.pacingMicros());
        try {
            while (!ended
                    && nanos > 0
                    && granted > 0
                    && pending.getFirst().payload().position() < settings.pacingBytes()) {
                nanos = recordsAdded.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: the committer is never interrupted", e);
        }
    }

    /// What reservations may take together.
    private long available() {
        Optional<Segment> next = allocator.next();
        return next.isPresent() ? next.get().spaceBytes() : current.framesTo() - end();
    }

    /// Where the next frame of the current segment would begin.
    private long end() {
        return pending.isEmpty() ? planned : pending.getLast().end();
    }

    private Reservation awaitSpace(int maxBytes) throws InterruptedException {
        long space = Frame.spaceBytes(maxBytes);
        long nanos = RESERVE_NANOS_MAX;
        while (!ended && reservedBytes + space > available()) {
            allocator.want(reservedBytes + space);
            Reservation.Outcome obstacle = allocator.obstacle(space);
            if (space > available() && obstacle != Reservation.Outcome.GRANTED) {
                return new Reservation(obstacle);
            }
            if (nanos <= 0) {
                return new Reservation(Reservation.Outcome.BUSY);
            }
            nanos = spaceChanged.awaitNanos(nanos);
        }
        return ended ? new Reservation(Reservation.Outcome.ENDED) : grant(maxBytes, space);
    }

    private Reservation grant(int maxBytes, long space) {
        Reservation reservation =
                spareReservations.isEmpty()
                        ? new Reservation(Reservation.Outcome.GRANTED)
                        : spareReservations.removeLast();
        reservation.grant(maxBytes);
        reservedBytes += space;
        granted++;
        return reservation;
    }

    private void give(Reservation reservation) {
        reservedBytes -= reservation.spaceBytes();
        granted--;
        spaceChanged.signalAll();
    }

    private void keep(Reservation reservation) {
        if (spareReservations.size() < 64) {
            spareReservations.add(reservation);
        }
    }

    private PendingFrame frameFor(int maxBytes) {
        if (!pending.isEmpty() && pending.getLast().hasRoom(maxBytes)) {
            return pending.getLast();
        }
        long at = end();
        if (at + Frame.spaceBytes(maxBytes) > current.framesTo()) {
            if (!pending.isEmpty() && !pending.getLast().hasRecords()) {
                nextSequence = pending.removeLast().sequence();
            }
            current = allocator.takeNext(nextSequence, clock.monotonicNanos());
            at = Segment.FRAMES_FROM;
            planned = at;
        }
        boolean reset = at == Segment.FRAMES_FROM || at - lastReset >= settings.resetBytes();
        if (reset) {
            lastReset = at;
            generation++;
        }
        PendingFrame frame =
                spareFrames.isEmpty() ? new PendingFrame(current) : spareFrames.removeLast();
        frame.reset(current, at, nextSequence++, reset, KEPT_BYTES_MAX);
        pending.addLast(frame);
        return frame;
    }
}
