package io.tributary.gateway.registry.journal;

import java.time.Instant;
import java.util.List;

/// One change that was made: who, when, what. It tells which fields changed and not what they were:
/// the lines of the journal do, until they are folded.
///
/// @param version of the set it belongs to
/// @param key whose it is
/// @param tenants that it is about
/// @param fields that were given, changed or taken away, in alphabetical order
public record HistoryEntry(
        long version,
        Instant time,
        String who,
        String from,
        Action action,
        ObjectKey key,
        List<String> tenants,
        List<String> fields) {
    /// What was done.
    public enum Action {
        CREATE("create"),
        CHANGE("change"),
        DELETE("delete");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public HistoryEntry {
        tenants = List.copyOf(tenants);
        fields = List.copyOf(fields);
    }
}
