package io.tributary.cli.importing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of points, counted.
///
/// @param read of Influx
/// @param sameMillis not sent, as one before of the same series has the same millisecond
/// @param stored that were not there before
/// @param repeated that were there before, with the same bits
/// @param refused for good, by reason; {@link #NO_LINE} before they were sent
record Tally(
        long read, long sameMillis, long stored, long repeated, SortedMap<String, Long> refused) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, new TreeMap<>());

    /// No line can say the series.
    static final String NO_LINE = "no_line";

    /// The slot holds another value.
    private static final String CONFLICT = "conflict";

    Tally {
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    Tally plus(Tally other) {
        SortedMap<String, Long> both = new TreeMap<>(refused);
        other.refused.forEach((reason, count) -> both.merge(reason, count, Long::sum));
        return new Tally(
                read + other.read,
                sameMillis + other.sameMillis,
                stored + other.stored,
                repeated + other.repeated,
                both);
    }

    long sent() {
        return read - sameMillis - refused.getOrDefault(NO_LINE, 0L);
    }

    long refusedCount() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Whether it is known of all that was read what became of it.
    boolean isWhole() {
        return read == sameMillis + stored + repeated + refusedCount();
    }

    /// The most samples that there can be, if nobody else wrote any: each that was there before is
    /// one of them, or was stored by a run that was killed before it noted so.
    long heldMax() {
        return stored + repeated + refused.getOrDefault(CONFLICT, 0L);
    }
}
