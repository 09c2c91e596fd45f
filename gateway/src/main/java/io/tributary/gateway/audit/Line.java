package io.tributary.gateway.audit;

/// A line to be written.
final class Line {
    private final long fromMillis;
    private final long toMillis;
    private final byte[] bytes;

    /// @param fromMillis the earliest time it is about, since 1970
    /// @param toMillis the latest, included
    /// @param bytes with the line break; the line's from now on
    Line(long fromMillis, long toMillis, byte[] bytes) {
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.bytes = bytes;
    }

    long fromMillis() {
        return fromMillis;
    }

    long toMillis() {
        return toMillis;
    }

    /// Not to be changed.
    byte[] bytes() {
        return bytes;
    }
}
