package io.tributary.gateway.audit;

import io.tributary.model.Labels;
import java.util.Map;
import java.util.Optional;

/// A line as it was read.
///
/// @param fromMillis the earliest time it is about
/// @param toMillis the latest
/// @param texts members that are strings
/// @param numbers members that are numbers
/// @param series the member that is an object
record AuditLine(
        Type type,
        long fromMillis,
        long toMillis,
        Map<String, String> texts,
        Map<String, Long> numbers,
        Optional<Labels> series) {
    /// What a line is, by its first member.
    enum Type {
        /// One event.
        EVENT("event"),
        /// How many events of a key there were.
        COUNT("count"),
        /// The beginning of a file.
        FILE("file"),
        /// A file that is deleted.
        DELETED("deleted"),
        /// A line that was not ended.
        TORN("torn");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Optional<Type> of(String word) {
            for (Type type : values()) {
                if (type.word.equals(word)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /// From the members of a line; empty where it is none that this program writes.
    static Optional<AuditLine> of(
            Map<String, String> texts, Map<String, Long> numbers, Optional<Labels> series) {
        Optional<Type> type = Type.of(texts.getOrDefault("type", ""));
        Long time = numbers.get("time");
        if (type.isEmpty() || time == null) {
            return Optional.empty();
        }
        // A file that was deleted has a time, too, which is not when it was deleted.
        long from = type.get() == Type.COUNT ? numbers.getOrDefault("from", time) : time;
        return Optional.of(new AuditLine(type.get(), from, time, texts, numbers, series));
    }

    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    long number(String name, long otherwise) {
        return numbers.getOrDefault(name, otherwise);
    }
}
