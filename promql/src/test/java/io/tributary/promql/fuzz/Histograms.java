package io.tributary.promql.fuzz;

import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.reference.data.NaiveHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Native histograms as the engine has them, and as the reference evaluator has them.
final class Histograms {
    private Histograms() {}

    static FloatHistogram ofEngine(NaiveHistogram of, boolean gauge) {
        return new FloatHistogram(
                gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN,
                of.schema(),
                of.zeroThreshold(),
                of.zeroCount(),
                of.count(),
                of.sum(),
                buckets(of.positive()),
                buckets(of.negative()),
                CustomBounds.of(of.bounds().stream().mapToDouble(b -> b).toArray()));
    }

    private static FloatBuckets buckets(NavigableMap<Integer, Double> counts) {
        return FloatBuckets.of(
                counts.keySet().stream().mapToInt(i -> i).toArray(),
                counts.values().stream().mapToDouble(c -> c).toArray(),
                counts.size());
    }

    static NaiveHistogram naive(FloatHistogram of) {
        List<Double> bounds = new ArrayList<>();
        for (int i = 0; i < of.bounds().size(); i++) {
            bounds.add(of.bounds().upper(i));
        }
        return new NaiveHistogram(
                of.schema(),
                of.zeroThreshold(),
                of.zeroCount(),
                of.count(),
                of.sum(),
                counts(of.positive()),
                counts(of.negative()),
                bounds);
    }

    private static NavigableMap<Integer, Double> counts(FloatBuckets buckets) {
        NavigableMap<Integer, Double> counts = new TreeMap<>();
        for (int i = 0; i < buckets.size(); i++) {
            counts.put(buckets.index(i), buckets.count(i));
        }
        return counts;
    }
}
