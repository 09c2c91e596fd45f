package io.tributary.tsdb.append;

import io.tributary.model.flow.Admission;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.ClockWatch;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.limits.RefusedSeries;
import io.tributary.tsdb.notes.BatchNotes;
import io.tributary.tsdb.notes.Senders;
import io.tributary.tsdb.notes.Teller;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.rules.BusyException;
import io.tributary.tsdb.rules.Limits;
import io.tributary.tsdb.rules.Planner;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.wal.RecordWriter;
import io.tributary.tsdb.wal.Reservation;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A request's way in: looked up without the lock, room in the wal, then applied whole under it.
///
/// ```
/// RequestLookup ─► Wal.reserve ─► [ Confirmation ─► Appender ─► record ] ─► position
///       ▲                                │ no
///       └────────────────────────────────┘ three times, then 503
/// ```
///
/// Safe from any thread. Bounds: {@link #REQUESTS_KEPT} scratches are kept; a request waits two
/// seconds for room at most.
public final class WritePath {
    private static final int REQUESTS_KEPT = 64;
    private static final int RETRY_SECONDS = 5;
    private static final int LOOKUPS_MAX = 4;

    private final HeadMemory memory;
    private final ChunkStore chunks;
    private final Wal wal;
    private final ReentrantLock appendLock;
    private final ClockWatch clock;
    private final WriteSettings settings;
    private final TenantBounds bounds;
    private final Definitions definitions;
    private final Consumer<IOException> onFatal;
    private final RequestLookup lookup;
    private final Confirmation confirmation;
    private final Appender appender;
    private final Planner planner;
    private final RefusedSeries refused;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(REQUESTS_KEPT);
    private volatile long visible;

    /// What a write path works on.
    ///
    /// @param appendLock held while a request is applied
    /// @param bounds of what the head no longer holds
    /// @param definitions told of each record of definitions
    /// @param refused told of new series that limits have no room for
    /// @param onFatal told where a request was applied in part: the process must end
    public record Surroundings(
            HeadMemory memory,
            ChunkStore chunks,
            Wal wal,
            ReentrantLock appendLock,
            ClockWatch clock,
            TenantBounds bounds,
            Definitions definitions,
            RefusedSeries refused,
            Consumer<IOException> onFatal) {}

    /// A part of a request on its way.
    private record Attempt(SampleSink.Part part, Request request, Outcome outcome) {
        Route route() {
            return part.route();
        }

        WriteBatch batch() {
            return part.batch();
        }
    }

    /// Told of the definitions that a request recorded, under the append lock.
    @FunctionalInterface
    public interface Definitions {
        /// Takes whole records, to be copied: `bytes[offset .. offset + length)`.
        ///
        /// @param segment of the wal that they stand in
        void add(byte[] bytes, int offset, int length, long segment);
    }

    /// Knows the newest time of anything of a tenant that is held here no longer.
    @FunctionalInterface
    public interface TenantBounds {
        /// By the tenant's number; `Long.MIN_VALUE` where everything is held.
        long completeMillis(int tenant);
    }

    /// @param lastRequest the number that readers know all by that is there already
    public WritePath(
            Surroundings around, Admission admission, WriteSettings settings, long lastRequest) {
        this.memory = around.memory();
        this.chunks = around.chunks();
        this.wal = around.wal();
        this.appendLock = around.appendLock();
        this.clock = around.clock();
        this.bounds = around.bounds();
        this.definitions = around.definitions();
        this.refused = around.refused();
        this.onFatal = around.onFatal();
        this.settings = settings;
        this.lookup = new RequestLookup(memory, admission);
        this.confirmation = new Confirmation(memory, lookup);
        this.appender = new Appender(memory, lookup, settings.memoryBytesMax());
        this.planner = new Planner(memory, chunks, clock.clock(), settings.lookupBytesPerSecond());
        this.visible = lastRequest;
    }

    /// The newest request that readers may see.
    public long visible() {
        return visible;
    }

    /// Decides and applies a request, as {@link SampleSink#append(List)} says.
    public List<WriteResult> append(List<SampleSink.Part> parts) {
        if (chunks.pendingBytes() >= settings.pendingBytesMax()) {
            return refused(parts, busy(Unavailable.DISK_FULL));
        }
        List<Attempt> attempts = parts.stream().map(this::attempt).toList();
        try {
            return decide(attempts);
        } catch (BusyException e) {
            return refused(parts, busy(e.reason()));
        } catch (IOException e) {
            return refused(parts, busy(Unavailable.UNREADABLE));
        } finally {
            attempts.forEach(attempt -> giveBack(attempt.request));
        }
    }

    private List<WriteResult> decide(List<Attempt> attempts) throws IOException, BusyException {
        for (int i = 0; i < LOOKUPS_MAX; i++) {
            long bytesMax = 0;
            for (Attempt attempt : attempts) {
                bytesMax += lookUp(attempt);
            }
            if (bytesMax > wal.recordBytesMax()) {
                return refused(attempts, tooLarge(attempts, bytesMax));
            }
            Reservation space = wal.reserve((int) bytesMax);
            if (!space.granted()) {
                return refused(attempts, busy(reason(space)));
            }
            if (apply(attempts, space)) {
                return attempts.stream().map(this::result).toList();
            }
        }
        return refused(attempts, busy(Unavailable.OVERLOAD));
    }

    /// Finds what a part has to do with, and answers how many bytes its record can take at most.
    private long lookUp(Attempt attempt) throws IOException, BusyException {
        Route route = attempt.route();
        setLimits(route, attempt.request.limits);
        return lookup.lookUp(route, attempt.batch(), attempt.request)
                + appender.tenantBytesMax(route)
                + attempt.request.notes.bytesMax()
                + NoteAppender.stampsBytesMax(attempt.request.notes, route);
    }

    private WriteResult tooLarge(List<Attempt> attempts, long bytesMax) {
        int samples = attempts.stream().mapToInt(one -> one.batch().sampleCount()).sum();
        int series = attempts.stream().mapToInt(one -> one.batch().seriesCount()).sum();
        return new WriteResult.TooLarge(
                "the record of %d samples of %d series could take %d bytes, more than %d: send less at once"
                        .formatted(samples, series, bytesMax, wal.recordBytesMax()));
    }

    private WriteResult result(Attempt attempt) {
        Outcome outcome = attempt.outcome;
        if (attempt.batch().histogramCount() > 0) {
            Histograms.refuseOthers(attempt.batch(), outcome);
        }
        outcome.beyond().forEach(one -> refused.add(one.verdict(), one.reason()));
        return outcome.result(wal.position());
    }

    private static List<WriteResult> refused(List<?> parts, WriteResult why) {
        return Collections.nCopies(parts.size(), why);
    }

    private BatchNotes notes(Route route, WriteBatch batch, Hash128 hash) {
        if (batch.exemplarCount() + batch.metadataCount() == 0) {
            return BatchNotes.NONE;
        }
        int tenant = memory.directory().tenantNumber(route.target());
        Teller teller = new Teller(memory.notes(), tenant, Senders.stamps(route));
        BatchNotes notes = BatchNotes.of(batch, teller, hash);
        if (notes.dropped() > 0) {
            memory.notes().dropped(notes.dropped());
        }
        return notes;
    }

    private void setLimits(Route route, Limits limits) {
        long now = clock.wallMillis();
        int tenant = memory.directory().tenantNumber(route.target());
        limits.set(settings.rules(), route, now, clock.isSuspect(), bounds.completeMillis(tenant));
    }

    /// Takes the lock and the whole request through; false where it is to be looked up anew.
    private boolean apply(List<Attempt> attempts, Reservation space) throws BusyException {
        boolean confirmed = false;
        appendLock.lock();
        try {
            confirmed = confirm(attempts);
            if (confirmed) {
                record(attempts, space);
            }
            return confirmed;
        } finally {
            appendLock.unlock();
            if (!confirmed) {
                wal.cancel(space);
            }
        }
    }

    private boolean confirm(List<Attempt> attempts) throws BusyException {
        boolean confirmed = true;
        for (Attempt attempt : attempts) {
            confirmed &= confirmation.confirm(attempt.batch(), attempt.request);
        }
        return confirmed;
    }

    /// Applies and records a confirmed request. A failure here is a defect that leaves memory and
    /// wal apart: the process must end, and what is durable decides.
    private void record(List<Attempt> attempts, Reservation space) {
        boolean whole = false;
        try {
            RecordWriter record = wal.begin(space);
            long number = visible + 1;
            Moment at = new Moment(number, wal.sequence(), wal.segment(), wal.resetGeneration());
            for (Attempt attempt : attempts) {
                Route route = attempt.route();
                appender.append(route, attempt.batch(), attempt.request, at, attempt.outcome);
                int from = record.position();
                int defined = appender.writeTo(record, route);
                definitions.add(record.array(), from, defined, wal.segment());
            }
            wal.finish(space);
            visible = number;
            whole = true;
        } catch (IOException e) {
            throw new IllegalStateException("BUG: memory cannot be read: " + e.getMessage(), e);
        } finally {
            if (!whole) {
                onFatal.accept(new IOException("BUG: a request was applied in part"));
            }
        }
    }

    private Attempt attempt(SampleSink.Part part) {
        Request request = takeRequest();
        request.notes = notes(part.route(), part.batch(), request.hash);
        return new Attempt(part, request, new Outcome(part.samples(), part.histograms()));
    }

    private void giveBack(Request request) {
        request.notes = BatchNotes.NONE;
        request.sums.clear();
        if (request.isKept()) {
            requests.offer(request);
        }
    }

    private Request takeRequest() {
        Request kept = requests.poll();
        if (kept != null) {
            return kept;
        }
        return new Request(memory.newHash(), planner.newPlans());
    }

    private static WriteResult busy(Unavailable reason) {
        return new WriteResult.Busy(reason, RETRY_SECONDS);
    }

    private static Unavailable reason(Reservation refused) {
        return switch (refused.outcome()) {
            case WAL_FULL, TOO_LARGE -> Unavailable.WAL_FULL;
            case DISK_FULL -> Unavailable.DISK_FULL;
            case BUSY -> Unavailable.OVERLOAD;
            case ENDED -> Unavailable.STOPPING;
            case GRANTED ->
                    throw new IllegalStateException("BUG: a granted reservation is no refusal");
        };
    }
}
