package io.tributary.tsdb.head;

import io.tributary.model.Labels;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.notes.SeriesExemplars;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.ClockWatch;
import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.append.WritePath;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.data.OpenParts;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.limits.RefusedSeries;
import io.tributary.tsdb.limits.StoredUsage;
import io.tributary.tsdb.losses.Loss;
import io.tributary.tsdb.losses.Losses;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.recovery.Recovery;
import io.tributary.tsdb.recovery.RecoveryReport;
import io.tributary.tsdb.select.ExtentPath;
import io.tributary.tsdb.select.NotePath;
import io.tributary.tsdb.select.ReadPath;
import io.tributary.tsdb.serieslog.SeriesLog;
import io.tributary.tsdb.upkeep.Departures;
import io.tributary.tsdb.upkeep.Upkeep;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/// The newest samples of all tenants: one append lock, one wal, flat memory, chunk files.
///
/// ```
/// append ─► WritePath ─► HeadMemory ◄─ ReadPath ◄─ select
///              │            │ sealed       │
///              ▼            ▼              │
///             Wal       ChunkStore ◄───────┘        Upkeep: sweep, carry, retention, release
/// ```
///
/// A coordinator: it opens the parts in the order data flows and closes them; the work is theirs.
///
/// Safe from any thread.
public final class Head
        implements SampleSink,
                SeriesSource,
                ExtentSource,
                ExemplarSource,
                MetadataSource,
                AutoCloseable {
    private final DataDirectory data;
    private final HeadMemory memory;
    private final ChunkStore chunks;
    private final SeriesLog seriesLog;
    private final Losses losses;
    private final Wal wal;
    private final ClockWatch clock;
    private final RecoveryReport recovery;
    private final WritePath writes;
    private final ReadPath reads;
    private final ExtentPath extents;
    private final NotePath notes;
    private final Upkeep upkeep;
    private final boolean hasUpkeepThread;
    private final long memoryBytesMax;
    private final RefusedSeries refused = new RefusedSeries();
    private final ReentrantLock appendLock = new ReentrantLock();

    private Head(
            DataDirectory data,
            Recovery recovered,
            Wal wal,
            ClockWatch clock,
            HeadSettings settings,
            Admission admission,
            Consumer<IOException> onFatal) {
        this.data = data;
        this.memory = recovered.memory();
        this.chunks = recovered.chunks();
        this.seriesLog = recovered.seriesLog();
        this.losses = recovered.losses();
        this.wal = wal;
        this.clock = clock;
        this.recovery = recovered.report();
        TenantBounds bounds = new TenantBounds(recovered.complete());
        ReadWriteLock selections = new ReentrantReadWriteLock();
        this.writes =
                new WritePath(
                        new WritePath.Surroundings(
                                memory,
                                chunks,
                                wal,
                                appendLock,
                                clock,
                                bounds,
                                seriesLog::add,
                                refused,
                                onFatal),
                        admission,
                        settings.writes(),
                        Moment.RECOVERED);
        this.reads =
                new ReadPath(
                        memory, chunks, wal, appendLock, selections.readLock(), writes::visible);
        this.extents = new ExtentPath(memory, chunks, wal, appendLock, selections.readLock());
        this.notes = new NotePath(memory, wal, selections.readLock());
        this.upkeep =
                new Upkeep(
                        new Upkeep.Surroundings(
                                memory,
                                chunks,
                                seriesLog,
                                losses,
                                wal,
                                appendLock,
                                writes::visible,
                                clock,
                                departures(bounds, selections, settings),
                                settings.retentionMillis(),
                                onFatal));
        this.hasUpkeepThread = settings.upkeep();
        this.memoryBytesMax = settings.writes().memoryBytesMax();
    }

    private Departures departures(
            TenantBounds bounds, ReadWriteLock selections, HeadSettings settings) {
        return new Departures(
                new Departures.Surroundings(
                        memory,
                        chunks,
                        seriesLog,
                        appendLock,
                        selections.writeLock(),
                        bounds.complete(),
                        () -> clock.wallMillis() - settings.writes().rules().backlogMaxMillis()));
    }

    /// Opens a data directory: takes its lock, reads chunk files and definitions, replays its wal,
    /// begins a new segment.
    ///
    /// @param admission judges series that are not known by their bytes
    /// @param onFatal called once where something cannot be made durable any more; the process must
    ///   end
    /// @throws DataDirectoryException if it is in use, of a newer version, or not a data directory
    /// @throws IOException if it cannot be read or written
    public static Head open(
            Disk disk,
            Clock clock,
            HeadSettings settings,
            Admission admission,
            Consumer<IOException> onFatal)
            throws IOException {
        OpenParts parts = new OpenParts();
        try {
            DataDirectory data = DataDirectory.open(disk);
            parts.add(data::close);
            WakeUp wakeUp = new WakeUp();
            ClockWatch watch = new ClockWatch(clock);
            Recovery recovered =
                    Recovery.run(
                            new Recovery.Surroundings(
                                    disk,
                                    watch.trusted(),
                                    data,
                                    settings.chunks(),
                                    settings.writes().notes(),
                                    wakeUp,
                                    onFatal));
            parts.add(recovered::close);
            watch.hasPassed(recovered.wal().lastCommitMillis());
            Wal wal =
                    Wal.start(
                            disk,
                            DataDirectory.WAL,
                            watch.trusted(),
                            settings.wal(),
                            recovered.wal(),
                            onFatal);
            parts.add(wal::close);
            Head head = new Head(data, recovered, wal, watch, settings, admission, onFatal);
            head.chunks.writeAfter(head::awaitAllDurable);
            head.chunks.whenUnreadable(new ChunkLosses(head.memory.directory(), head.losses));
            wakeUp.wakes(head.upkeep);
            if (head.hasUpkeepThread) {
                head.upkeep.start();
            }
            return head;
        } catch (IOException | RuntimeException e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    @Override
    public List<WriteResult> append(List<Part> parts) {
        return writes.append(parts);
    }

    @Override
    public void awaitDurable(long position) {
        wal.awaitDurable(position);
    }

    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        return reads.view(scope, selectors, budget);
    }

    @Override
    public boolean counts(ReadScope scope) {
        return true;
    }

    @Override
    public boolean mayRepeat(ReadScope scope) {
        return reads.mayRepeat(scope);
    }

    @Override
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return reads.series(scope, selectors, budget);
    }

    @Override
    public Set<String> labelNames(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        return reads.carriedPairs(scope, selectors, budget).names();
    }

    @Override
    public Set<String> labelValues(
            ReadScope scope, String name, List<Selector> selectors, ReadBudget budget) {
        return reads.carriedPairs(scope, selectors, budget).values(name);
    }

    @Override
    public Extent extent(ReadScope scope, ReadBudget budget) throws IOException {
        return extents.extent(scope, budget);
    }

    @Override
    public List<SeriesExemplars> exemplars(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        return notes.exemplars(scope, selectors, budget);
    }

    @Override
    public List<FamilyMetadata> metadata(ReadScope scope, ReadBudget budget) {
        return notes.metadata(scope, budget);
    }

    /// Exemplars and metadata that were dropped since the start: for want of room, or because they
    /// could not be kept.
    public long notesDroppedCount() {
        return memory.notes().droppedCount();
    }

    /// The tenants that may write or have written here.
    public TenantDirectory tenants() {
        return memory.directory().tenants();
    }

    /// How many series its tenants have, and which were refused.
    public SeriesUsage usage() {
        return new StoredUsage(memory.directory(), appendLock, refused);
    }

    /// What opening found.
    public RecoveryReport recovery() {
        return recovery;
    }

    /// Losses on record and those met since: what was durable here and cannot be read any more.
    public long lossCount() {
        return losses.count();
    }

    /// Has `told` called once with each loss that was not on record when this was opened, once it
    /// is.
    public void whenLost(Consumer<Loss> told) {
        losses.whenNoticed(told);
    }

    /// The clock that samples are judged by.
    public ClockWatch clock() {
        return clock;
    }

    /// What an operator should know now, a line each.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (clock.isSuspect()) {
            warnings.add(
                    "The clock was set: nothing is refused or deleted by it until it is back.");
        }
        upkeep.failure()
                .ifPresent(failure -> warnings.add("Upkeep waits: " + failure.getMessage()));
        return warnings;
    }

    /// Series in memory.
    public int seriesCount() {
        return memory.directory().liveCount();
    }

    /// Bytes held in memory by series, chunks and indexes.
    public long sizeBytes() {
        return memory.sizeBytes() + chunks.sizeBytes();
    }

    /// Bytes that series, open chunks and indexes may take; beyond it no series are made.
    public long memoryBytesMax() {
        return memoryBytesMax;
    }

    /// Bytes of all wal segments.
    public long walBytes() {
        return wal.sizeBytes();
    }

    /// Bytes of all chunk files.
    public long chunkBytes() {
        return chunks.diskBytes();
    }

    /// Commits what is pending and gives the directory back.
    @Override
    public void close() throws IOException {
        if (hasUpkeepThread) {
            upkeep.close();
        }
        try (data;
                wal;
                losses;
                seriesLog) {
            chunks.close();
        }
    }

    /// Waits until all that was applied so far is in the wal: a chunk must not be found after a
    /// crash that tells of a request in part. False where that will not be.
    private boolean awaitAllDurable() {
        long position;
        appendLock.lock();
        try {
            position = wal.position();
        } finally {
            appendLock.unlock();
        }
        return wal.awaitDurableOrFailure(position);
    }

    HeadMemory memory() {
        return memory;
    }

    Losses losses() {
        return losses;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    ChunkStore chunks() {
        return chunks;
    }

    SeriesLog seriesLog() {
        return seriesLog;
    }
}
