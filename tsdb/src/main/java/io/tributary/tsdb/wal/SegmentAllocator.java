package io.tributary.tsdb.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Keeps the next segment ready and clears released ones away, on a thread of its own.
///
/// A new segment is zeroed ahead, as large as the one before, twice as large up to a bound where
/// that was filled fast, or as large as a record needs; where a spare file is large enough it is
/// written anew instead. Without space it tries again once a second, so writes go on by themselves
/// when space returns.
///
/// Released segments leave the directory one by one, the oldest first, each durably before the
/// next: whatever a crash leaves is the wal's end without a gap.
///
/// State is guarded by the wal's lock; files are touched without it.
final class SegmentAllocator {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SegmentFiles files;
    private final SegmentStock stock;
    private final ReentrantLock lock;
    private final Condition spaceChanged;
    private final Condition needed;
    private final Thread thread;
    private final List<Segment> open = new ArrayList<>();
    private Optional<Job> unfinished = Optional.empty();
    private long wantedBytes;
    private Optional<IOException> lastFailure = Optional.empty();
    private boolean closed;

    /// What is to be done next.
    private sealed interface Job {
        record Retire(SegmentSpan segment, boolean asSpare) implements Job {}

        record Make(long capacityBytes) implements Job {}

        record End() implements Job {}
    }

    SegmentAllocator(
            SegmentFiles files, WalSettings settings, ReentrantLock lock, Condition spaceChanged) {
        this.files = files;
        this.stock = new SegmentStock(settings);
        this.lock = lock;
        this.spaceChanged = spaceChanged;
        this.needed = lock.newCondition();
        this.thread = Thread.ofPlatform().name("wal-allocator").unstarted(this::run);
    }

    /// Takes over what recovery found, and makes the segment a start begins with.
    Segment first(RecoveredWal recovered, WalSettings settings, long nanos) throws IOException {
        for (SegmentStock.Spare spare : files.spares()) {
            stock.useNumber(spare.number());
            keepOrDelete(spare);
        }
        for (RecoveredWal.SegmentSummary segment : recovered.segments()) {
            stock.useNumber(segment.number());
            if (segment.empty() && segment.strayBytes() == 0 && recovered.damages().isEmpty()) {
                files.delete(segment.number());
            } else {
                hold(segment, nanos);
            }
        }
        Segment made = provide(settings.segmentBytesMin());
        open.add(made);
        stock.ready(made);
        return stock.takeNext(recovered.nextSequence(), nanos);
    }

    void start() {
        thread.start();
    }

    /// The segment that is ready, if one is.
    Optional<Segment> next() {
        return stock.next();
    }

    /// Why there can be none with so much space; `GRANTED` where one is there or on its way.
    Reservation.Outcome obstacle(long spaceBytes) {
        if (lastFailure.isPresent()) {
            return Reservation.Outcome.DISK_FULL;
        }
        return stock.fits(spaceBytes) ? Reservation.Outcome.GRANTED : Reservation.Outcome.WAL_FULL;
    }

    /// Asks for a next segment with so much space. A smaller one that is ready stays until the
    /// larger takes its place.
    void want(long spaceBytes) {
        wantedBytes = Math.max(wantedBytes, spaceBytes);
        needed.signal();
    }

    /// Hands the ready segment over as the current one.
    Segment takeNext(long firstSequence, long nanos) {
        Segment taken = stock.takeNext(firstSequence, nanos);
        needed.signal();
        return taken;
    }

    /// The segments that are not released, in order.
    List<SegmentSpan> held() {
        return stock.held();
    }

    /// Releases segments with a smaller number than `before`, as far and as soon as may be.
    void release(long before) {
        if (stock.release(before)) {
            needed.signal();
        }
    }

    /// Takes note of one more durable frame: what was released may go now.
    void frameDurable(long segment) {
        if (stock.frameDurable(segment)) {
            needed.signal();
        }
    }

    /// Why the last attempt to make or clear away a segment failed.
    Optional<IOException> lastFailure() {
        return lastFailure;
    }

    long sizeBytes() {
        return stock.fileBytes();
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

    private void hold(RecoveredWal.SegmentSummary found, long nanos) {
        stock.hold(
                new SegmentSpan(
                        found.number(), found.firstSequence(), found.capacityBytes(), nanos),
                !found.empty());
        for (int i = 0; i < 2 && i <= found.lastSequence() - found.firstSequence(); i++) {
            stock.frameDurable(found.number());
        }
    }

    private void keepOrDelete(SegmentStock.Spare spare) throws IOException {
        if (stock.isWorthKeeping(spare.capacityBytes())) {
            stock.add(spare);
        } else {
            files.deleteSpare(spare.number());
        }
    }

    private void run() {
        while (true) {
            Job job = awaitJob();
            try {
                switch (job) {
                    case Job.Retire retire -> retire(retire);
                    case Job.Make(var capacity) -> make(capacity);
                    case Job.End() -> {
                        return;
                    }
                }
            } catch (IOException e) {
                waitAfter(e);
            }
        }
    }

    /// Waits until there is something to do. Clearing away comes first: it makes room.
    private Job awaitJob() {
        lock.lock();
        try {
            while (!closed) {
                if (unfinished.isPresent()) {
                    return unfinished.get();
                }
                Optional<SegmentSpan> released = stock.released();
                if (released.isPresent()) {
                    return new Job.Retire(released.get(), stock.isWorthKeeping(released.get()));
                }
                if (!stock.fits(wantedBytes)) {
                    wantedBytes = 0;
                }
                long capacity = stock.neededCapacity(wantedBytes);
                if (capacity > 0 && stock.fits(wantedBytes)) {
                    return new Job.Make(capacity);
                }
                needed.awaitUninterruptibly();
            }
            return new Job.End();
        } finally {
            lock.unlock();
        }
    }

    /// Where it fails in the midst, the same is done again: as a spare file, or not.
    private void retire(Job.Retire job) throws IOException {
        unfinished = Optional.of(job);
        closeFile(job.segment().number());
        if (job.asSpare()) {
            files.retire(job.segment().number());
        } else {
            files.delete(job.segment().number());
        }
        unfinished = Optional.empty();
        lock.lock();
        try {
            stock.retired(job.segment(), job.asSpare());
            lastFailure = Optional.empty();
            spaceChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void make(long capacity) throws IOException {
        Segment made = provide(capacity);
        lock.lock();
        try {
            open.add(made);
            stock.ready(made);
            wantedBytes = 0;
            lastFailure = Optional.empty();
            spaceChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A segment of at least `capacity`: a spare file's, or a new one after spare files have given
    /// way.
    private Segment provide(long capacity) throws IOException {
        Optional<SegmentStock.Spare> spare = locked(() -> stock.takeSpare(capacity));
        if (spare.isPresent()) {
            return files.recycle(spare.get(), newNumber());
        }
        spare = locked(() -> stock.takeSpareInTheWayOf(capacity));
        while (spare.isPresent()) {
            files.deleteSpare(spare.get().number());
            spare = locked(() -> stock.takeSpareInTheWayOf(capacity));
        }
        return files.create(newNumber(), capacity);
    }

    /// Segments that recovery found are not open.
    private void closeFile(long number) throws IOException {
        Optional<Segment> found = locked(() -> takeOpen(number));
        if (found.isPresent()) {
            found.get().file().close();
        }
    }

    private Optional<Segment> takeOpen(long number) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).number() == number) {
                return Optional.of(open.remove(i));
            }
        }
        return Optional.empty();
    }

    private long newNumber() {
        lock.lock();
        try {
            return stock.newNumber();
        } finally {
            lock.unlock();
        }
    }

    private <T> Optional<T> locked(Supplier<Optional<T>> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    /// Gives the disk back what spare files hold of it, then waits a second.
    private void waitAfter(IOException failure) {
        lock.lock();
        try {
            lastFailure = Optional.of(failure);
            wantedBytes = 0;
            spaceChanged.signalAll();
        } finally {
            lock.unlock();
        }
        deleteSpares(failure);
        lock.lock();
        try {
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

    private void deleteSpares(IOException failure) {
        Optional<SegmentStock.Spare> spare = locked(stock::takeAnySpare);
        while (spare.isPresent()) {
            try {
                files.deleteSpare(spare.get().number());
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
            spare = locked(stock::takeAnySpare);
        }
    }
}
