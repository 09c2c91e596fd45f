package io.tributary.model.flow;

import io.tributary.model.Matcher;
import io.tributary.model.text.RawBytes;
import java.util.List;

/// Which series, and which of their samples: those with `fromMillis` < t ≤ `toMillis`.
///
/// @param matchers all must match; what was not UTF-8 in them is U+FFFD here
/// @param fromMillis exclusive, as PromQL's left-open ranges
/// @param toMillis inclusive
public record Selector(List<Matcher> matchers, long fromMillis, long toMillis) {
    public Selector {
        matchers = matchers.stream().map(Selector::valid).toList();
    }

    private static Matcher valid(Matcher matcher) {
        boolean valid = !RawBytes.isIn(matcher.name()) && !RawBytes.isIn(matcher.value());
        return valid
                ? matcher
                : new Matcher(
                        matcher.type(),
                        RawBytes.replaced(matcher.name()),
                        RawBytes.replaced(matcher.value()));
    }
}
