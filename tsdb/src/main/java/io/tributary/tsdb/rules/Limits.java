package io.tributary.tsdb.rules;

import io.tributary.model.flow.Route;

/// What a request is judged by: the clock's reading, and what follows from it for its route. Read
/// once a request, so that all its samples are judged alike. Reused.
public final class Limits {
    /// The earliest time that 64 bits of nanoseconds reach, in 1677: no import brings anything
    /// older.
    public static final long EARLIEST_MILLIS = Long.MIN_VALUE / 1_000_000;

    private long futureMillis;
    private long backlogMillis;
    private long lateMillis;
    private boolean takesLate;
    private boolean fillsAnywhere;
    private boolean fillsGaps;
    private boolean clockSuspect;

    /// Sets them for a request.
    ///
    /// @param nowMillis the wall clock
    /// @param suspect whether the clock cannot be trusted: no sample is refused by it then
    /// @param completeMillis the newest time of anything of the tenant that is no longer held here
    public void set(
            Rules rules, Route route, long nowMillis, boolean suspect, long completeMillis) {
        Route.Late late = route.limits().late();
        long window =
                route.backlog()
                        ? rules.backlogLateMillis()
                        : Math.min(late.windowMillis(), rules.backlogLateMillis());
        long oldestLate = late.imports() ? EARLIEST_MILLIS : nowMillis - window;
        futureMillis = nowMillis + route.futureMillis();
        backlogMillis = late.imports() ? EARLIEST_MILLIS : nowMillis - rules.backlogMaxMillis();
        lateMillis =
                completeMillis == Long.MIN_VALUE
                        ? oldestLate
                        : Math.max(oldestLate, completeMillis + 1);
        takesLate = late.imports() || window > 0;
        fillsAnywhere = late.anywhere();
        fillsGaps = late.imports() || route.backlog();
        clockSuspect = suspect;
    }

    public boolean isTooFarInFuture(long timeMillis) {
        return timeMillis > futureMillis;
    }

    /// Whether it is too old to be accepted ahead of a frontier or in a gap.
    public boolean isTooOld(long timeMillis) {
        return timeMillis < backlogMillis;
    }

    /// Whether it is too old to fill an empty slot behind the frontier.
    public boolean isTooLate(long timeMillis) {
        return !takesLate || timeMillis < lateMillis;
    }

    /// The {@link Decision} on a sample ahead of its series' frontier.
    public byte decideAhead(long timeMillis) {
        if (isTooFarInFuture(timeMillis)) {
            return Decision.TOO_FAR_IN_FUTURE;
        }
        return isTooOld(timeMillis) ? Decision.TOO_OLD : Decision.IN_ORDER;
    }

    /// The {@link Decision} on a sample in a gap of its series.
    public byte decideBacklog(long timeMillis) {
        return isTooOld(timeMillis) ? Decision.TOO_OLD : Decision.LATE;
    }

    /// Whether any empty slot behind the frontier may be filled, and not only a hole.
    public boolean fillsAnywhere() {
        return fillsAnywhere;
    }

    /// Whether the sender may fill gaps behind its live data.
    public boolean fillsGaps() {
        return fillsGaps;
    }

    /// Whether a refusal that the clock decides is to be put off.
    public boolean clockSuspect() {
        return clockSuspect;
    }

    /// In words, for a sender.
    @Override
    public String toString() {
        return "accepted are times from %d to %d, behind the newest of a series %s"
                .formatted(backlogMillis, futureMillis, takesLate ? "from " + lateMillis : "none");
    }
}
