package io.tributary.tsdb.head;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.series.DefinitionWriter;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.wal.RecordWriter;

/// Decides and applies one request, in one pass, under the append lock: rules, open chunks, record.
///
/// Rules (design, "write once"), per sample in the order sent:
///
/// 1. further ahead of our clock than the route allows → `too_far_in_future`
/// 2. after the series' frontier → accepted if not older than `backlogMax`, else `too_old`
/// 3. at or behind the frontier → the slot is looked up: same bits → repeated, a success; other
///    bits → `conflict`; empty → `too_old`
///
/// A series is made only for a sample that is accepted. Not safe for several threads: the head
/// calls it under its lock.
final class Appender {
    private final HeadParts parts;
    private final SeriesDirectory directory;
    private final SeriesTable table;
    private final OpenChunks open;
    private final RawKeys keys;
    private final DefinitionWriter definitions;
    private final SampleEncoder encoder = new SampleEncoder();
    private final byte[] chunk = new byte[OpenChunks.copyBytesMax() + 2];

    // The request in progress.
    private long number;
    private long futureLimit;
    private long backlogLimit;
    private int generation;

    Appender(HeadParts parts) {
        this.parts = parts;
        this.directory = parts.directory();
        this.table = parts.table();
        this.open = parts.open();
        this.keys = parts.keys();
        this.definitions = new DefinitionWriter(directory);
    }

    /// The most bytes the tenants up to this one can still take in a record. Any thread.
    int tenantBytesMax(Route route) {
        return definitions.tenantBytesMax(route.tenant());
    }

    /// Confirms the slots that were found without the lock, and finds those made meanwhile. Changes
    /// nothing.
    ///
    /// @return false if a series is neither known nor judged: the request is to be looked up anew
    boolean confirm(WriteBatch batch, Request request) {
        int count = batch.seriesCount();
        for (int i = 0; i < count; i++) {
            int slot = request.slots[i];
            if (slot == Request.NO_SAMPLES) {
                continue;
            }
            long high = request.hashHigh[i];
            long low = request.hashLow[i];
            if (slot >= 0 && table.hasHash(slot, high, low)) {
                continue;
            }
            int found = keys.find(high, low);
            if (found != RawKeys.ABSENT) {
                request.slots[i] = found;
                request.forgetLate(batch.sampleStart(i), batch.sampleEnd(i));
            } else if (slot >= 0) {
                return false;
            }
        }
        return true;
    }

    /// Applies a confirmed request.
    ///
    /// @param requestNumber what readers will know it by
    /// @param walGeneration the reset generation of the frame it is recorded in
    void append(
            Route route,
            WriteBatch batch,
            Request request,
            long nowMillis,
            long backlogMaxMillis,
            long requestNumber,
            int walGeneration,
            Outcome outcome)
            throws CorruptChunkException {
        number = requestNumber;
        futureLimit = nowMillis + route.futureMillis();
        backlogLimit = nowMillis - backlogMaxMillis;
        generation = walGeneration;
        encoder.begin();
        for (int i = 0; i < batch.seriesCount(); i++) {
            int slot = request.slots[i];
            if (slot == Request.NO_SAMPLES) {
                continue;
            }
            if (slot < 0) {
                slot = admit(batch, request, i, outcome);
            }
            if (slot >= 0) {
                for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                    decide(slot, batch, request, j, outcome);
                }
            }
        }
    }

    /// Writes what the last request gained: definitions, then samples; nothing where there was
    /// nothing.
    void writeTo(RecordWriter out, Route route) {
        if (definitions.isPending()) {
            definitions.write(out, route.tenant());
        }
        encoder.writeTo(out, RecordType.SAMPLES);
    }

    /// The slot of a series that was not known by its bytes, made if it is new; `ABSENT` where
    /// nothing of it is accepted.
    private int admit(WriteBatch batch, Request request, int series, Outcome outcome) {
        Verdict verdict = request.verdict(-2 - request.slots[series]);
        int samples = batch.sampleEnd(series) - batch.sampleStart(series);
        if (verdict.isRefused()) {
            if (outcome.refused(verdict.refusal(), samples)) {
                outcome.explain(verdict.detail());
            }
            return SeriesDirectory.ABSENT;
        }
        long high = request.hashHigh[series];
        long low = request.hashLow[series];
        int slot = directory.find(verdict);
        if (slot == SeriesDirectory.ABSENT) {
            if (!anyAccepted(batch, series, outcome)) {
                return SeriesDirectory.ABSENT;
            }
            table.create(directory.slotCount());
            slot = directory.create(verdict);
        }
        if (!table.hasHash(slot, high, low)) {
            keys.put(slot, high, low);
        }
        return slot;
    }

    /// Whether the clock lets any sample of a new series in; where it does not, all are refused.
    private boolean anyAccepted(WriteBatch batch, int series, Outcome outcome) {
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            long time = batch.timeMillis(j);
            if (time <= futureLimit && time >= backlogLimit) {
                return true;
            }
        }
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            long time = batch.timeMillis(j);
            Refusal reason = time > futureLimit ? Refusal.TOO_FAR_IN_FUTURE : Refusal.TOO_OLD;
            if (outcome.refused(reason, 1)) {
                outcome.explain("sample of a new series at %d: %s".formatted(time, limits()));
            }
        }
        return false;
    }

    private void decide(int slot, WriteBatch batch, Request request, int j, Outcome outcome)
            throws CorruptChunkException {
        long time = batch.timeMillis(j);
        long bits = batch.valueBits(j);
        long frontier = table.frontier(slot);
        if (time > futureLimit) {
            refuse(Refusal.TOO_FAR_IN_FUTURE, slot, time, outcome);
        } else if (time > frontier) {
            if (time < backlogLimit) {
                refuse(Refusal.TOO_OLD, slot, time, outcome);
            } else {
                accept(slot, time, bits);
                outcome.written();
            }
        } else {
            compare(slot, time, bits, request, j, outcome);
        }
    }

    private void compare(int slot, long time, long bits, Request request, int j, Outcome outcome)
            throws CorruptChunkException {
        byte held = request.late[j];
        if (held == Request.NOT_LOOKED_UP) {
            held = request.lookup.find(slot, time, bits);
        }
        switch (held) {
            case Request.NOT_LOOKED_UP ->
                    throw new IllegalStateException("BUG: a series changed under the append lock");
            case Request.SAME -> outcome.repeated();
            case Request.OTHER -> refuse(Refusal.CONFLICT, slot, time, outcome);
            default -> refuse(Refusal.TOO_OLD, slot, time, outcome);
        }
    }

    private void accept(int slot, long time, long bits) {
        long[] cold = table.cold().slab(slot);
        int base = table.cold().base(slot);
        SeriesTable.beginChange(cold, base);
        long count = cold[base + SeriesTable.COUNT_VERSION] >>> 32;
        if (cold[base + SeriesTable.NUMBER] != number) {
            cold[base + SeriesTable.NUMBER_BEFORE] = cold[base + SeriesTable.NUMBER];
            cold[base + SeriesTable.NUMBER] = number;
            cold[base + SeriesTable.COUNT_BEFORE] = count;
        }
        record(slot, time, bits);
        parts.seal(slot, time, chunk);
        open.append(slot, time, bits);
        cold[base + SeriesTable.COUNT_VERSION] += 1L << 32;
        SeriesTable.endChange(cold, base);
    }

    /// Adds the sample to the request's record; to be called before the series' last value moves
    /// on.
    private void record(int slot, long time, long bits) {
        long[] hot = table.hot().slab(slot);
        int base = table.hot().base(slot);
        long state = hot[base + SeriesTable.STATE];
        boolean known = SeriesTable.generation(state) == generation;
        int coder =
                encoder.add(
                        directory.ref(slot),
                        time,
                        bits,
                        known,
                        hot[base + SeriesTable.LAST_BITS],
                        SeriesTable.coderState(state));
        hot[base + SeriesTable.STATE] =
                (state & 0xFF_FFFFL) | ((long) coder << 24) | ((long) generation << 32);
    }

    private void refuse(Refusal reason, int slot, long time, Outcome outcome) {
        if (outcome.refused(reason, 1)) {
            outcome.explain(
                    "sample of %s at %d: %s"
                            .formatted(
                                    directory.labels(slot),
                                    time,
                                    reason == Refusal.CONFLICT
                                            ? "another value is stored at this time"
                                            : limits()
                                                    + ", newest stored "
                                                    + table.frontier(slot)));
        }
    }

    private String limits() {
        return "accepted are times from %d to %d".formatted(backlogLimit, futureLimit);
    }
}
