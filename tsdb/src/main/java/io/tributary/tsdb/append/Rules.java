package io.tributary.tsdb.append;

/// How old a sample may be. All in milliseconds.
///
/// @param backlogMaxMillis a sample ahead of its series' frontier, or in a gap of it
/// @param lateMillis a sample that fills a hole behind the frontier
/// @param backlogLateMillis the same, from a sender that may send backlog
public record Rules(long backlogMaxMillis, long lateMillis, long backlogLateMillis) {
    private static final long HOUR = 3_600_000;

    /// As documented: 7 d, 1 h, 24 h.
    public static Rules defaults() {
        return new Rules(7 * 24 * HOUR, HOUR, 24 * HOUR);
    }
}
