package io.tributary.tsdb.append;

import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.Moment;
import io.tributary.tsdb.lanes.RawKeys;
import io.tributary.tsdb.limits.SeriesRoom;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.record.histogram.HistogramEncoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.series.DefinitionWriter;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.serieslog.DepartedSeries;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.util.Optional;

/// Confirms and applies one request, in one pass, under the append lock: rules, open chunks,
/// record.
///
/// {@link #confirm} changes no sample: it checks that what was looked up still holds, so that a
/// request is either applied whole or looked up anew. {@link #append} then applies decision after
/// decision. A series is made only for a sample that is accepted, and while there is memory for it;
/// those that are there go on.
///
/// Not safe for several threads: the head calls it under its lock.
final class Appender {
    /// So many series are made before it is asked again how much memory is taken.
    private static final int MADE_UNASKED = 64;

    private final HeadMemory memory;
    private final long memoryBytesMax;
    private final SeriesDirectory directory;
    private final Lanes lanes;
    private final RawKeys keys;
    private final DepartedSeries departed;
    private final SeriesRoom room;
    private final RequestLookup lookup;
    private final DefinitionWriter definitions;
    private final SampleEncoder inOrder = new SampleEncoder();
    private final SampleEncoder late = new SampleEncoder();
    private final HistogramEncoder histograms = new HistogramEncoder();
    private final NoteAppender notes;

    // The request in progress.
    private Moment moment = new Moment(0, 0, 0, 0);
    private boolean full;
    private int madeUnasked;

    /// @param memoryBytesMax beyond it no series are made
    Appender(HeadMemory memory, RequestLookup lookup, long memoryBytesMax) {
        this.memory = memory;
        this.memoryBytesMax = memoryBytesMax;
        this.directory = memory.directory();
        this.lanes = memory.lanes();
        this.keys = memory.keys();
        this.departed = memory.departed();
        this.room = new SeriesRoom(directory);
        this.lookup = lookup;
        this.definitions = new DefinitionWriter(directory);
        this.notes = new NoteAppender(memory);
    }

    /// The most bytes the tenants up to this one can still take in a record. Any thread.
    int tenantBytesMax(Route route) {
        return definitions.tenantBytesMax(route.target());
    }

    /// Confirms what was found without the lock.
    ///
    /// @return false if the request is to be looked up anew; nothing was changed then
    /// @throws BusyException if a verdict would read a clock that is not to be trusted
    boolean confirm(WriteBatch batch, Request request) throws BusyException {
        boolean holds = true;
        for (int i = 0; i < batch.seriesCount(); i++) {
            int slot = request.slots[i];
            if (slot == Request.NO_SAMPLES) {
                continue;
            }
            holds &= slot >= 0 ? isAsFound(batch, request, i) : isStillNew(request, i);
        }
        if (holds && request.limits.clockSuspect()) {
            checkClock(batch, request);
        }
        return holds;
    }

    /// Applies a confirmed request: all floats, then all native histograms, as their records stand
    /// in the wal and are applied again.
    ///
    /// @param at where it stands
    void append(Route route, WriteBatch batch, Request request, Moment at, Outcome outcome)
            throws IOException {
        moment = at;
        madeUnasked = MADE_UNASKED;
        room.begin(route);
        inOrder.begin();
        late.begin();
        histograms.begin();
        appendFloats(batch, request, outcome);
        if (batch.histogramCount() > 0) {
            appendHistograms(batch, request, outcome);
        }
        notes.append(request.notes, request, route, moment.segment(), outcome);
    }

    private void appendFloats(WriteBatch batch, Request request, Outcome outcome)
            throws IOException {
        for (int i = 0; i < batch.seriesCount(); i++) {
            int slot = request.slots[i];
            if (slot == Request.NO_SAMPLES || batch.sampleStart(i) == batch.sampleEnd(i)) {
                continue;
            }
            if (slot < 0) {
                Points floats = new Points.Floats(batch);
                slot = admit(floats, request, i, outcome);
                if (slot >= 0 && mustPlan(floats, request.kinds[i], i, slot)) {
                    request.kinds[i] = Request.PLANNED;
                    planNew(batch, request, i, slot, false);
                }
            }
            if (slot >= 0) {
                apply(batch, request, i, slot, outcome);
            }
        }
    }

    private void appendHistograms(WriteBatch batch, Request request, Outcome outcome)
            throws IOException {
        Points points = new Points.Histogram(batch);
        for (int i = 0; i < batch.seriesCount(); i++) {
            int slot = request.slots[i];
            if (slot == Request.NO_SAMPLES || !Histograms.any(batch, i)) {
                continue;
            }
            if (slot < 0) {
                slot = admit(points, request, i, outcome);
                if (slot >= 0 && mustPlan(points, request.histogramKinds[i], i, slot)) {
                    request.histogramKinds[i] = Request.PLANNED;
                    planNew(batch, request, i, slot, true);
                }
            }
            if (slot >= 0) {
                applyHistograms(batch, request, i, slot, outcome);
            }
        }
    }

    private boolean mustPlan(Points points, byte kind, int series, int slot) {
        return kind == Request.UNORDERED || points.firstMillis(series) <= lanes.frontier(slot);
    }

    /// Writes the records of the request just appended: what is new, then its samples, then its
    /// notes. Answers how many bytes the first take.
    int writeTo(RecordWriter out, Route route) {
        int from = out.position();
        if (definitions.isPending()
                || (notes.needsTenant() && definitions.isPending(route.target()))) {
            definitions.write(out, route.target());
        }
        int defined = out.position() - from;
        inOrder.writeTo(out, RecordType.SAMPLES);
        late.writeTo(out, RecordType.LATE_SAMPLES);
        histograms.writeTo(out);
        notes.writeTo(out);
        return defined;
    }

    private boolean isAsFound(WriteBatch batch, Request request, int series) {
        int slot = request.slots[series];
        if (!lanes.hasHash(slot, request.hashHigh[series], request.hashLow[series])
                && keys.find(request.hashHigh[series], request.hashLow[series]) != slot) {
            return false;
        }
        return switch (request.kinds[series]) {
            case Request.AHEAD -> isAhead(batch, series, lanes.frontier(slot));
            case Request.BACKLOG -> lookup.isBacklog(batch, series, slot);
            default ->
                    request.inOrderCounts[series] == lanes.inOrderCount(slot)
                            && request.lateCounts[series] == lanes.lateCount(slot);
        };
    }

    private static boolean isAhead(WriteBatch batch, int series, long frontier) {
        int sample = batch.sampleStart(series);
        return sample < batch.sampleEnd(series)
                ? batch.timeMillis(sample) > frontier
                : Histograms.ascendFrom(batch, series, frontier);
    }

    /// Whether a series that was not known by its bytes is not known by its labels either; where it
    /// is, its bytes are noted and will find it.
    private boolean isStillNew(Request request, int series) {
        Verdict verdict = request.verdictOf(request.slots[series]);
        if (verdict.isRefused()) {
            return true;
        }
        int slot = directory.find(verdict);
        if (slot == SeriesDirectory.ABSENT) {
            return true;
        }
        keys.put(slot, request.hashHigh[series], request.hashLow[series]);
        return false;
    }

    private static void checkClock(WriteBatch batch, Request request) throws BusyException {
        Points floats = new Points.Floats(batch);
        Points points = new Points.Histogram(batch);
        for (int i = 0; i < batch.seriesCount(); i++) {
            if (!request.isRefused(i)) {
                checkClock(floats, request, i, request.kinds[i], request.decisions);
                checkClock(
                        points, request, i, request.histogramKinds[i], request.histogramDecisions);
            }
        }
    }

    private static void checkClock(
            Points points, Request request, int series, byte kind, byte[] decisions)
            throws BusyException {
        boolean known = request.slots[series] >= 0;
        for (int j = points.start(series); j < points.end(series); j++) {
            byte decision = known && kind == Request.PLANNED ? decisions[j] : Decision.OPEN;
            if (points.isStorable(j)
                    && isDecidedByClock(points.timeMillis(j), request.limits, known, decision)) {
                throw new BusyException(Unavailable.CLOCK_SUSPECT);
            }
        }
    }

    private static boolean isDecidedByClock(
            long timeMillis, Limits limits, boolean known, byte decision) {
        if (decision != Decision.OPEN) {
            return decision == Decision.TOO_OLD || decision == Decision.TOO_FAR_IN_FUTURE;
        }
        boolean mayBeLate = !known;
        return limits.isTooFarInFuture(timeMillis)
                || limits.isTooOld(timeMillis)
                || (mayBeLate && limits.isTooLate(timeMillis));
    }

    /// The slot of a series that was not known by its bytes, made if it is new; `ABSENT` where
    /// nothing of it is accepted.
    private int admit(Points points, Request request, int series, Outcome outcome) {
        Verdict verdict = request.verdictOf(request.slots[series]);
        if (verdict.isRefused()) {
            if (points.refuse(series, verdict.refusal(), outcome)) {
                outcome.explain(verdict.detail());
            }
            return SeriesDirectory.ABSENT;
        }
        int slot = directory.find(verdict);
        if (slot == SeriesDirectory.ABSENT) {
            if (!points.anyAccepted(series, verdict, request.limits, outcome)) {
                return SeriesDirectory.ABSENT;
            }
            Optional<Refusal> beyond = room.refusal(verdict);
            if (beyond.isPresent()) {
                if (points.refuse(series, beyond.get(), outcome)) {
                    outcome.explain(room.why(beyond.get(), verdict));
                }
                outcome.beyond(verdict, beyond.get());
                return SeriesDirectory.ABSENT;
            }
            if (isFull()) {
                refuseNew(points, series, outcome);
                return SeriesDirectory.ABSENT;
            }
            lanes.create(directory.nextSlot());
            slot = directory.create(verdict);
            long frontier = departed.take(directory.identityHigh(), directory.identityLow());
            if (frontier != DepartedSeries.ABSENT) {
                lanes.comeBack(slot, frontier);
            }
        }
        if (!lanes.hasHash(slot, request.hashHigh[series], request.hashLow[series])) {
            keys.put(slot, request.hashHigh[series], request.hashLow[series]);
        }
        return slot;
    }

    private boolean isFull() {
        if (++madeUnasked > MADE_UNASKED) {
            full = memory.sizeBytes() >= memoryBytesMax;
            madeUnasked = 0;
        }
        return full;
    }

    private void refuseNew(Points points, int series, Outcome outcome) {
        if (points.refuse(series, Refusal.MAX_SERIES, outcome)) {
            outcome.explain(
                    "a new series: the %d there are take %d bytes of memory, of %d"
                            .formatted(directory.liveCount(), memory.sizeBytes(), memoryBytesMax));
        }
    }

    /// A series that this request made: all that it holds is in its open chunk or was sealed just
    /// now, so this decodes memory only.
    private void planNew(
            WriteBatch batch, Request request, int series, int slot, boolean ofHistograms)
            throws IOException {
        try {
            request.plan.begin(slot, Long.MIN_VALUE, Long.MAX_VALUE, false);
            if (ofHistograms) {
                lookup.decideHistograms(batch, request, series);
            } else {
                lookup.decide(batch, request, series);
            }
        } catch (BusyException e) {
            throw new IllegalStateException("BUG: a series cannot be read under the lock", e);
        } finally {
            request.plan.end();
        }
    }

    private void apply(WriteBatch batch, Request request, int series, int slot, Outcome outcome) {
        byte kind = request.kinds[series];
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            long time = batch.timeMillis(j);
            byte decision =
                    switch (kind) {
                        case Request.PLANNED -> request.decisions[j];
                        case Request.BACKLOG -> request.limits.decideBacklog(time);
                        default -> request.limits.decideAhead(time);
                    };
            apply(batch, j, slot, decision, request.limits, outcome);
            if (decision == Decision.CONFLICT) {
                Content offered = new Content.FloatValue(batch.valueBits(j));
                tellConflict(slot, time, request.kept.atSample(j), offered, outcome);
            }
        }
    }

    private void applyHistograms(
            WriteBatch batch, Request request, int series, int slot, Outcome outcome) {
        boolean planned = request.histogramKinds[series] == Request.PLANNED;
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (Histograms.isStorable(batch, j)) {
                HistogramSample sample = Histograms.sample(batch, j);
                byte decision =
                        planned
                                ? request.histogramDecisions[j]
                                : request.limits.decideAhead(sample.timeMillis());
                long start = batch.histograms().startMillis(j);
                apply(j, slot, sample, start, decision, request.limits, outcome);
                if (decision == Decision.CONFLICT) {
                    Content offered = new Content.Histogram(sample);
                    long time = sample.timeMillis();
                    tellConflict(slot, time, request.kept.atHistogram(j), offered, outcome);
                }
            }
        }
    }

    private void apply(
            WriteBatch batch, int index, int slot, byte decision, Limits limits, Outcome outcome) {
        long time = batch.timeMillis(index);
        switch (decision) {
            case Decision.IN_ORDER -> {
                lanes.append(
                        slot,
                        time,
                        batch.valueBits(index),
                        batch.startMillis(index),
                        moment,
                        inOrder);
                outcome.written(index);
            }
            case Decision.LATE -> {
                lanes.appendLate(
                        slot, time, batch.valueBits(index), batch.startMillis(index), moment, late);
                if (outcome.late(index, slot, time)) {
                    outcome.tellLate(directory.labels(slot), time);
                }
            }
            case Decision.REPEATED -> outcome.repeated(index);
            default ->
                    outcome.sampleFates()
                            .refused(index, refuse(decision, slot, time, limits, outcome));
        }
    }

    private void apply(
            int index,
            int slot,
            HistogramSample sample,
            long start,
            byte decision,
            Limits limits,
            Outcome outcome) {
        long time = sample.timeMillis();
        switch (decision) {
            case Decision.IN_ORDER -> {
                lanes.append(slot, sample, start, moment, histograms);
                outcome.histogramWritten(index);
            }
            case Decision.LATE -> {
                lanes.appendLate(slot, sample, start, moment, histograms);
                if (outcome.histogramLate(index, slot, time)) {
                    outcome.tellLate(directory.labels(slot), time);
                }
            }
            case Decision.REPEATED -> outcome.histogramRepeated(index);
            default ->
                    outcome.histogramFates()
                            .refused(index, refuse(decision, slot, time, limits, outcome));
        }
    }

    private void tellConflict(
            int slot,
            long time,
            Optional<WriteResult.Value> kept,
            Content offered,
            Outcome outcome) {
        if (kept.isPresent()) {
            outcome.tellConflict(
                    new WriteResult.Finding.Conflict(
                            directory.labels(slot), time, kept.get(), offered.told()));
        }
    }

    private Refusal refuse(byte decision, int slot, long time, Limits limits, Outcome outcome) {
        Refusal reason =
                switch (decision) {
                    case Decision.CONFLICT -> Refusal.CONFLICT;
                    case Decision.TOO_OLD -> Refusal.TOO_OLD;
                    case Decision.TOO_FAR_IN_FUTURE -> Refusal.TOO_FAR_IN_FUTURE;
                    case Decision.CROWDED -> Refusal.CROWDED;
                    default -> throw new IllegalStateException("BUG: decision " + decision);
                };
        if (outcome.refused(reason, 1)) {
            outcome.explain(directory.labels(slot), time, why(reason, slot, limits));
        }
        return reason;
    }

    private String why(Refusal reason, int slot, Limits limits) {
        return switch (reason) {
            case CONFLICT -> "another value is stored at this time";
            case CROWDED -> "its neighbours are no further apart than usual";
            default -> limits + ", newest stored " + lanes.frontier(slot);
        };
    }
}
