package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.Engine;
import io.tributary.promql.EngineSettings;
import io.tributary.promql.QueryAnswer;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryValue;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries that are answered from numbers of series, against the same over a source that does not
/// count: names removed at once and late, with and without type-and-unit labels.
class CountedAnswersTest {
    private static final long MINUTE = 60_000;
    private static final double STALE = Double.longBitsToDouble(SampleBits.STALE_NAN);

    private static final List<String> QUERIES =
            List.of(
                    "count(m)",
                    "count by (job) (m)",
                    "group(m)",
                    "group by (job) (m)",
                    "group by (__name__, job, none) ({__name__=~'m|n'})",
                    "group by (__type__, job) ((m{job=~'a|b'}))",
                    "group by (job) (m offset 2m)",
                    "group(m) + count(n)",
                    "absent(m)",
                    "absent((m{job='a'}))",
                    "absent(m{job='c', i='1', i='2', job!='b'})",
                    "absent(m{i='1'} offset 1m)",
                    "absent({__name__='gone', job='x'})",
                    "absent(absent(m{job='b', i='2'}))",
                    "scalar(absent(n{i='3'}))",
                    "absent(m{i='2'}) or group by (i) (m) or count by (i) (n)",
                    "group by (job) (m{job='a'}) unless absent(m{job='b'})");

    private final long now = System.currentTimeMillis();

    @Test
    void answers_fromCounts_areThoseFromSamples(@TempDir Path directory) throws Exception {
        try (StoredServer server = new StoredServer(directory);
                StoredServer.Connection client = server.connect()) {
            SeededCases.run(
                    6,
                    random -> {
                        try {
                            // A tenant a case: what one wrote, the next must not meet.
                            String tenant = "t" + random.between(0L, Long.MAX_VALUE);
                            write(client, tenant, random);
                            compare(server, tenant, random);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }
    }

    private void write(StoredServer.Connection client, String tenant, SeededCases.Random random)
            throws IOException, InterruptedException {
        for (int minute = 20; minute >= 0; minute--) {
            WriteRequestBytes write = new WriteRequestBytes();
            for (int series = 0; series < 12; series++) {
                if (!random.oneIn(4)) {
                    write.sample(
                            now - minute * MINUTE,
                            random.oneIn(5) ? STALE : minute,
                            "__name__",
                            series < 9 ? "m" : "n",
                            "__type__",
                            series % 2 == 0 ? "gauge" : "counter",
                            "i",
                            Integer.toString(series % 4),
                            "job",
                            List.of("a", "b", "c").get(series % 3));
                }
            }
            assertThat(client.write(tenant, write.snappy()).statusCode()).isEqualTo(204);
        }
    }

    private void compare(StoredServer server, String tenant, SeededCases.Random random)
            throws IOException {
        SeriesSource counting = server.store().source();
        ReadScope scope =
                new ReadScope(
                        List.of(
                                new ReadScope.TenantScope(
                                        server.store().tenants().find(tenant).orElseThrow(),
                                        List.of())));
        Semantics semantics = new Semantics(random.oneIn(2), false, random.oneIn(2));
        try (Engine engine = new Engine(EngineSettings.defaults().withSemantics(semantics))) {
            for (int i = 0; i < 10; i++) {
                long moment = now - random.between(-6, 20) * MINUTE + random.between(-1, 1);
                for (String query : QUERIES) {
                    QueryAnswer counted = ask(engine, counting, scope, query, moment);
                    QueryAnswer read = ask(engine, new Reading(counting), scope, query, moment);

                    assertThat(values(counted)).as(query).isEqualTo(values(read));
                    assertThat(counted.warnings()).isEqualTo(read.warnings());
                    assertThat(counted.infos()).isEqualTo(read.infos());
                    assertThat(counted.statistics().samplesRead()).as(query).isZero();
                }
            }
        }
    }

    private static QueryAnswer ask(
            Engine engine, SeriesSource source, ReadScope scope, String query, long moment)
            throws IOException {
        QueryControl control =
                QueryControl.startingNow(System::nanoTime, MINUTE, new ReadBudget(1 << 26));
        return engine.instant(source, scope, query, moment, control);
    }

    private static SortedMap<Labels, Double> values(QueryAnswer answer) {
        SortedMap<Labels, Double> values = new TreeMap<>();
        switch (answer.value()) {
            case QueryValue.Vector(var samples) ->
                    samples.forEach(one ->
                            assertThat(values.put(one.labels(), one.samples().value(0))).isNull());
            case QueryValue.Scalar(_, double value) -> values.put(Labels.of(), value);
            case QueryValue.Matrix _, QueryValue.Text _ -> throw new AssertionError(answer);
        }
        return values;
    }

    /// A source that does not count.
    private record Reading(SeriesSource source) implements SeriesSource {
        @Override
        public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
                throws IOException {
            return source.select(scope, selectors, budget);
        }

        @Override
        public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
                throws IOException {
            return source.series(scope, selectors, budget);
        }
    }
}
