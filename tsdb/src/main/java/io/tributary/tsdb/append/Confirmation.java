package io.tributary.tsdb.append;

import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.RawKeys;
import io.tributary.tsdb.rules.BusyException;
import io.tributary.tsdb.rules.Decision;
import io.tributary.tsdb.rules.Limits;
import io.tributary.tsdb.series.SeriesDirectory;

/// Confirms, under the append lock, that what was looked up of a request without it still holds, so
/// that a request is either applied whole or looked up anew. Changes no sample.
///
/// Not safe for several threads: the head calls it under its lock.
final class Confirmation {
    private final SeriesDirectory directory;
    private final Lanes lanes;
    private final RawKeys keys;
    private final RequestLookup lookup;

    Confirmation(HeadMemory memory, RequestLookup lookup) {
        this.directory = memory.directory();
        this.lanes = memory.lanes();
        this.keys = memory.keys();
        this.lookup = lookup;
    }

    /// Confirms a request.
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
            boolean decided = kind == Request.DELTA || (known && kind == Request.PLANNED);
            byte decision = decided ? decisions[j] : Decision.OPEN;
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
}
