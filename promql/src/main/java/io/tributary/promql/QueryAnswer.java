package io.tributary.promql;

import java.util.List;

/// A query's value and what is to be said about it.
///
/// @param warnings what makes the value doubtful, each text once, at most {@link
///   EngineSettings#ANNOTATIONS_MAX}
/// @param infos what its author should know, likewise
public record QueryAnswer(
        QueryValue value, List<String> warnings, List<String> infos, QueryStatistics statistics) {
    public QueryAnswer {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }
}
