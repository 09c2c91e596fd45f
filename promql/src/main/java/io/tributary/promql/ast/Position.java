package io.tributary.promql.ast;

/// A stretch of the query's text.
///
/// @param start first character, counted from 0 in UTF-16 units
/// @param end one past the last
public record Position(int start, int end) {
    /// From the start of this to the end of `other`.
    public Position to(Position other) {
        return new Position(start, other.end);
    }
}
