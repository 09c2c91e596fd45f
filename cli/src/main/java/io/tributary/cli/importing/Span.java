package io.tributary.cli.importing;

/// A stretch of time in milliseconds since 1970.
///
/// @param startMillis inclusive
/// @param endMillis exclusive; not before `startMillis`
record Span(long startMillis, long endMillis) {
    /// All that nanoseconds of 64 bits, as Influx has them, can say in whole milliseconds.
    static final Span ALL =
            new Span(Long.MIN_VALUE / 1_000_000 + 1, Long.MAX_VALUE / 1_000_000 - 1);

    Span {
        if (endMillis < startMillis) {
            throw new IllegalArgumentException(
                    "BUG: from %d to %d".formatted(startMillis, endMillis));
        }
    }

    /// What both have; empty, with any start, where that is nothing.
    Span and(Span other) {
        long start = Math.max(startMillis, other.startMillis);
        return new Span(start, Math.max(start, Math.min(endMillis, other.endMillis)));
    }

    boolean isEmpty() {
        return startMillis == endMillis;
    }

    long lengthMillis() {
        return endMillis - startMillis;
    }
}
