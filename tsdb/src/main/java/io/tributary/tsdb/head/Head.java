package io.tributary.tsdb.head;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.model.Labels;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.wal.RecordWriter;
import io.tributary.tsdb.wal.Reservation;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The newest samples of all tenants: one append lock, one wal, flat memory.
///
/// The way in: {@link RequestLookup} (hash, look up, judge; no lock) → space in the wal → {@link
/// Appender} (the lock) → wal position. The way back: {@link HeadView}. A coordinator: the work is
/// in its parts.
///
/// Safe from any thread.
public final class Head implements SampleSink, SeriesSource, AutoCloseable {
    /// Scratch of requests kept for further ones.
    private static final int REQUESTS_KEPT = 64;

    private static final int RETRY_SECONDS = 5;
    private static final int LOOKUPS_MAX = 3;

    private final Clock clock;
    private final HeadSettings settings;
    private final DataDirectory data;
    private final HeadParts parts;
    private final Wal wal;
    private final Consumer<IOException> onFatal;
    private final RequestLookup lookup;
    private final Appender appender;
    private final RecoveryReport recovery;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(REQUESTS_KEPT);
    private volatile long visible;

    private Head(
            Clock clock,
            HeadSettings settings,
            DataDirectory data,
            Recovery recovered,
            Wal wal,
            Admission admission,
            Consumer<IOException> onFatal) {
        this.clock = clock;
        this.settings = settings;
        this.data = data;
        this.parts = recovered.parts();
        this.wal = wal;
        this.onFatal = onFatal;
        this.lookup = new RequestLookup(parts, admission);
        this.appender = new Appender(parts);
        this.recovery = recovered.report();
        this.visible = recovered.lastRequest();
    }

    /// Opens a data directory: takes its lock, replays its wal, begins a new segment.
    ///
    /// @param admission judges series that are not known by their bytes
    /// @param onFatal called once where the wal cannot be written or synced any more; the process
    ///   must end
    /// @throws DataDirectoryException if it is in use, of a newer version, or not a data directory
    /// @throws IOException if it cannot be read or written
    public static Head open(
            Disk disk,
            Clock clock,
            HeadSettings settings,
            Admission admission,
            Consumer<IOException> onFatal)
            throws IOException {
        DataDirectory data = DataDirectory.open(disk);
        try {
            Recovery recovered = Recovery.run(disk, new HeadParts(data.hashKey()));
            Wal wal =
                    Wal.start(
                            disk,
                            DataDirectory.WAL,
                            clock,
                            settings.wal(),
                            recovered.wal(),
                            onFatal);
            return new Head(clock, settings, data, recovered, wal, admission, onFatal);
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    @Override
    public WriteResult append(Route route, WriteBatch batch) {
        if (parts.sealed().sizeBytes() >= settings.sealedBytesMax()) {
            return busy(Unavailable.WAL_FULL);
        }
        Request request = takeRequest();
        try {
            Outcome outcome = new Outcome();
            for (int i = 0; i < LOOKUPS_MAX; i++) {
                int bytesMax = lookup.lookUp(route, batch, request);
                Reservation space = wal.reserve(bytesMax + appender.tenantBytesMax(route));
                if (!space.granted()) {
                    return busy(reason(space));
                }
                if (apply(route, batch, request, space, outcome)) {
                    countUnsupported(batch, outcome);
                    return outcome.result(wal.position());
                }
            }
            return busy(Unavailable.OVERLOAD);
        } catch (CorruptChunkException e) {
            throw new IllegalStateException(
                    "BUG: a chunk in memory cannot be read: " + e.getMessage(), e);
        } finally {
            if (request.isKept()) {
                requests.offer(request);
            }
        }
    }

    @Override
    public void awaitDurable(long position) {
        wal.awaitDurable(position);
    }

    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return new HeadSelection(this, scope, selectors, budget).view();
    }

    @Override
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        try (HeadView view = new HeadSelection(this, scope, selectors, budget).view()) {
            List<Labels> found = view.labels();
            view.awaitDurable();
            return found;
        }
    }

    /// The tenants that may write or have written here.
    public TenantDirectory tenants() {
        return parts.directory().tenants();
    }

    /// What opening found.
    public RecoveryReport recovery() {
        return recovery;
    }

    /// Series in memory.
    public int seriesCount() {
        return parts.directory().slotCount();
    }

    /// Bytes held in memory by series, chunks and indexes.
    public long sizeBytes() {
        return parts.sizeBytes();
    }

    /// Bytes of all wal segments.
    public long walBytes() {
        return wal.sizeBytes();
    }

    /// Commits what is pending and gives the directory back.
    @Override
    public void close() throws IOException {
        wal.close();
        data.close();
    }

    HeadParts parts() {
        return parts;
    }

    Wal wal() {
        return wal;
    }

    ReentrantLock appendLock() {
        return appendLock;
    }

    /// The newest request that readers may see.
    long visible() {
        return visible;
    }

    /// Takes the lock and the whole request through; false where it is to be looked up anew.
    private boolean apply(
            Route route, WriteBatch batch, Request request, Reservation space, Outcome outcome)
            throws CorruptChunkException {
        appendLock.lock();
        try {
            if (!appender.confirm(batch, request)) {
                wal.cancel(space);
                return false;
            }
            record(route, batch, request, space, outcome);
            return true;
        } finally {
            appendLock.unlock();
        }
    }

    /// Applies and records a confirmed request. A failure here is a defect that leaves memory and
    /// wal apart: the process must end, and what is durable decides.
    private void record(
            Route route, WriteBatch batch, Request request, Reservation space, Outcome outcome)
            throws CorruptChunkException {
        boolean whole = false;
        try {
            RecordWriter record = wal.begin(space);
            long number = visible + 1;
            long now = clock.wallMillis();
            int generation = wal.resetGeneration();
            appender.append(
                    route,
                    batch,
                    request,
                    now,
                    settings.backlogMaxMillis(),
                    number,
                    generation,
                    outcome);
            appender.writeTo(record, route);
            wal.finish(space);
            visible = number;
            whole = true;
        } finally {
            if (!whole) {
                onFatal.accept(new IOException("BUG: a request was applied in part"));
            }
        }
    }

    private static void countUnsupported(WriteBatch batch, Outcome outcome) {
        if (batch.histogramCount() > 0
                && outcome.refused(Refusal.UNSUPPORTED, batch.histogramCount())) {
            outcome.explain(
                    batch.histogramCount() + " native histograms: not stored by this version");
        }
    }

    private Request takeRequest() {
        Request kept = requests.poll();
        return kept != null ? kept : new Request(new Hash128(parts.hashKey()), parts.newLookup());
    }

    private static WriteResult busy(Unavailable reason) {
        return new WriteResult.Busy(reason, RETRY_SECONDS);
    }

    private static Unavailable reason(Reservation refused) {
        return switch (refused.outcome()) {
            case WAL_FULL -> Unavailable.WAL_FULL;
            case DISK_FULL -> Unavailable.DISK_FULL;
            case BUSY -> Unavailable.OVERLOAD;
            case ENDED -> Unavailable.STOPPING;
            case GRANTED ->
                    throw new IllegalStateException("BUG: a granted reservation is no refusal");
        };
    }
}
