package io.tributary.promql;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.testkit.promqltest.HistogramValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Histograms as scripts write them, as a store takes them, and as an engine answers them.
public final class ScriptHistograms {
    private ScriptHistograms() {}

    public static ResetHint hint(HistogramValue histogram) {
        return switch (histogram.hint()) {
            case UNKNOWN -> ResetHint.UNKNOWN;
            case RESET -> ResetHint.RESET;
            case NOT_RESET -> ResetHint.NO_RESET;
            case GAUGE -> ResetHint.GAUGE;
        };
    }

    public static Histogram stored(HistogramValue histogram) {
        return new Histogram(
                Histogram.Kind.FLOAT,
                histogram.schema(),
                bits(histogram.zeroThreshold()),
                bits(histogram.zeroCount()),
                bits(histogram.count()),
                bits(histogram.sum()),
                buckets(histogram.positive()),
                buckets(histogram.negative()),
                histogram.customValues().stream().map(ScriptHistograms::bits).toList());
    }

    static HistogramValue shown(FloatHistogram histogram) {
        List<Double> bounds = new ArrayList<>();
        for (int i = 0; i < histogram.bounds().size(); i++) {
            bounds.add(histogram.bounds().upper(i));
        }
        return new HistogramValue(
                histogram.schema(),
                histogram.count(),
                histogram.sum(),
                histogram.zeroThreshold(),
                histogram.zeroCount(),
                shown(histogram.positive()),
                shown(histogram.negative()),
                bounds,
                switch (histogram.hint()) {
                    case UNKNOWN -> HistogramValue.CounterResetHint.UNKNOWN;
                    case RESET -> HistogramValue.CounterResetHint.RESET;
                    case NO_RESET -> HistogramValue.CounterResetHint.NOT_RESET;
                    case GAUGE -> HistogramValue.CounterResetHint.GAUGE;
                });
    }

    private static SortedMap<Integer, Double> shown(FloatBuckets buckets) {
        SortedMap<Integer, Double> map = new TreeMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            map.put(buckets.index(i), buckets.count(i));
        }
        return map;
    }

    private static List<Histogram.Bucket> buckets(SortedMap<Integer, Double> buckets) {
        List<Histogram.Bucket> list = new ArrayList<>();
        buckets.forEach((index, count) -> list.add(new Histogram.Bucket(index, bits(count))));
        return list;
    }

    private static Long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
