package io.tributary.format.remoteread;

import io.tributary.model.Matcher;
import java.util.List;

/// Which series, and of what time: both ends count. Where the first is behind the second, nothing.
///
/// @param matchers one at least
public record ReadQuery(long startMillis, long endMillis, List<Matcher> matchers) {
    public ReadQuery {
        matchers = List.copyOf(matchers);
    }
}
