package io.tributary.promql.parser;

/// Which experimental syntax is understood; an error names the switch.
///
/// @param experimentalFunctions functions and aggregations marked experimental
/// @param extendedRangeSelectors `anchored` and `smoothed`
/// @param fillModifiers `fill`, `fill_left`, `fill_right` between vectors
/// @param durationExpressions arithmetic in ranges, steps and offsets
public record ParserOptions(
        boolean experimentalFunctions,
        boolean extendedRangeSelectors,
        boolean fillModifiers,
        boolean durationExpressions) {
    /// Upstream's defaults: since 3.14 durations may be computed without a switch.
    public static final ParserOptions DEFAULTS = new ParserOptions(false, false, false, true);

    /// Everything, as upstream runs its test scripts.
    public static final ParserOptions ALL = new ParserOptions(true, true, true, true);
}
