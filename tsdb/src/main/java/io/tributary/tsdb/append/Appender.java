package io.tributary.tsdb.append;

import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.RawKeys;
import io.tributary.tsdb.limits.SeriesRoom;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.record.histogram.HistogramEncoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.rules.BusyException;
import io.tributary.tsdb.rules.Content;
import io.tributary.tsdb.rules.Decision;
import io.tributary.tsdb.rules.Limits;
import io.tributary.tsdb.series.DefinitionWriter;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.serieslog.DepartedSeries;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.util.Optional;

/// Applies one request that was confirmed ({@link Confirmation}), in one pass, under the append
/// lock: rules, open chunks, record.
///
/// {@link #append} applies decision after decision. A series is made only for a sample that is
/// accepted, and while there is memory for it; those that are there go on.
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
        append(new Points.Floats(batch), request.kinds, request, outcome);
        if (batch.histogramCount() > 0) {
            append(new Points.Histogram(batch), request.histogramKinds, request, outcome);
        }
        notes.append(request.notes, request, route, moment.segment(), outcome);
    }

    /// Those that are no deltas, in their order; then deltas, as they are added up.
    private void append(Points points, byte[] kinds, Request request, Outcome outcome)
            throws IOException {
        WriteBatch batch = points.batch();
        for (int i = 0; i < batch.seriesCount(); i++) {
            if (!batch.isDelta(i)) {
                append(points, kinds, request, i, outcome);
            }
        }
        for (int i = 0; i < request.sums.seriesCount(); i++) {
            append(points, kinds, request, request.sums.series(i), outcome);
        }
    }

    private void append(Points points, byte[] kinds, Request request, int series, Outcome outcome)
            throws IOException {
        int slot = request.slots[series];
        if (slot == Request.NO_SAMPLES || !points.any(series)) {
            return;
        }
        if (slot < 0) {
            slot = admit(points, request, series, outcome);
            if (slot >= 0 && mustPlan(points, kinds[series], series, slot)) {
                kinds[series] = Request.PLANNED;
                planNew(points, request, series, slot);
            }
        }
        if (slot >= 0) {
            switch (points) {
                case Points.Floats(var batch) -> apply(batch, request, series, slot, outcome);
                case Points.Histogram(var batch) ->
                        applyHistograms(batch, request, series, slot, outcome);
            }
        }
    }

    private boolean mustPlan(Points points, byte kind, int series, int slot) {
        return kind == Request.UNORDERED
                || (kind != Request.DELTA && points.firstMillis(series) <= lanes.frontier(slot));
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
    private void planNew(Points points, Request request, int series, int slot) throws IOException {
        try {
            request.plan.begin(slot, Long.MIN_VALUE, Long.MAX_VALUE, false);
            switch (points) {
                case Points.Floats(var batch) -> lookup.decide(batch, request, series);
                case Points.Histogram(var batch) -> lookup.decideHistograms(batch, request, series);
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
                        case Request.PLANNED, Request.DELTA -> request.decisions[j];
                        case Request.BACKLOG -> request.limits.decideBacklog(time);
                        default -> request.limits.decideAhead(time);
                    };
            if (batch.hasDeltas()) {
                decision = unlessOvertaken(decision, kind, slot, time);
            }
            boolean isDelta = kind == Request.DELTA;
            long bits = isDelta ? request.sums.bits(j) : batch.valueBits(j);
            long start = isDelta ? request.sums.startMillis(j) : batch.startMillis(j);
            apply(j, slot, time, bits, start, decision, request.limits, outcome);
            if (decision == Decision.CONFLICT) {
                Content offered = new Content.FloatValue(batch.valueBits(j));
                tellConflict(slot, time, request.kept.atSample(j), offered, outcome);
            }
        }
    }

    private void applyHistograms(
            WriteBatch batch, Request request, int series, int slot, Outcome outcome) {
        byte kind = request.histogramKinds[series];
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            if (Histograms.isStorable(batch, j)) {
                HistogramSample sample = Histograms.sample(batch, j);
                byte decision =
                        kind == Request.AHEAD
                                ? request.limits.decideAhead(sample.timeMillis())
                                : request.histogramDecisions[j];
                if (batch.hasDeltas()) {
                    decision = unlessOvertaken(decision, kind, slot, sample.timeMillis());
                }
                long start = batch.histograms().startMillis(j);
                if (kind == Request.DELTA && decision == Decision.IN_ORDER) {
                    sample = request.sums.histogram(j);
                    start = request.sums.histogramStartMillis(j);
                }
                apply(j, slot, sample, start, decision, request.limits, outcome);
                if (decision == Decision.CONFLICT) {
                    Content offered = new Content.Histogram(sample);
                    long time = sample.timeMillis();
                    tellConflict(slot, time, request.kept.atHistogram(j), offered, outcome);
                }
            }
        }
    }

    /// The decision on a sample of a request that has deltas: one that brings a series twice, as
    /// deltas and as it is, has moved the frontier itself.
    private byte unlessOvertaken(byte decision, byte kind, int slot, long timeMillis) {
        if (decision != Decision.IN_ORDER || timeMillis > lanes.frontier(slot)) {
            return decision;
        }
        return kind == Request.DELTA ? Decision.REPEATED : Decision.CONFLICT;
    }

    private void apply(
            int index,
            int slot,
            long time,
            long bits,
            long start,
            byte decision,
            Limits limits,
            Outcome outcome) {
        switch (decision) {
            case Decision.IN_ORDER -> {
                lanes.append(slot, time, bits, start, moment, inOrder);
                outcome.written(index);
            }
            case Decision.LATE -> {
                lanes.appendLate(slot, time, bits, start, moment, late);
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
