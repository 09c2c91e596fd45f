package io.tributary.promql;

/// What a query cost.
///
/// @param samplesRead samples taken from the source, each once a selector
/// @param seriesRead series taken from the source, each once a selector
/// @param peakBytes the most the query held at one moment, as its budget counts
public record QueryStatistics(long samplesRead, long seriesRead, long peakBytes) {}
