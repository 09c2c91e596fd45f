package io.tributary.gateway.audit;

import java.nio.file.Path;
import java.util.OptionalLong;

/// A file of the stream that is there.
///
/// @param number files are numbered from 1 on, in the order in which they were begun
/// @param fromMillis the earliest time its lines are about; `Long.MAX_VALUE` where it has none
/// @param toMillis the latest, included; `Long.MIN_VALUE` where it has none
record StoredFile(long number, long sizeBytes, long fromMillis, long toMillis) {
    private static final String PREFIX = "audit-";
    private static final String SUFFIX = ".jsonl";
    private static final int DIGITS_MAX = 18;

    /// Stands for a file where there is none.
    static StoredFile none() {
        return empty(0);
    }

    static StoredFile empty(long number) {
        return new StoredFile(number, 0, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    static String name(long number) {
        return "%s%08d%s".formatted(PREFIX, number, SUFFIX);
    }

    /// The number in a file's name; empty for names of other things.
    static OptionalLong number(String name) {
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return OptionalLong.empty();
        }
        String digits = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        boolean number =
                !digits.isEmpty()
                        && digits.length() <= DIGITS_MAX
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || !name(Long.parseLong(digits)).equals(name)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(digits));
    }

    boolean exists() {
        return number > 0;
    }

    String name() {
        return name(number);
    }

    Path path(Path directory) {
        return directory.resolve(name());
    }

    /// The file, longer by what is no line.
    StoredFile grownTo(long bytes) {
        return new StoredFile(number, bytes, fromMillis, toMillis);
    }

    /// The file with one more line.
    StoredFile with(Line line) {
        return new StoredFile(
                number,
                sizeBytes + line.bytes().length,
                Math.min(fromMillis, line.fromMillis()),
                Math.max(toMillis, line.toMillis()));
    }

    /// Whether it can hold a line about a time between two, both included.
    boolean overlaps(long from, long to) {
        return fromMillis <= to && toMillis >= from;
    }
}
