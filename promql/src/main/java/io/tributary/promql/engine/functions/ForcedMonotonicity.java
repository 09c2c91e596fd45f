package io.tributary.promql.engine.functions;

import io.tributary.model.text.GoFloat;
import io.tributary.promql.engine.numeric.ClassicHistogram;
import io.tributary.promql.engine.operator.Annotations;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gathers, for each metric, where `histogram_quantile` had to make counts monotonic, and says it
/// once at the end.
final class ForcedMonotonicity {
    private static final String TEXT =
            "input to histogram_quantile needed to be fixed for monotonicity (see"
                    + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";

    /// Of one metric.
    private static final class Extent implements Annotations.Note {
        private final String start;

        /// Those of other parts of the query that say the same.
        private final List<Extent> others = new ArrayList<>();

        private Place place;
        private double minBound = Double.POSITIVE_INFINITY;
        private double maxBound = Double.NEGATIVE_INFINITY;
        private double maxDifference;
        private long firstMillis = Long.MAX_VALUE;
        private long lastMillis = Long.MIN_VALUE;
        private int count;

        Extent(String start, Place place) {
            this.start = start;
            this.place = place;
        }

        @Override
        public String told() {
            others.forEach(this::take);
            others.clear();
            return start
                    + ", from buckets "
                    + GoFloat.general(minBound)
                    + " to "
                    + GoFloat.general(maxBound)
                    + ", with a max diff of "
                    + GoFloat.general(maxDifference, 2)
                    + ", over "
                    + count
                    + " samples from "
                    + seconds(firstMillis)
                    + " to "
                    + seconds(lastMillis)
                    + " ("
                    + place.text()
                    + ")";
        }

        /// Both go on being added to: they are put together when all is known.
        @Override
        public Annotations.Note and(Annotations.Note later) {
            if (!(later instanceof Extent more)) {
                throw new IllegalStateException("BUG: another note under " + start);
            }
            others.add(more);
            return this;
        }

        private void take(Extent more) {
            minBound = Math.min(minBound, more.minBound);
            maxBound = Math.max(maxBound, more.maxBound);
            maxDifference = Math.max(maxDifference, more.maxDifference);
            firstMillis = Math.min(firstMillis, more.firstMillis);
            lastMillis = Math.max(lastMillis, more.lastMillis);
            count += more.count;
            place = place.isBehind(more.place) ? more.place : place;
            more.others.forEach(this::take);
        }

        private static String seconds(long millis) {
            return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    private final QueryContext context;
    private final Grid grid;
    private final Place place;
    private final Map<String, Extent> extents = new HashMap<>();

    ForcedMonotonicity(QueryContext context, Grid grid, Place place) {
        this.context = context;
        this.grid = grid;
        this.place = place;
    }

    void add(String metric, int step, ClassicHistogram histogram) {
        Extent extent = extents.computeIfAbsent(metric, this::begin);
        extent.minBound = Math.min(extent.minBound, histogram.minForcedBound());
        extent.maxBound = Math.max(extent.maxBound, histogram.maxForcedBound());
        extent.maxDifference = Math.max(extent.maxDifference, histogram.maxForcedDifference());
        extent.firstMillis = Math.min(extent.firstMillis, grid.time(step));
        extent.lastMillis = Math.max(extent.lastMillis, grid.time(step));
        extent.count++;
    }

    private Extent begin(String metric) {
        String start = metric.isEmpty() ? TEXT : TEXT + " for metric name \"" + metric + "\"";
        Extent extent = new Extent(start, place);
        context.annotations().infoAtEnd(start, extent);
        return extent;
    }
}
