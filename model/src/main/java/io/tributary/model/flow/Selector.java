package io.tributary.model.flow;

import io.tributary.model.Matcher;
import io.tributary.model.text.RawBytes;
import java.util.List;
import java.util.Optional;

/// Which series, and which of their samples: those with `fromMillis` < t ≤ `toMillis`.
///
/// @param matchers all must match; what was not UTF-8 in them is U+FFFD here
/// @param fromMillis exclusive, as PromQL's left-open ranges
/// @param toMillis inclusive
/// @param countBy where only the number of series is asked for that are *present*: whose newest
///   sample up to `toMillis` lies in the range and is no staleness marker. What is selected then is
///   a series for each group, of those labels named here that the group's series have, with one
///   sample, at `toMillis`: their number. Only for a source that {@link SeriesSource#counts}
public record Selector(
        List<Matcher> matchers, long fromMillis, long toMillis, Optional<List<String>> countBy) {
    /// A selector of samples.
    public Selector(List<Matcher> matchers, long fromMillis, long toMillis) {
        this(matchers, fromMillis, toMillis, Optional.empty());
    }

    public Selector {
        countBy = countBy.map(List::copyOf);
        matchers = matchers.stream().map(Selector::valid).toList();
    }

    /// The same, of samples behind `earliestMillis`.
    public Selector from(long earliestMillis) {
        long from = Math.max(fromMillis, Math.min(earliestMillis, toMillis));
        return new Selector(matchers, from, toMillis, countBy);
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
