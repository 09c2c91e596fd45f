package io.tributary.tsdb.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the next segment ready: zeroes it ahead on a thread of its own, twice as large as the one
/// before up to a bound, or as large as a record needs. Without space it tries again once a second,
/// so writes go on by themselves when space returns.
///
/// State is guarded by the wal's lock; files are made without it.
final class SegmentAllocator {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SegmentFiles files;
    private final WalSettings settings;
    private final ReentrantLock lock;
    private final Condition spaceChanged;
    private final Condition needed;
    private final List<RecoveredWal.SegmentSummary> recovered;
    private final Thread thread;
    private final List<Segment> open = new ArrayList<>();
    private Optional<Segment> next = Optional.empty();

    /// Whether recovery found no damage; else every segment is kept as it is.
    private final boolean whole;

    private long lastNumber;
    private long lastCapacity;
    private long wantedBytes;
    private long totalBytes;
    private Optional<IOException> lastFailure = Optional.empty();
    private boolean closed;

    SegmentAllocator(
            SegmentFiles files,
            WalSettings settings,
            RecoveredWal recovered,
            ReentrantLock lock,
            Condition spaceChanged) {
        this.files = files;
        this.settings = settings;
        this.lock = lock;
        this.spaceChanged = spaceChanged;
        this.needed = lock.newCondition();
        this.recovered = recovered.segments();
        this.whole = recovered.damages().isEmpty();
        for (RecoveredWal.SegmentSummary segment : this.recovered) {
            lastNumber = Math.max(lastNumber, segment.number());
            totalBytes += segment.capacityBytes();
        }
        this.thread = Thread.ofPlatform().name("wal-allocator").unstarted(this::run);
    }

    /// Makes the segment a start begins with, after all that recovery found is durable.
    Segment first() throws IOException {
        for (RecoveredWal.SegmentSummary segment : recovered) {
            keepOrDelete(segment);
        }
        lastNumber++;
        lastCapacity = settings.segmentBytesMin();
        Segment segment = files.create(lastNumber, lastCapacity);
        totalBytes += lastCapacity;
        open.add(segment);
        return segment;
    }

    /// Of the segments there are, those without a frame were only prepared.
    private void keepOrDelete(RecoveredWal.SegmentSummary segment) throws IOException {
        if (segment.empty() && segment.strayBytes() == 0 && whole) {
            files.delete(segment.number());
            totalBytes -= segment.capacityBytes();
            return;
        }
        files.sync(segment.number());
        if (!segment.empty()) {
            files.rewrite(segment.number(), segment.lastFrameOffset(), segment.usedBytes());
        }
    }

    void start() {
        thread.start();
    }

    /// The segment that is ready, if one is.
    Optional<Segment> next() {
        return next;
    }

    /// Why there can be none with so much space; `GRANTED` where one is there or on its way.
    Reservation.Outcome obstacle(long spaceBytes) {
        if (lastFailure.isPresent()) {
            return Reservation.Outcome.DISK_FULL;
        }
        return fits(spaceBytes) ? Reservation.Outcome.GRANTED : Reservation.Outcome.WAL_FULL;
    }

    /// Asks for a next segment with so much space. A smaller one that is ready stays until the
    /// larger takes its place.
    void want(long spaceBytes) {
        wantedBytes = Math.max(wantedBytes, spaceBytes);
        needed.signal();
    }

    /// Hands the ready segment over.
    Segment takeNext() {
        Segment taken =
                next.orElseThrow(
                        () -> new IllegalStateException("BUG: no segment ready for a reservation"));
        next = Optional.empty();
        needed.signal();
        return taken;
    }

    /// Why the last attempt to make a segment failed.
    Optional<IOException> lastFailure() {
        return lastFailure;
    }

    long sizeBytes() {
        return totalBytes;
    }

    void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            needed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: interrupted while a wal is closed", e);
        }
        for (Segment segment : open) {
            segment.file().close();
        }
    }

    private void run() {
        while (true) {
            long capacity = awaitNeed();
            if (capacity == 0) {
                return;
            }
            make(capacity);
        }
    }

    /// Waits until a segment is to be made and may be; answers its size, or 0 at the end.
    private long awaitNeed() {
        lock.lock();
        try {
            while (!closed) {
                if (!fits(wantedBytes)) {
                    wantedBytes = 0;
                }
                long capacity = neededCapacity(wantedBytes);
                if (capacity > 0 && fits(wantedBytes)) {
                    return capacity;
                }
                needed.awaitUninterruptibly();
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /// Whether the wal stays within its bound with so much space ready. While a larger segment
    /// takes the place of a ready one, both stand on the disk for a moment.
    private boolean fits(long spaceBytes) {
        return keptBytes() + neededCapacity(spaceBytes) <= settings.walBytesMax();
    }

    /// The size of the segment to be made so that so much space is ready; 0 if it is.
    private long neededCapacity(long spaceBytes) {
        if (next.isPresent() && next.get().spaceBytes() >= spaceBytes) {
            return 0;
        }
        long left = (settings.walBytesMax() - keptBytes()) & -Frame.PAGE_BYTES;
        long usual = Math.min(2 * lastCapacity, settings.segmentBytesMax());
        long fitting = Math.min(usual, Math.max(left, settings.segmentBytesMin()));
        return Math.max(fitting, Segment.capacityFor(spaceBytes));
    }

    private long keptBytes() {
        return totalBytes - next.map(Segment::capacityBytes).orElse(0L);
    }

    private void make(long capacity) {
        try {
            Segment made = files.create(nextNumber(), capacity);
            Optional<Segment> replaced;
            lock.lock();
            try {
                open.add(made);
                replaced = next;
                next = Optional.of(made);
                lastCapacity = Math.min(capacity, settings.segmentBytesMax());
                totalBytes += capacity;
                wantedBytes = 0;
                lastFailure = Optional.empty();
                spaceChanged.signalAll();
            } finally {
                lock.unlock();
            }
            if (replaced.isPresent()) {
                remove(replaced.get());
            }
        } catch (IOException e) {
            waitAfter(e);
        }
    }

    /// Removes a segment that no frame was ever written to. Where that fails it is counted on, and
    /// the next start removes it.
    private void remove(Segment unused) throws IOException {
        unused.file().close();
        files.delete(unused.number());
        lock.lock();
        try {
            open.remove(unused);
            totalBytes -= unused.capacityBytes();
            spaceChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long nextNumber() {
        lock.lock();
        try {
            return ++lastNumber;
        } finally {
            lock.unlock();
        }
    }

    private void waitAfter(IOException failure) {
        lock.lock();
        try {
            lastFailure = Optional.of(failure);
            wantedBytes = 0;
            spaceChanged.signalAll();
            long nanos = RETRY_NANOS;
            while (!closed && nanos > 0) {
                nanos = needed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: the allocator is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
