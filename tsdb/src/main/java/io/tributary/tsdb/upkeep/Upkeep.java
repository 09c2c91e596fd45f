package io.tributary.tsdb.upkeep;

import io.tributary.runtime.clock.ClockWatch;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.losses.Losses;
import io.tributary.tsdb.serieslog.SeriesLog;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What a head does besides requests, on one platform thread: records losses, seals what is idle,
/// carries what holds the wal, lets chunk files go that are old enough, and gives wal segments
/// back.
///
/// A step a second; nothing in it waits for a request, and it holds the append lock in portions.
public final class Upkeep implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ChunkStore chunks;
    private final SeriesLog seriesLog;
    private final Losses losses;
    private final Sweep sweep;
    private final Carrier carrier;
    private final Retention retention;
    private final WalRelease release;
    private final Consumer<IOException> onFatal;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private volatile Optional<IOException> failure = Optional.empty();
    private boolean due;
    private boolean closed;

    /// What upkeep works on.
    ///
    /// @param visible the newest request
    /// @param retentionMillis how long a chunk file is kept after it was closed
    public record Surroundings(
            HeadMemory memory,
            ChunkStore chunks,
            SeriesLog seriesLog,
            Losses losses,
            Wal wal,
            ReentrantLock appendLock,
            LongSupplier visible,
            ClockWatch clock,
            FileRemoval removal,
            long retentionMillis,
            Consumer<IOException> onFatal) {}

    public Upkeep(Surroundings around) {
        this.chunks = around.chunks();
        this.seriesLog = around.seriesLog();
        this.losses = around.losses();
        this.sweep =
                new Sweep(
                        around.memory(),
                        around.appendLock(),
                        around.visible(),
                        around.clock().clock());
        this.carrier =
                new Carrier(
                        around.memory(), around.wal(), around.appendLock(), around.clock().clock());
        this.retention =
                new Retention(
                        around.chunks(),
                        around.removal(),
                        around.clock(),
                        around.retentionMillis());
        this.release =
                new WalRelease(
                        around.wal(),
                        around.memory().lanes(),
                        around.chunks(),
                        around.seriesLog(),
                        around.appendLock(),
                        new NoteKeeper(around.memory().notes(), around.wal(), around.appendLock()));
        this.onFatal = around.onFatal();
        this.thread = Thread.ofPlatform().name("head-upkeep").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Has the next step come at once: something became durable.
    public void wake() {
        lock.lock();
        try {
            due = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /// One step of everything. Not together with the thread.
    ///
    /// @throws IOException if a chunk file to be let go cannot be read
    public void step() throws IOException {
        recordLosses();
        sweep.step();
        if (carrier.step()) {
            flush();
        }
        release.run();
        retention.step();
    }

    /// Where there is no room it is tried again; the rest of the step goes on.
    private void recordLosses() {
        try {
            losses.write();
        } catch (NoSpaceException e) {
            failure = Optional.of(e);
        } catch (IOException e) {
            onFatal.accept(e);
        }
    }

    /// What cannot be flushed is tried again; the rest of the step goes on.
    private void flush() {
        try {
            chunks.flush();
            seriesLog.flush();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /// Why the last step could not be done in full, while that is so; it is tried again.
    public Optional<IOException> failure() {
        return failure;
    }

    /// Series whose chunks were sealed because they were idle.
    public long sweptCount() {
        return sweep.sealedCount();
    }

    /// Series whose chunks were carried or sealed because the wal asked for it.
    public long carriedCount() {
        return carrier.carriedCount();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: interrupted while a head is closed", e);
        }
    }

    private void run() {
        while (awaitStep()) {
            try {
                failure = Optional.empty();
                step();
            } catch (IOException e) {
                failure = Optional.of(e);
            } catch (RuntimeException | Error e) {
                onFatal.accept(new IOException("cannot look after the head: " + e, e));
                return;
            }
        }
    }

    private boolean awaitStep() {
        lock.lock();
        try {
            long nanos = STEP_NANOS;
            while (!closed && !due && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            due = false;
            return !closed;
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: upkeep is never interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
