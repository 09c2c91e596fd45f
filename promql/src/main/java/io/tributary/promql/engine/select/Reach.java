package io.tributary.promql.engine.select;

import io.tributary.promql.ast.Extension;

/// How far beside its range a selector reads.
///
/// @param lookbackMillis how old a sample may be to count
public record Reach(Extension extension, long lookbackMillis) {
    public static final Reach NONE = new Reach(Extension.NONE, 0);

    /// Before the range's start.
    public long beforeMillis() {
        return extension == Extension.NONE ? 0 : lookbackMillis;
    }

    /// Behind the range's end.
    public long behindMillis() {
        return extension == Extension.SMOOTHED ? lookbackMillis : 0;
    }
}
