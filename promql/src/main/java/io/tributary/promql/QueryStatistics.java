package io.tributary.promql;

/// What a query cost, or has cost until now.
///
/// @param samplesRead samples taken from the source, each once a selector
/// @param seriesRead series taken from the source, each once a selector
/// @param peakBytes the most the query held at one moment, as its budget counts
/// @param waitedNanos from its being asked until its evaluation began
/// @param evaluatedNanos from then to its end; 0 while it waits
public record QueryStatistics(
        long samplesRead, long seriesRead, long peakBytes, long waitedNanos, long evaluatedNanos) {}
