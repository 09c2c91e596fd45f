package io.tributary.promql.engine.range;

import io.tributary.model.GoQuote;
import io.tributary.promql.engine.operator.Annotations;
import io.tributary.promql.engine.operator.Place;

/// Warns, once a window, of samples that count since before the one ahead of them: two of them are
/// then in what both say.
///
/// @param place where the range stands in the query
record StartOverlaps(Annotations annotations, Place place) {
    void check(Window window, String metric) {
        if (Starts.overlap(window)) {
            annotations.warnCounted(
                    "sample has start time that overlaps with previous sample timestamp for metric "
                            + GoQuote.quote(metric),
                    place);
        }
    }
}
