package io.tributary.tsdb.upkeep;

import io.tributary.tsdb.chunks.ChunkFileSummary;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.record.DepartureRecords;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.serieslog.DepartedSeries;
import io.tributary.tsdb.serieslog.LiveRecords;
import io.tributary.tsdb.serieslog.SeriesLog;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.roaringbitmap.RoaringBitmap;

/// Lets a chunk file go, and with it the series that held nothing else.
///
/// ```
/// COMPLETE (per tenant), DEPARTED (per series) ─► series/, synced ─► the file leaves
///                    │         on a full disk: COMPLETE alone, in room kept for it
///                    └► memory: nobody finds the series, its frontier is kept
/// many have left ─► the index is built anew ─► readers that began before are awaited ─► slots are used again
/// ```
///
/// On a full disk a file must be able to leave, so then only COMPLETE is made durable before:
/// should the process end before the frontiers are, a start lets a series of which nothing is left
/// begin behind that time, which is no earlier than its frontier was.
///
/// What is kept of a series that has left is 24 bytes, for as long as a sample that old could be
/// accepted. One thread.
public final class Departures implements FileRemoval {
    private static final int PORTION = 256;

    /// No series has this ref.
    private static final long NO_REF = Long.MAX_VALUE;

    /// Frontiers that nothing could be accepted behind any more are forgotten once in so many
    /// files.
    private static final int EXPIRE_EVERY = 8;

    private final HeadMemory memory;
    private final SeriesDirectory directory;
    private final Lanes lanes;
    private final ChunkStore chunks;
    private final SeriesLog seriesLog;
    private final ReentrantLock appendLock;
    private final Lock allReadersGone;
    private final Map<Integer, Long> complete;
    private final Expiry expiry;
    private final RecordWriter out = new RecordWriter();
    private final DepartureRecords records = new DepartureRecords(out);
    private final int[] found = new int[PORTION];
    private long told = -1;
    private long departed;
    private int files;

    /// What departures work on.
    ///
    /// @param allReadersGone taken once to know that no selection is left that began before
    /// @param complete by tenant's number, up to which time samples may be gone; raised here
    /// @param expiry which frontiers are too old to matter
    public record Surroundings(
            HeadMemory memory,
            ChunkStore chunks,
            SeriesLog seriesLog,
            ReentrantLock appendLock,
            Lock allReadersGone,
            Map<Integer, Long> complete,
            Expiry expiry) {}

    /// Tells which frontiers need not be remembered.
    @FunctionalInterface
    public interface Expiry {
        /// A sample at or before this time is accepted nowhere.
        long limitMillis();
    }

    public Departures(Surroundings around) {
        this.memory = around.memory();
        this.directory = memory.directory();
        this.lanes = memory.lanes();
        this.chunks = around.chunks();
        this.seriesLog = around.seriesLog();
        this.appendLock = around.appendLock();
        this.allReadersGone = around.allReadersGone();
        this.complete = around.complete();
        this.expiry = around.expiry();
    }

    @Override
    public void remove(ChunkFileSummary file) throws IOException {
        if (file.number() != told) {
            told = file.number();
            file.newestMillis()
                    .forEach((tenant, millis) -> {
                        complete.merge(tenant, millis, Math::max);
                        DepartureRecords.writeComplete(out, tenant, millis);
                    });
        }
        departAll(file.number());
        flushRecords();
        try {
            seriesLog.flush();
        } catch (IOException e) {
            insist(file, e);
        }
        chunks.remove(file.number());
        if (directory.isRebuildDue()) {
            rebuild();
        }
        if (++files % EXPIRE_EVERY == 0) {
            expire();
        }
    }

    private void insist(ChunkFileSummary file, IOException cause) throws IOException {
        RecordWriter bounds = new RecordWriter();
        file.newestMillis()
                .forEach(
                        (tenant, millis) -> DepartureRecords.writeComplete(bounds, tenant, millis));
        if (bounds.position() == 0) {
            return;
        }
        try {
            seriesLog.insist(bounds.array(), 0, bounds.position());
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    /// Series that have left.
    long departedCount() {
        return departed;
    }

    private void departAll(long file) {
        int slots = directory.slotCount();
        int count = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (lanes.isGoneWithout(slot, file)) {
                found[count++] = slot;
                if (count == PORTION) {
                    depart(file, count);
                    count = 0;
                }
            }
        }
        depart(file, count);
    }

    private void depart(long file, int count) {
        appendLock.lock();
        try {
            int departing = 0;
            records.begin();
            for (int i = 0; i < count; i++) {
                int slot = found[i];
                if (lanes.isGoneWithout(slot, file) && remember(slot)) {
                    found[departing++] = slot;
                }
            }
            records.end();
            forget(departing);
            flushRecords();
        } finally {
            appendLock.unlock();
        }
    }

    /// False where there is no room for its frontier: the series stays.
    private boolean remember(int slot) {
        directory.identify(slot);
        long high = directory.identityHigh();
        long low = directory.identityLow();
        long frontier = lanes.frontier(slot);
        if (!memory.departed().add(high, low, frontier)) {
            return false;
        }
        records.add(directory.ref(slot), high, low, frontier);
        return true;
    }

    private void forget(int count) {
        RoaringBitmap slots = new RoaringBitmap();
        for (int i = 0; i < count; i++) {
            slots.add(found[i]);
        }
        memory.keys().remove(slots);
        directory.depart(found, count);
        for (int i = 0; i < count; i++) {
            lanes.depart(found[i]);
        }
        departed += count;
    }

    private void flushRecords() {
        seriesLog.add(out.array(), 0, out.position(), Long.MAX_VALUE);
        out.truncate(0);
    }

    /// Slots may be used again only when nobody can still hold them for the series they were: the
    /// index does not name them any more, and whoever read the one before is done.
    private void rebuild() throws IOException {
        Runnable rebuild = locked(directory::beginRebuild);
        rebuild.run();
        int[] gone = locked(directory::finishRebuild);
        allReadersGone.lock();
        try {
            locked(() -> {
                directory.reuse(gone);
                return gone;
            });
        } finally {
            allReadersGone.unlock();
        }
        seriesLog.rewrite(locked(this::allThatMatters));
    }

    /// What the log is to begin with. Under the append lock nothing is sorted or written, only
    /// copied.
    private LiveRecords allThatMatters() {
        DepartedSeries gone = memory.departed().copy();
        return directory.liveDefinitions(log -> writeRemembered(gone, log));
    }

    /// What is to be known of the series that left, whose refs matter no longer.
    private void writeRemembered(DepartedSeries gone, RecordWriter log) {
        DepartureRecords of = new DepartureRecords(log);
        of.begin();
        gone.forEach((high, low, frontier) -> of.add(NO_REF, high, low, frontier));
        of.end();
        complete.forEach((tenant, millis) -> DepartureRecords.writeComplete(log, tenant, millis));
    }

    private void expire() {
        locked(() -> memory.departed().expireBefore(expiry.limitMillis()));
    }

    private <T> T locked(Supplier<T> action) {
        appendLock.lock();
        try {
            return action.get();
        } finally {
            appendLock.unlock();
        }
    }
}
