package io.tributary.promql.engine.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.Engine;
import io.tributary.promql.EngineSettings;
import io.tributary.promql.MatrixSeries;
import io.tributary.promql.MemorySource;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.QueryValue;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries of series that are one without their replica labels.
class ReplicasTest {
    private static final ReplicaLabels R = ReplicaLabels.of(Set.of("r"));
    private static final ReadScope SCOPE = new ReadScope(List.of());
    private static final int SECOND = 1_000;

    private final MemorySource source = new MemorySource();
    private final Engine engine = engine(1);

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m",
                "m[1m]",
                "count by (r) (m)",
                "sum(m)",
                "timestamp(m)",
                "m smoothed",
                "rate(m[1m])",
                "m + on (i, r) m",
                "max_over_time(m[1m:10s])",
                "count(m)"
            })
    void query_ofPairs_isAsOfTheFirstAlone(String query) {
        scrape(source, Labels.of("__name__", "m", "i", "0", "r", "a"), 0, 600, 0);
        scrape(source, Labels.of("__name__", "m", "i", "0", "r", "b"), 5, 600, 7);
        scrape(source, Labels.of("__name__", "m", "i", "1", "r", "a"), 3, 600, 0);
        scrape(source, Labels.of("__name__", "m", "i", "1", "r", "b"), 9, 600, 7);
        MemorySource first = new MemorySource();
        scrape(first, Labels.of("__name__", "m", "i", "0"), 0, 600, 0);
        scrape(first, Labels.of("__name__", "m", "i", "1"), 3, 600, 0);
        Map<Labels, Map<Long, Long>> expected =
                instant(engine, first, query, 500, ReplicaLabels.NONE);
        assertThat(expected).isNotEmpty();
        assertThat(instant(engine, source, query, 500, R)).isEqualTo(expected);
        assertThat(instant(engine, source, query, 500, ReplicaLabels.NONE)).isNotEqualTo(expected);
    }

    @Test
    void matcher_onAReplicaLabel_selectsAsStored() {
        scrape(source, Labels.of("__name__", "m", "r", "a"), 0, 600, 0);
        scrape(source, Labels.of("__name__", "m", "r", "b"), 5, 600, 7);
        assertThat(instant(engine, source, "m{r=\"b\"}", 500, R))
                .isEqualTo(
                        Map.of(
                                Labels.of("__name__", "m"),
                                Map.of(500_000L, Double.doubleToRawLongBits(492))));
    }

    @Test
    void labels_byOwner_areThoseOfItsOwn() {
        for (String replica : List.of("a", "b")) {
            scrape(source, Labels.of("__name__", "m", "t", "x", "r", replica), 0, 600, 0);
            scrape(source, Labels.of("__name__", "m", "t", "y", "r", replica), 0, 600, 0);
        }
        ReplicaLabels ofX = new ReplicaLabels("t", Map.of("x", Set.of("r")));
        assertThat(instant(engine, source, "m", 500, ofX).keySet())
                .containsExactly(
                        Labels.of("__name__", "m", "r", "a", "t", "y"),
                        Labels.of("__name__", "m", "r", "b", "t", "y"),
                        Labels.of("__name__", "m", "t", "x"));
    }

    /// Of descriptions that replicas have, one describes.
    @Test
    void info_ofPairs_findsOneDescription() {
        for (String replica : List.of("a", "b")) {
            scrape(
                    source,
                    Labels.of("__name__", "m", "instance", "i", "job", "j", "r", replica),
                    0,
                    600,
                    0);
            scrape(
                    source,
                    Labels.of(
                            "__name__",
                            "target_info",
                            "instance",
                            "i",
                            "job",
                            "j",
                            "r",
                            replica,
                            "os",
                            "linux"),
                    0,
                    600,
                    0);
        }
        assertThat(instant(engine, source, "info(m)", 500, R).keySet())
                .containsExactly(
                        Labels.of("__name__", "m", "instance", "i", "job", "j", "os", "linux"));
    }

    /// Whatever the scrapes that were lost, a counter that rises evenly has its own rate at most.
    @Test
    void rate_ofLossyPairs_isNeverAboveTheTruth() {
        SeededCases.run(
                60,
                random -> {
                    MemorySource lossy = new MemorySource();
                    for (String replica : List.of("a", "b")) {
                        Labels labels = Labels.of("__name__", "m", "r", replica);
                        int kept = random.between(1, 6);
                        long time = random.between(0, 15_000);
                        for (; time < 900_000; time += 15_000 + random.between(-300, 300)) {
                            if (kept == 1 || !random.oneIn(kept)) {
                                lossy.add(labels, time, 3.0 * time / SECOND);
                            }
                        }
                    }
                    range(engine, lossy, "rate(m[1m])", 60, 900, 7)
                            .values()
                            .forEach(values ->
                                    values.values()
                                            .forEach(bits ->
                                                    assertThat(Double.longBitsToDouble(bits))
                                                            .isBetween(0.0, 3.0 + 1e-9)));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m",
                "rate(m[2m])",
                "resets(m[5m])",
                "count_over_time(m[3m] offset 1m)",
                "sum by (l) (m)",
                "max_over_time(rate(m[1m])[5m:30s])",
                "m smoothed",
                "delta(m[2m] anchored)",
                "m - timestamp(m)",
                "absent(m{l=\"0\"})",
                "m @ 300 / m"
            })
    void range_atEachStep_answersAsAnInstantQuery(String query) {
        SeededCases.run(
                12,
                random -> {
                    MemorySource some = new MemorySource();
                    load(some, random);
                    long step = random.between(13L, 90L);
                    Map<Labels, Map<Long, Long>> expected = new TreeMap<>();
                    for (long t = 300; t < 1_500; t += step) {
                        instant(engine, some, query, t, R)
                                .forEach((labels, at) ->
                                        expected.computeIfAbsent(labels, _ -> new TreeMap<>())
                                                .putAll(at));
                    }
                    assertThat(range(engine, some, query, 300, 1_500 - 1, step))
                            .isEqualTo(expected);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "sum(rate(m[2m]))", "m * on (l, k) m{l=\"0\"}", "m + m"})
    void query_withSeveralThreads_isAnsweredAsWithOne(String query) {
        SeededCases.run(
                5,
                random -> {
                    MemorySource some = new MemorySource();
                    load(some, random);
                    try (Engine helped = engine(4)) {
                        assertThat(range(helped, some, query, 300, 1_500, 30))
                                .isEqualTo(range(engine, some, query, 300, 1_500, 30));
                    }
                });
    }

    @Test
    void query_ofMoreReplicasThanFit_isRefused() {
        for (int i = 0; i < 40; i++) {
            scrape(source, Labels.of("__name__", "m", "r", "" + i), 0, 100_000, 0);
        }
        QueryControl control =
                QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(1 << 20))
                        .withReplicas(R);
        assertThatThrownBy(() ->
                        engine.instant(source, SCOPE, "sum_over_time(m[1d])", 90_000_000, control))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("the samples of one group of replicas");
    }

    private static QueryControl control() {
        return QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(1L << 26));
    }

    private static Engine engine(int threads) {
        EngineSettings usual = EngineSettings.defaults();
        return new Engine(
                new EngineSettings(
                        usual.lookbackMillis(),
                        usual.queryBytesMax(),
                        usual.samplesMax(),
                        usual.timeoutMillis(),
                        threads,
                        usual.subqueryStepMillis(),
                        usual.semantics(),
                        ParserOptions.ALL));
    }

    /// A sample every 10 s of a counter that counts seconds.
    private static void scrape(
            MemorySource into, Labels labels, int fromSecond, int toSecond, int phase) {
        for (long t = (long) fromSecond + phase; t <= toSecond; t += 10) {
            into.add(labels, t * SECOND, (double) t);
        }
    }

    /// Some series of two replicas with losses, outages and staleness markers.
    private static void load(MemorySource into, SeededCases.Random random) {
        for (int i = 0; i < 6; i++) {
            for (String replica : List.of("a", "b")) {
                Labels labels =
                        Labels.of("__name__", "m", "l", "" + i % 2, "k", "" + i / 2, "r", replica);
                for (long t = random.between(0, 15_000); t < 1_500_000; t += 15_000) {
                    boolean stale = random.oneIn(25);
                    into.add(
                            labels,
                            t + random.between(0, 200),
                            stale ? Double.longBitsToDouble(SampleBits.STALE_NAN) : t);
                    t += random.oneIn(15) ? random.between(15_000, 300_000) : 0;
                }
            }
        }
    }

    private static Map<Labels, Map<Long, Long>> instant(
            Engine engine, MemorySource source, String query, long seconds, ReplicaLabels labels) {
        try {
            QueryControl control = control().withReplicas(labels);
            return bits(engine.instant(source, SCOPE, query, seconds * SECOND, control).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Labels, Map<Long, Long>> range(
            Engine engine, MemorySource source, String query, long from, long to, long step) {
        try {
            QueryControl control = control().withReplicas(R);
            return bits(
                    engine.range(
                                    source,
                                    SCOPE,
                                    query,
                                    from * SECOND,
                                    to * SECOND,
                                    step * SECOND,
                                    control)
                            .value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Labels, Map<Long, Long>> bits(QueryValue value) {
        Map<Labels, Map<Long, Long>> bits = new TreeMap<>();
        switch (value) {
            case QueryValue.Vector(var samples) ->
                    samples.forEach(sample ->
                            bits.put(
                                    sample.labels(),
                                    Map.of(
                                            sample.timeMillis(),
                                            Double.doubleToRawLongBits(sample.value()))));
            case QueryValue.Matrix(var matrix) -> {
                for (MatrixSeries series : matrix) {
                    Map<Long, Long> values = new TreeMap<>();
                    for (int i = 0; i < series.samples().size(); i++) {
                        values.put(
                                series.samples().time(i),
                                Double.doubleToRawLongBits(series.samples().value(i)));
                    }
                    bits.put(series.labels(), values);
                }
            }
            case QueryValue.Scalar _, QueryValue.Text _ ->
                    throw new AssertionError("no series: " + value);
        }
        return bits;
    }
}
