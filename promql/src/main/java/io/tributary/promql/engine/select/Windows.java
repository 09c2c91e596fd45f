package io.tributary.promql.engine.select;

/// The windows of a range: one at each step of a grid.
///
/// @param input their samples
/// @param moments when they end
/// @param rangeMillis how long they are
/// @param reach how far beside them is read
public record Windows(RangeInput input, Moments moments, long rangeMillis, Reach reach) {}
