package io.tributary.promql.fuzz.random;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Value;
import io.tributary.testkit.SeededCases.Random;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes stored series: counters with resets, gauges, flags, classic buckets, odd numbers; with
/// gaps, staleness markers, irregular times, late starts and early ends.
///
/// @param suffix of all metric names, so that several datasets can live in one store; empty for
///   data that none keeps
public record RandomData(String suffix) {
    /// The first and last time a sample may have.
    public static final long START_MILLIS = 600_000;

    public static final long END_MILLIS = 2_400_000;

    static final List<String> NAMES =
            List.of("req_total", "err_total", "temp", "mem", "lim", "flag", "odd");

    static final String BUCKETS = "lat_bucket";

    /// Those of native histograms.
    static final List<String> NATIVE_NAMES = List.of("hist", "lat_sec", "mix");

    /// Those of series that describe others.
    static final List<String> DESCRIPTIONS = List.of("target_info", "build_info");

    private static final List<String> JOBS = List.of("a", "b");
    private static final List<String> INSTANCES = List.of("1", "2", "10");
    private static final List<String> ENVIRONMENTS = List.of("", "", "x");
    private static final List<String> BOUNDS = List.of("-1", "0.5", "1", "2.5", "10", "+Inf");

    private static final List<Double> ODD_NUMBERS =
            List.of(
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    -0.0,
                    0.0,
                    0.1,
                    -2.75,
                    1e308,
                    -1e308,
                    1e-300,
                    123_456_789.0,
                    1_600_000_000.0);

    /// How a series' numbers go on.
    private interface Walk {
        double next(Random random, double before);
    }

    /// The metric name as it is stored.
    String named(String name) {
        return name.endsWith("_total") || name.endsWith("_info") || name.equals(BUCKETS)
                ? name.replace("_", suffix + "_")
                : name + suffix;
    }

    /// Floats and native histograms, and series that have both.
    public Dataset makeWithHistograms(Random random) {
        SortedMap<Labels, NavigableMap<Long, Value>> series = new TreeMap<>(make(random).series());
        Set<Labels> gauges = new HashSet<>();
        for (String job : JOBS) {
            for (String instance : INSTANCES) {
                for (String name : NATIVE_NAMES) {
                    if (!random.oneIn(4)) {
                        Labels labels =
                                Labels.of("__name__", named(name), "job", job, "inst", instance);
                        series.put(labels, histograms(random, name.equals("mix")));
                        if (random.oneIn(4)) {
                            gauges.add(labels);
                        }
                    }
                }
            }
        }
        return new Dataset(series, gauges);
    }

    private NavigableMap<Long, Value> histograms(Random random, boolean mixed) {
        NavigableMap<Long, Value> times = samples(random, (_, _) -> 1);
        RandomHistograms histograms = new RandomHistograms(random, !suffix.isEmpty());
        NavigableMap<Long, Value> found = new TreeMap<>();
        times.forEach((time, value) -> {
            if (mixed && random.oneIn(3)) {
                found.put(time, new Value.Real(random.between(0, 9)));
            } else {
                found.put(
                        time,
                        new Value.Histogram(
                                value.isStale() ? histograms.stale() : histograms.next()));
            }
        });
        return found;
    }

    public Dataset make(Random random) {
        SortedMap<Labels, NavigableMap<Long, Value>> series = new TreeMap<>();
        for (String job : JOBS) {
            for (String instance : INSTANCES) {
                for (String name : NAMES) {
                    if (random.oneIn(3)) {
                        continue;
                    }
                    Labels labels =
                            name.equals("lim")
                                    ? Labels.of("__name__", named(name), "job", job)
                                    : Labels.of(
                                                    "__name__",
                                                    named(name),
                                                    "job",
                                                    job,
                                                    "inst",
                                                    instance)
                                            .toBuilder()
                                            .set("env", random.pick(ENVIRONMENTS))
                                            .set("__unit__", random.oneIn(9) ? "s" : "")
                                            .build();
                    series.put(labels, samples(random, walk(name)));
                }
            }
            buckets(random, job, series);
            descriptions(random, job, series);
        }
        return new Dataset(series);
    }

    /// What `info` looks for: of a job, or of an instance of it; two of one at times.
    private void descriptions(
            Random random, String job, SortedMap<Labels, NavigableMap<Long, Value>> series) {
        for (String name : DESCRIPTIONS) {
            for (String instance : List.of("", "", "1", "2")) {
                Labels labels =
                        Labels.of("__name__", named(name), "job", job).toBuilder()
                                .set("instance", instance)
                                .set("data", random.pick(List.of("x", "y", "")))
                                .set("env", random.oneIn(4) ? "x" : "")
                                .build();
                if (!random.oneIn(3)) {
                    series.put(labels, samples(random, (_, _) -> 1));
                }
            }
        }
    }

    private static Walk walk(String name) {
        return switch (name) {
            case "req_total", "err_total" ->
                    (random, before) -> random.oneIn(15) ? 0 : before + random.between(0, 12);
            case "temp", "mem" -> (random, before) -> before + random.between(-8, 8) / 4.0;
            case "lim" -> (random, before) -> random.oneIn(9) ? random.between(0, 40) : before;
            case "flag" -> (random, _) -> random.between(0, 1);
            default -> (random, _) -> random.pick(ODD_NUMBERS);
        };
    }

    private static NavigableMap<Long, Value> samples(Random random, Walk walk) {
        NavigableMap<Long, Value> samples = new TreeMap<>();
        long interval = random.pick(List.of(15_000L, 20_000L, 30_000L, 60_000L));
        boolean irregular = random.oneIn(3);
        long time = START_MILLIS;
        time += random.oneIn(3) ? random.between(0, 900_000) / 1000 * 1000 : 0;
        long end = random.oneIn(3) ? random.between(time, END_MILLIS) : END_MILLIS;
        double number = random.between(0, 20);
        while (time <= end) {
            number = walk.next(random, number);
            boolean stale = random.oneIn(25);
            samples.put(
                    time,
                    new Value.Real(stale ? Double.longBitsToDouble(SampleBits.STALE_NAN) : number));
            time += irregular ? random.between(1, 90) * 1000L : interval;
            time += random.oneIn(20) ? random.between(1, 12) * 60_000L : 0;
        }
        return samples;
    }

    private void buckets(
            Random random, String job, SortedMap<Labels, NavigableMap<Long, Value>> series) {
        double below = 0;
        for (String bound : BOUNDS) {
            if (random.oneIn(6)) {
                continue;
            }
            double start = below;
            below += random.between(0, 5);
            double[] level = {start};
            Labels labels = Labels.of("__name__", named(BUCKETS), "job", job, "le", bound);
            series.put(
                    labels,
                    samples(
                            random,
                            (r, _) -> {
                                level[0] += r.oneIn(12) ? -1 : r.between(0, 3);
                                return level[0];
                            }));
        }
    }
}
