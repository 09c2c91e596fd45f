package io.tributary.tsdb.notes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Notes of one tenant, in the order they came: each once. Its owner holds it to as many as there
/// is room for.
///
/// Owned by who holds the lock of its owner.
///
/// @param <K> what tells two notes apart
/// @param <V> the rest
final class Ring<K, V> {
    private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>();

    /// A note and the wal segment of its record.
    private record Entry<V>(V value, long segment) {}

    /// What is written of a note.
    @FunctionalInterface
    interface Writer<K, V> {
        /// Writes the note; false, and nothing is written, where there is no room.
        boolean write(K key, V value);
    }

    boolean has(K key, V value) {
        Entry<V> entry = entries.get(key);
        return entry != null && entry.value().equals(value);
    }

    /// Adds or replaces a note.
    void put(K key, V value, long segment) {
        entries.put(key, new Entry<>(value, segment));
    }

    /// Drops the oldest that are more than `countMax`; answers how many.
    int hold(int countMax) {
        int dropped = 0;
        while (entries.size() > countMax) {
            entries.pollFirstEntry();
            dropped++;
        }
        return dropped;
    }

    int size() {
        return entries.size();
    }

    List<K> keys() {
        return List.copyOf(entries.keySet());
    }

    /// The oldest segment that holds a note, or `Long.MAX_VALUE`.
    long oldestSegment() {
        return entries.values().stream().mapToLong(Entry::segment).min().orElse(Long.MAX_VALUE);
    }

    /// Has the notes written again that stand before a segment, until there is no room; they stand
    /// in `segment` from then on.
    void writeAgain(long before, long segment, Writer<K, V> writer) {
        for (Map.Entry<K, Entry<V>> each : entries.entrySet()) {
            Entry<V> entry = each.getValue();
            if (entry.segment() < before) {
                if (!writer.write(each.getKey(), entry.value())) {
                    return;
                }
                each.setValue(new Entry<>(entry.value(), segment));
            }
        }
    }
}
