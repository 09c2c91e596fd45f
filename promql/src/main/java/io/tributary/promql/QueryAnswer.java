package io.tributary.promql;

import java.util.List;
import java.util.Optional;

/// A query's value and what is to be said about it.
///
/// @param warnings what makes the value doubtful, each text once, at most {@link
///   EngineSettings#ANNOTATIONS_MAX}
/// @param infos what its author should know, likewise
/// @param samples what was taken by step, where the query's control had that counted
public record QueryAnswer(
        QueryValue value,
        List<String> warnings,
        List<String> infos,
        QueryStatistics statistics,
        Optional<QuerySamples> samples) {
    public QueryAnswer {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }
}
