package io.tributary.model.flow;

import io.tributary.model.Matcher;
import java.util.List;

/// Which series, and which of their samples: those with `fromMillis` < t ≤ `toMillis`.
///
/// @param matchers all must match
/// @param fromMillis exclusive, as PromQL's left-open ranges
/// @param toMillis inclusive
public record Selector(List<Matcher> matchers, long fromMillis, long toMillis) {
    public Selector {
        matchers = List.copyOf(matchers);
    }
}
