package io.tributary.promql.engine.operator;

/// Switches that change what ordinary queries answer.
///
/// @param delayedNameRemoval whether a metric name is dropped only at the end of the query
/// @param startTimestamps whether functions of counters look at since when samples count
/// @param typeAndUnitLabels whether `__type__` says what is a counter, rather than the name's end
public record Semantics(
        boolean delayedNameRemoval, boolean startTimestamps, boolean typeAndUnitLabels) {
    /// As in production, and as upstream: none.
    public static final Semantics DEFAULTS = new Semantics(false, false, false);

    /// As upstream runs its test scripts.
    public static final Semantics OF_SCRIPTS = new Semantics(true, true, false);
}
