package io.tributary.model.notes;

import java.util.List;

/// What the metric names of a family's series have behind the family's name.
public final class FamilyParts {
    /// Of counters, histograms and summaries, in Prometheus' format and OpenMetrics'; the first is
    /// empty, for series that have the family's own name.
    public static final List<String> ALL =
            List.of(
                    "",
                    "_bucket",
                    "_count",
                    "_sum",
                    "_total",
                    "_created",
                    "_info",
                    "_gcount",
                    "_gsum");

    private FamilyParts() {}
}
