package io.tributary.tsdb.append;

import io.tributary.model.flow.Route;

/// What a request is judged by: the clock's reading, and what follows from it for its route. Read
/// once a request, so that all its samples are judged alike. Reused.
final class Limits {
    private long futureMillis;
    private long backlogMillis;
    private long lateMillis;
    private boolean takesLate;
    private boolean fillsAnywhere;
    private boolean fillsGaps;
    private boolean clockSuspect;

    /// @param nowMillis the wall clock
    /// @param suspect whether the clock cannot be trusted: no sample is refused by it then
    /// @param completeMillis the newest time of anything of the tenant that is no longer held here
    void set(Rules rules, Route route, long nowMillis, boolean suspect, long completeMillis) {
        Route.Late late = route.limits().late();
        long window =
                route.backlog()
                        ? rules.backlogLateMillis()
                        : Math.min(late.windowMillis(), rules.backlogLateMillis());
        futureMillis = nowMillis + route.futureMillis();
        backlogMillis = nowMillis - rules.backlogMaxMillis();
        lateMillis =
                completeMillis == Long.MIN_VALUE
                        ? nowMillis - window
                        : Math.max(nowMillis - window, completeMillis + 1);
        takesLate = window > 0;
        fillsAnywhere = late.anywhere();
        fillsGaps = route.backlog();
        clockSuspect = suspect;
    }

    boolean isTooFarInFuture(long timeMillis) {
        return timeMillis > futureMillis;
    }

    /// Whether it is too old to be accepted ahead of a frontier or in a gap.
    boolean isTooOld(long timeMillis) {
        return timeMillis < backlogMillis;
    }

    /// Whether it is too old to fill an empty slot behind the frontier.
    boolean isTooLate(long timeMillis) {
        return !takesLate || timeMillis < lateMillis;
    }

    /// Whether any empty slot behind the frontier may be filled, and not only a hole.
    boolean fillsAnywhere() {
        return fillsAnywhere;
    }

    /// Whether the sender may fill gaps behind its live data.
    boolean fillsGaps() {
        return fillsGaps;
    }

    /// Whether a refusal that the clock decides is to be put off.
    boolean clockSuspect() {
        return clockSuspect;
    }

    /// In words, for a sender.
    @Override
    public String toString() {
        return "accepted are times from %d to %d, behind the newest of a series %s"
                .formatted(backlogMillis, futureMillis, takesLate ? "from " + lateMillis : "none");
    }
}
