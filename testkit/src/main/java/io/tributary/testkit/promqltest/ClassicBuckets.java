package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.HistogramValue.CounterResetHint;
import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import io.tributary.testkit.promqltest.SampleValue.Real;
import io.tributary.testkit.promqltest.ScriptTarget.LoadedPoint;
import io.tributary.testkit.promqltest.ScriptTarget.LoadedSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes native histograms with custom buckets out of the classic ones of a `load_with_nhcb`: the
/// series `x_bucket`, `x_count` and `x_sum` of equal other labels become the series `x`.
final class ClassicBuckets {
    /// What classic series say about one time.
    private static final class Moment {
        private final TreeMap<Double, Double> cumulative = new TreeMap<>();
        private double count = Double.NaN;
        private double sum;
    }

    private final SortedMap<LabelSet, SortedMap<Long, Moment>> histograms = new TreeMap<>();

    private ClassicBuckets() {}

    static List<LoadedSeries> toNative(Collection<LoadedSeries> classic) {
        ClassicBuckets buckets = new ClassicBuckets();
        classic.forEach(buckets::collect);
        List<LoadedSeries> series = new ArrayList<>();
        buckets.histograms.forEach(
                (labels, moments) -> series.add(new LoadedSeries(labels, points(labels, moments))));
        return series;
    }

    private void collect(LoadedSeries series) {
        String name = series.labels().name();
        if (name.endsWith("_bucket")) {
            double upper = upperBound(series.labels().value("le"));
            if (!Double.isNaN(upper)) {
                collect(series, "_bucket", (m, v) -> m.cumulative.putIfAbsent(upper, v));
            }
        } else if (name.endsWith("_count")) {
            collect(series, "_count", (m, v) -> m.count = v);
        } else if (name.endsWith("_sum")) {
            collect(series, "_sum", (m, v) -> m.sum = v);
        }
    }

    private interface Part {
        void put(Moment moment, double value);
    }

    private void collect(LoadedSeries series, String suffix, Part part) {
        String name = series.labels().name();
        LabelSet base =
                series.labels()
                        .with(LabelSet.NAME, name.substring(0, name.length() - suffix.length()))
                        .with("le", "");
        SortedMap<Long, Moment> moments =
                histograms.computeIfAbsent(base, labels -> new TreeMap<>());
        for (LoadedPoint point : series.points()) {
            if (point.value() instanceof Real(var value)) {
                part.put(moments.computeIfAbsent(point.tMillis(), t -> new Moment()), value);
            }
        }
    }

    private static double upperBound(String le) {
        if (le.equals("+Inf") || le.equals("Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(le);
        } catch (NumberFormatException e) {
            return Double.NaN; // not a bucket of a classic histogram
        }
    }

    private static List<LoadedPoint> points(LabelSet labels, SortedMap<Long, Moment> moments) {
        List<LoadedPoint> points = new ArrayList<>();
        moments.forEach((t, moment) ->
                points.add(new LoadedPoint(t, 0, new NativeHistogram(histogram(labels, moment)))));
        return points;
    }

    private static HistogramValue histogram(LabelSet labels, Moment moment) {
        TreeMap<Double, Double> cumulative = moment.cumulative;
        double last = cumulative.isEmpty() ? 0 : cumulative.sequencedValues().getLast();
        double count = Double.isNaN(moment.count) ? last : moment.count;
        cumulative.putIfAbsent(Double.POSITIVE_INFINITY, count);

        List<Double> bounds = new ArrayList<>();
        SortedMap<Integer, Double> counts = new TreeMap<>();
        double below = 0;
        int index = 0;
        for (Map.Entry<Double, Double> bucket : cumulative.entrySet()) {
            if (bucket.getValue() < below) {
                throw new IllegalArgumentException("counts of " + labels + " are not cumulative");
            }
            if (bucket.getValue() > below) {
                counts.put(index, bucket.getValue() - below);
            }
            if (bucket.getKey() != Double.POSITIVE_INFINITY) {
                bounds.add(bucket.getKey());
            }
            below = bucket.getValue();
            index++;
        }
        if (below != count) {
            throw new IllegalArgumentException("count of " + labels + " is not its last bucket's");
        }
        return new HistogramValue(
                HistogramValue.CUSTOM,
                count,
                moment.sum,
                0,
                0,
                counts,
                new TreeMap<>(),
                bounds,
                CounterResetHint.UNKNOWN);
    }
}
