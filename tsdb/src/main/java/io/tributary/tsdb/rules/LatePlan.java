package io.tributary.tsdb.rules;

import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.SampleRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Decides the samples of one series, one after the other, where not all of them are simply ahead
/// of its frontier: the rules of write-once over what is stored and what the same request brought
/// before.
///
/// 1. further ahead of our clock than the route allows → {@link Decision#TOO_FAR_IN_FUTURE}
/// 2. ahead of the frontier → {@link Decision#IN_ORDER}, if not older than `backlogMax`
/// 3. in a gap, and the sender may fill gaps → {@link Decision#LATE}, if not older than
///    `backlogMax`; what is in the gap from there on
/// 4. else the slot is looked up: the same → {@link Decision#REPEATED}; another value → {@link
///    Decision#CONFLICT}; empty → {@link Decision#LATE} if it is not too late and fills a *hole*,
///    or the route may fill any slot; else {@link Decision#TOO_OLD} or {@link Decision#CROWDED}
///
/// **A hole**: the accepted neighbours, of both lanes, are at least 1.5 of the series' usual
/// spacing apart. Usual is the median of the {@link #DELTAS_MAX} deltas in order before the slot
/// or, where there are fewer than {@link #DELTAS_MIN}, after it; where there are fewer still, or a
/// neighbour is further than {@link #REACH_MILLIS} away, it is a hole. So a lost scrape comes in
/// and a point beside each stored one, which would wreck every `rate`, does not.
///
/// A marker of staleness comes whenever it is found that the series has ended, not at its spacing.
/// Before one, half of the usual spacing behind the sample before is enough: the last sample of a
/// target that went away comes in, where a sender with several connections overtook it.
///
/// Reused; owned by one thread at a time. The plan holds as long as both lanes have as many samples
/// as {@link #inOrderCount} and {@link #lateCount} say.
public final class LatePlan {
    /// How far a neighbour is looked for, in milliseconds.
    public static final long REACH_MILLIS = 4 * 3_600_000L;

    /// How many deltas tell the usual spacing.
    public static final int DELTAS_MAX = 16;

    /// So many are needed to tell it.
    public static final int DELTAS_MIN = 3;

    /// Nothing is stored outside; so far from the ends of time that sums do not overflow.
    private static final long EARLIEST = Long.MIN_VALUE / 2;

    private static final long LATEST = Long.MAX_VALUE / 2;

    private final Lanes lanes;
    private final SeriesHistory history;
    private final TreeMap<Long, Content> added = new TreeMap<>();
    private final SampleRun addedInOrder = new SampleRun();
    private final long[] gapFrom = new long[2];
    private final long[] gapTo = new long[2];
    private final long[] deltas = new long[DELTAS_MAX];
    private long frontier;
    private long lastDelta;
    private long storedFrontier;
    private int inOrderCount;
    private int lateCount;
    private long firstMillis;
    private long lastMillis;
    private boolean wide;

    /// Whether what {@link #after} found last is a marker of staleness.
    private boolean endsAfter;

    private Content kept = new Content.FloatValue(0);

    LatePlan(Lanes lanes, SeriesHistory history) {
        this.lanes = lanes;
        this.history = history;
    }

    /// Turns to a series.
    ///
    /// @param first the earliest of the times to be decided
    /// @param last the latest
    /// @param onBudget whether what is decoded counts against the tenant's budget
    /// @throws BusyException if it cannot be looked at now
    public void begin(int slot, long first, long last, boolean onBudget) throws BusyException {
        added.clear();
        addedInOrder.clear();
        firstMillis = Math.max(first, EARLIEST);
        lastMillis = Math.min(last, LATEST);
        wide = false;
        history.begin(slot, onBudget);
        frontier = history.inOrderLane().frontier;
        storedFrontier = frontier;
        lastDelta = lanes.lastDelta(slot);
        inOrderCount = history.inOrderLane().count;
        lateCount = history.lateLane().count;
        for (int gap = 0; gap < 2; gap++) {
            gapFrom[gap] = lanes.gapFrom(slot, gap);
            gapTo[gap] = lanes.gapTo(slot, gap);
        }
    }

    /// Samples in the lane in order that the plan knows of.
    public int inOrderCount() {
        return inOrderCount;
    }

    /// Samples in the late lane that the plan knows of.
    public int lateCount() {
        return lateCount;
    }

    /// Decides the next sample: one of {@link Decision}, and takes it as done.
    ///
    /// @throws IOException if what is stored cannot be read
    /// @throws BusyException if it may not be read now
    public byte decide(long timeMillis, Content content, Limits limits)
            throws IOException, BusyException {
        if (limits.isTooFarInFuture(timeMillis)) {
            return Decision.TOO_FAR_IN_FUTURE;
        }
        if (timeMillis > frontier) {
            if (limits.isTooOld(timeMillis)) {
                return Decision.TOO_OLD;
            }
            moveFrontier(timeMillis);
            added.put(timeMillis, content);
            addedInOrder.add(timeMillis, 0);
            return Decision.IN_ORDER;
        }
        if (isInGap(timeMillis) && limits.fillsGaps() && !limits.isTooOld(timeMillis)) {
            accept(timeMillis, content);
            return Decision.LATE;
        }
        return lookUp(timeMillis, content, limits);
    }

    /// What the slot holds that the last decision, a {@link Decision#CONFLICT}, was about.
    public Content kept() {
        return kept;
    }

    /// Lets go of what was looked at.
    public void end() {
        history.close();
        added.clear();
    }

    private byte lookUp(long timeMillis, Content content, Limits limits)
            throws IOException, BusyException {
        Content own = added.get(timeMillis);
        if (own != null) {
            return compare(own, content);
        }
        if (timeMillis <= storedFrontier && timeMillis >= firstMillis) {
            if (!wide) {
                history.load(firstMillis, Math.min(lastMillis, storedFrontier));
            }
            SampleRun lane = history.inOrder();
            int place = lane.find(timeMillis);
            if (place < 0) {
                lane = history.late();
                place = lane.find(timeMillis);
            }
            if (place >= 0) {
                return compare(history.content(lane, place), content);
            }
        }
        if (limits.isTooLate(timeMillis) || history.isLost(timeMillis)) {
            return Decision.TOO_OLD;
        }
        if (!limits.fillsAnywhere() && !isHole(timeMillis)) {
            return Decision.CROWDED;
        }
        accept(timeMillis, content);
        return Decision.LATE;
    }

    private byte compare(Content stored, Content sent) {
        kept = stored;
        return Content.isSame(stored, sent) ? Decision.REPEATED : Decision.CONFLICT;
    }

    private void moveFrontier(long timeMillis) {
        if (Lanes.leavesGap(frontier, lastDelta, timeMillis)) {
            gapFrom[1] = gapFrom[0];
            gapTo[1] = gapTo[0];
            gapFrom[0] = frontier;
            gapTo[0] = timeMillis;
        }
        lastDelta = Lanes.isNew(frontier) ? 0 : timeMillis - frontier;
        frontier = timeMillis;
    }

    private boolean isInGap(long timeMillis) {
        return (timeMillis > gapFrom[0] && timeMillis < gapTo[0])
                || (timeMillis > gapFrom[1] && timeMillis < gapTo[1]);
    }

    private void accept(long timeMillis, Content content) {
        added.put(timeMillis, content);
        for (int gap = 0; gap < 2; gap++) {
            if (timeMillis > gapFrom[gap] && timeMillis < gapTo[gap]) {
                gapFrom[gap] = timeMillis;
            }
        }
    }

    private boolean isHole(long timeMillis) throws IOException, BusyException {
        if (!wide) {
            wide = true;
            history.load(firstMillis - REACH_MILLIS, lastMillis + REACH_MILLIS);
        }
        long before = before(timeMillis);
        long after = after(timeMillis);
        if (before < timeMillis - REACH_MILLIS || after > timeMillis + REACH_MILLIS) {
            return true;
        }
        int known = deltasBefore(timeMillis);
        if (known < DELTAS_MIN) {
            known = deltasAfter(timeMillis);
        }
        if (known < DELTAS_MIN) {
            return true;
        }
        Arrays.sort(deltas, 0, known);
        long usual = deltas[known / 2];
        return endsAfter ? 2 * (timeMillis - before) >= usual : 2 * (after - before) >= 3 * usual;
    }

    /// The nearest accepted time before an empty slot; far away where there is none.
    private long before(long timeMillis) {
        long nearest = Long.MIN_VALUE;
        for (SampleRun lane : new SampleRun[] {history.inOrder(), history.late()}) {
            int place = -lane.find(timeMillis) - 1;
            if (place > 0) {
                nearest = Math.max(nearest, lane.time(place - 1));
            }
        }
        Map.Entry<Long, Content> own = added.lowerEntry(timeMillis);
        return own == null ? nearest : Math.max(nearest, own.getKey());
    }

    private long after(long timeMillis) {
        long nearest = Long.MAX_VALUE;
        endsAfter = false;
        for (SampleRun lane : new SampleRun[] {history.inOrder(), history.late()}) {
            int place = -lane.find(timeMillis) - 1;
            if (place < lane.size() && lane.time(place) < nearest) {
                nearest = lane.time(place);
                endsAfter = history.content(lane, place).isStale();
            }
        }
        Map.Entry<Long, Content> own = added.higherEntry(timeMillis);
        if (own != null && own.getKey() < nearest) {
            nearest = own.getKey();
            endsAfter = own.getValue().isStale();
        }
        return nearest;
    }

    private int deltasBefore(long timeMillis) {
        int known = 0;
        for (int at = placeInOrder(timeMillis) - 1; at > 0 && known < DELTAS_MAX; at--) {
            if (inOrder(at - 1) < timeMillis - REACH_MILLIS) {
                break;
            }
            deltas[known++] = inOrder(at) - inOrder(at - 1);
        }
        return known;
    }

    private int deltasAfter(long timeMillis) {
        int size = history.inOrder().size() + addedInOrder.size();
        int known = 0;
        for (int at = placeInOrder(timeMillis) + 1; at < size && known < DELTAS_MAX; at++) {
            if (inOrder(at) > timeMillis + REACH_MILLIS) {
                break;
            }
            deltas[known++] = inOrder(at) - inOrder(at - 1);
        }
        return known;
    }

    /// Where an empty slot would be among the times in order, stored ones first.
    private int placeInOrder(long timeMillis) {
        int place = -history.inOrder().find(timeMillis) - 1;
        return place < history.inOrder().size() ? place : place - addedInOrder.find(timeMillis) - 1;
    }

    private long inOrder(int index) {
        int stored = history.inOrder().size();
        return index < stored ? history.inOrder().time(index) : addedInOrder.time(index - stored);
    }
}
