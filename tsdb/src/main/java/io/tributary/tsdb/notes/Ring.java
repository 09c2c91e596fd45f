package io.tributary.tsdb.notes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Notes of one tenant, in the order they came: each once, with the wal segment of its record. Its
/// owner holds it to as many as there is room for.
///
/// Owned by who holds the lock of its owner.
///
/// @param <N> notes, told apart by value
final class Ring<N> {
    private final LinkedHashMap<N, Long> segments = new LinkedHashMap<>();

    boolean has(N note) {
        return segments.containsKey(note);
    }

    /// Adds a note, or says anew where it stands.
    void put(N note, long segment) {
        segments.put(note, segment);
    }

    /// Drops the oldest that are more than `countMax`; answers how many.
    int hold(int countMax) {
        int dropped = 0;
        while (segments.size() > countMax) {
            segments.pollFirstEntry();
            dropped++;
        }
        return dropped;
    }

    int size() {
        return segments.size();
    }

    List<N> notes() {
        return List.copyOf(segments.keySet());
    }

    /// The oldest segment that holds a note, or `Long.MAX_VALUE`.
    long oldestSegment() {
        return segments.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    /// Has the notes written again that stand before a segment, until there is no room; they stand
    /// in `segment` from then on.
    ///
    /// @param writer writes a note; false, and nothing is written, where there is no room
    void writeAgain(long before, long segment, Predicate<N> writer) {
        for (Map.Entry<N, Long> each : segments.entrySet()) {
            if (each.getValue() < before) {
                if (!writer.test(each.getKey())) {
                    return;
                }
                each.setValue(segment);
            }
        }
    }
}
