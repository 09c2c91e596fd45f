package io.tributary.promql.fuzz.random;

import io.tributary.model.SampleBits;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.testkit.SeededCases.Random;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Makes the native histograms of one series, one after the other: counts that grow, now and then
/// from nothing again; sometimes with another schema, other bounds or another zero bucket.
final class RandomHistograms {
    private static final List<List<Double>> BOUNDS =
            List.of(List.of(0.5, 1.0, 2.5, 10.0), List.of(1.0, 2.5, 25.0), List.of(-1.0, 1.0));

    private final Random random;
    private final boolean stored;
    private final boolean custom;
    private final NavigableMap<Integer, Double> positive = new TreeMap<>();
    private final NavigableMap<Integer, Double> negative = new TreeMap<>();
    private int schema;
    private int bounds;
    private double zeroThreshold;
    private double zeroCount;
    private double sum;
    private int beginnings;

    /// @param stored whether they are to stand in chunks, which may give histograms empty buckets:
    ///   then those without custom buckets have negative and positive ones from the start, since
    ///   the zero bucket of one that has a side reaches further; and two in a row differ, since
    ///   equal ones of different empty buckets are not equal any more
    RandomHistograms(Random random, boolean stored) {
        this.random = random;
        this.stored = stored;
        this.custom = random.oneIn(4);
        begin();
    }

    private void begin() {
        positive.clear();
        negative.clear();
        schema = custom ? NaiveHistogram.CUSTOM : random.pick(List.of(0, 0, 1, 3, -1));
        bounds = random.between(0, BOUNDS.size() - 1);
        zeroThreshold = custom ? 0 : random.pick(List.of(0.001, 0.001, 0.25));
        zeroCount = 0;
        sum = stored ? 64 * ++beginnings : 0;
        if (stored && !custom) {
            positive.put(1, 1.0);
            negative.put(1, 1.0);
        }
    }

    NaiveHistogram next() {
        if (random.oneIn(12)) {
            begin();
        }
        for (int i = random.between(stored ? 1 : 0, 3); i > 0; i--) {
            double more = random.between(1, 4);
            if (custom) {
                positive.merge(random.between(0, BOUNDS.get(bounds).size()), more, Double::sum);
            } else if (random.oneIn(4)) {
                negative.merge(random.between(1, 4), more, Double::sum);
            } else {
                positive.merge(random.between(1, 8), more, Double::sum);
            }
            sum += random.between(-4, 12) / 4.0;
        }
        zeroCount += custom ? 0 : random.between(0, 1);
        return histogram(sum);
    }

    NaiveHistogram stale() {
        return histogram(Double.longBitsToDouble(SampleBits.STALE_NAN));
    }

    private NaiveHistogram histogram(double ofSum) {
        double count = zeroCount;
        for (double here : positive.values()) {
            count += here;
        }
        for (double here : negative.values()) {
            count += here;
        }
        return new NaiveHistogram(
                schema,
                zeroThreshold,
                zeroCount,
                count,
                ofSum,
                positive,
                negative,
                custom ? BOUNDS.get(bounds) : List.of());
    }
}
