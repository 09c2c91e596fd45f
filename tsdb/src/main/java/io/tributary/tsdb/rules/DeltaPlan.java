package io.tributary.tsdb.rules;

import io.tributary.model.flow.Unavailable;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.SeriesTip;
import java.io.IOException;
import java.util.Optional;

/// Adds the deltas of one series up, one after the other: what it was worth at its frontier, and
/// what came since. So there is no state beside the series' samples that could be lost.
///
/// ```
/// start …… end                  what is stored at `end`
///   end ≤ frontier              nothing: it was added before, and is REPEATED
///   start ≤ frontier < end      value + delta, since when the value counts
///   frontier < start            delta, since its start: what was between is not known
/// ```
///
/// A delta whose start is unknown, or not before its end, goes on from the frontier. Where there is
/// nothing to go on from (a stale marker, a sample of another kind or of other bounds, a chunk that
/// is damaged, a sum too long to be stored) the series begins anew, at its frontier.
///
/// Reused; owned by one thread at a time. What it decides holds as long as both lanes have as many
/// samples as {@link #inOrderCount} and {@link #lateCount} say. Source: the metrics data model of
/// OpenTelemetry, sums, delta to cumulative.
public final class DeltaPlan {
    private final SeriesHistory history;
    private final SeriesTip tip;
    private final ContentSum adder = new ContentSum();
    private int slot;
    private int inOrderCount;
    private int lateCount;

    // The series at its frontier.
    private long frontier;
    private Optional<Content> value = Optional.empty();
    private long startMillis;
    private boolean sealed;

    DeltaPlan(Lanes lanes, SeriesHistory history) {
        this.history = history;
        this.tip = new SeriesTip(lanes);
    }

    /// Turns to a series.
    ///
    /// @throws BusyException if it is being changed all the time
    public void begin(int series) throws BusyException {
        if (!tip.take(series)) {
            throw new BusyException(Unavailable.OVERLOAD);
        }
        slot = series;
        inOrderCount = tip.count();
        lateCount = tip.lateCount();
        frontier = tip.frontier();
        value = tip.isOpen() ? Optional.of(ofTip()) : Optional.empty();
        startMillis = tip.startMillis();
        sealed = !tip.isOpen() && !Lanes.isNew(frontier);
    }

    /// Turns to a series that is not known.
    public void beginNew() {
        inOrderCount = 0;
        lateCount = 0;
        frontier = Lanes.NO_FRONTIER;
        value = Optional.empty();
        startMillis = 0;
        sealed = false;
    }

    /// Samples in the lane in order that the plan knows of.
    public int inOrderCount() {
        return inOrderCount;
    }

    /// Samples in the late lane that the plan knows of.
    public int lateCount() {
        return lateCount;
    }

    /// Decides the next delta: one of {@link Decision}. Where that is {@link Decision#IN_ORDER},
    /// {@link #value} and {@link #startMillis} are what it comes to.
    ///
    /// @param start since when it counts, 0 where that is unknown
    /// @throws IOException if what is stored cannot be read
    /// @throws BusyException if it may not be read now
    public byte decide(long timeMillis, long start, Content delta, Limits limits)
            throws IOException, BusyException {
        if (timeMillis <= frontier && !limits.isTooFarInFuture(timeMillis)) {
            return Decision.REPEATED;
        }
        byte decision = limits.decideAhead(timeMillis);
        if (decision == Decision.IN_ORDER) {
            goOn(timeMillis, start < timeMillis ? start : 0, delta);
        }
        return decision;
    }

    /// What the series is worth with the delta decided last.
    public Content value() {
        return value.orElseThrow();
    }

    /// Since when that counts, 0 where it is unknown.
    public long startMillis() {
        return startMillis;
    }

    /// Lets go of what was looked at.
    public void end() {
        value = Optional.empty();
    }

    private Content ofTip() {
        return tip.histogram()
                .<Content>map(Content.Histogram::new)
                .orElseGet(() -> new Content.FloatValue(tip.bits()));
    }

    private void goOn(long timeMillis, long start, Content delta)
            throws IOException, BusyException {
        boolean isNew = Lanes.isNew(frontier);
        boolean follows = !isNew && start <= frontier;
        if (follows && sealed) {
            readSealed();
        }
        Optional<Content> sum = follows ? adder.add(value, delta) : Optional.empty();
        if (sum.isEmpty()) {
            startMillis = follows ? frontier : start;
        }
        value = Optional.of(sum.orElseGet(() -> isNew ? delta : delta.afterReset()));
        frontier = timeMillis;
        sealed = false;
    }

    private void readSealed() throws IOException, BusyException {
        history.begin(slot, true);
        history.load(frontier, frontier);
        int place = history.inOrder().find(frontier);
        if (place >= 0) {
            value = Optional.of(history.content(history.inOrder(), place));
            startMillis = history.inOrder().start(place);
        }
    }
}
