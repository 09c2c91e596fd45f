package io.tributary.promql.engine.functions;

import io.tributary.model.text.GoFloat;
import io.tributary.promql.engine.numeric.ClassicHistogram;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.QueryContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/// Gathers, for each metric, where `histogram_quantile` had to make counts monotonic, and says it
/// once at the end.
final class ForcedMonotonicity {
    private static final String TEXT =
            "input to histogram_quantile needed to be fixed for monotonicity (see"
                    + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";

    private static final class Extent {
        private double minBound = Double.POSITIVE_INFINITY;
        private double maxBound = Double.NEGATIVE_INFINITY;
        private double maxDifference;
        private long firstMillis = Long.MAX_VALUE;
        private long lastMillis = Long.MIN_VALUE;
        private int count;
    }

    private final QueryContext context;
    private final Grid grid;
    private final String place;
    private final Map<String, Extent> extents = new HashMap<>();

    ForcedMonotonicity(QueryContext context, Grid grid, String place) {
        this.context = context;
        this.grid = grid;
        this.place = place;
    }

    void add(String metric, int step, ClassicHistogram histogram) {
        Extent extent = extents.get(metric);
        if (extent == null) {
            Extent made = new Extent();
            extents.put(metric, made);
            String text = metric.isEmpty() ? TEXT : TEXT + " for metric name \"" + metric + "\"";
            context.annotations().infoAtEnd(text, () -> text(text, made));
            extent = made;
        }
        extent.minBound = Math.min(extent.minBound, histogram.minForcedBound());
        extent.maxBound = Math.max(extent.maxBound, histogram.maxForcedBound());
        extent.maxDifference = Math.max(extent.maxDifference, histogram.maxForcedDifference());
        extent.firstMillis = Math.min(extent.firstMillis, grid.time(step));
        extent.lastMillis = Math.max(extent.lastMillis, grid.time(step));
        extent.count++;
    }

    private String text(String start, Extent extent) {
        return start
                + ", from buckets "
                + GoFloat.general(extent.minBound)
                + " to "
                + GoFloat.general(extent.maxBound)
                + ", with a max diff of "
                + GoFloat.general(extent.maxDifference, 2)
                + ", over "
                + extent.count
                + " samples from "
                + seconds(extent.firstMillis)
                + " to "
                + seconds(extent.lastMillis)
                + " ("
                + place
                + ")";
    }

    private static String seconds(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
