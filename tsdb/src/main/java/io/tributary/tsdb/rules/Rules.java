package io.tributary.tsdb.rules;

/// How old a sample may be. All in milliseconds.
///
/// @param backlogMaxMillis a sample ahead of its series' frontier, or in a gap of it
/// @param backlogLateMillis a sample that fills a hole behind the frontier, from a sender that may
///   send backlog; what a route says of others counts up to as much
public record Rules(long backlogMaxMillis, long backlogLateMillis) {
    private static final long HOUR = 3_600_000;

    /// As documented: 7 d, 24 h.
    public static Rules defaults() {
        return new Rules(7 * 24 * HOUR, 24 * HOUR);
    }
}
