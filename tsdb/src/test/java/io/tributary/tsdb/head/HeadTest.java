package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.AllocationProbe;
import io.tributary.tsdb.append.WriteSettings;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static final long NOW = HeadFixture.NOW;

    @Test
    void append_ofTwoTenantsWithIdenticalBytes_keepsThemApart() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant a = fixture.tenant("a");
            Tenant b = fixture.tenant("b");
            for (int i = 0; i < 200; i++) {
                fixture.writeOnly(Writes.route(1, a), List.of(new Write("__name__=m", NOW + i, i)));
                fixture.writeOnly(
                        Writes.route(2, b), List.of(new Write("__name__=m", NOW + i, -1.0 - i)));
            }
            assertThat(values(fixture, a))
                    .allMatch(bits -> Double.longBitsToDouble(bits) >= 0)
                    .hasSize(200);
            assertThat(values(fixture, b))
                    .allMatch(bits -> Double.longBitsToDouble(bits) < 0)
                    .hasSize(200);
        }
    }

    @Test
    void append_newSeriesWithoutMemory_isRefusedAndThoseThereGoOn() throws IOException {
        HeadSettings usual = HeadFixture.SETTINGS;
        WriteSettings writes = usual.writes();
        HeadSettings little =
                new HeadSettings(
                        new WriteSettings(
                                writes.rules(),
                                writes.pendingBytesMax(),
                                writes.lookupBytesPerSecond(),
                                8L << 20,
                                writes.notes()),
                        usual.retentionMillis(),
                        usual.wal(),
                        usual.chunks(),
                        false);
        try (HeadFixture fixture = new HeadFixture(3, little)) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            WriteResult.Accepted result = fixture.write(route, pods(0, NOW));
            int made = 0;
            while (result.refused().isEmpty()) {
                made++;
                result = fixture.write(route, pods(made, NOW));
            }
            assertThat(result.refused()).containsOnlyKeys(Refusal.MAX_SERIES);
            assertThat(result.firstRefusal()).contains("a new series: the ", " bytes of memory");
            assertThat(fixture.head().sizeBytes()).isLessThan(10L << 20);
            int series = fixture.head().seriesCount();
            List<Write> both = new ArrayList<>(pods(0, NOW + 15_000));
            both.addAll(pods(made + 1, NOW));
            result = fixture.write(route, both);
            assertThat(result.samplesWritten()).isEqualTo(100);
            assertThat(result.refused()).isEqualTo(Map.of(Refusal.MAX_SERIES, 100));
            assertThat(fixture.head().seriesCount()).isEqualTo(series);
            fixture.crash();
            result = fixture.write(route, pods(0, NOW + 30_000));
            assertThat(result.samplesWritten()).isEqualTo(100);
            assertThat(result.refused()).isEmpty();
            assertThat(fixture.head().seriesCount()).isEqualTo(series);
        }
    }

    private static List<Write> pods(int from, long time) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            writes.add(new Write("__name__=m,pod=pod-" + from + "-" + i, time, i));
        }
        return writes;
    }

    @Test
    void append_conflict_namesTheSeriesAndKeepsTheFirst() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            fixture.write(route, List.of(new Write("__name__=m,x=1", NOW, 1)));
            WriteResult.Accepted result =
                    fixture.write(route, List.of(new Write("__name__=m,x=1", NOW, 2)));
            assertThat(result.refused()).containsExactly(java.util.Map.entry(Refusal.CONFLICT, 1));
            assertThat(result.firstRefusal())
                    .contains("{__name__=\"m\", x=\"1\"}")
                    .contains("" + NOW);
            assertThat(fixture.contents(fixture.tenant("a")).toString())
                    .contains("" + Double.doubleToRawLongBits(1));
        }
    }

    @Test
    void append_tooOldOfASeriesNotHeld_namesTheSeriesAndMakesNone() throws IOException {
        try (HeadFixture fixture = new HeadFixture(9)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            long old = NOW - 30 * 86_400_000L;
            WriteResult.Accepted result =
                    fixture.write(route, List.of(new Write("__name__=m,x=1", old, 1)));
            assertThat(result.firstRefusal())
                    .startsWith("sample of {__name__=\"m\", x=\"1\"} at " + old + ": accepted are")
                    .endsWith("the series is not held");
            String value = "v".repeat(5_000);
            WriteResult.Accepted large =
                    fixture.write(route, List.of(new Write("__name__=m,x=" + value, old, 1)));
            assertThat(large.firstRefusal())
                    .startsWith("sample of {__name__=\"m\", x=\"vv")
                    .contains("vv… at " + old)
                    .hasSizeLessThan(1_500);
            assertThat(fixture.head().seriesCount()).isZero();
        }
    }

    @Test
    void append_ofRefusedSeries_storesTheOthers() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            WriteResult.Accepted result =
                    fixture.write(
                            route,
                            List.of(new Write("job=x", NOW, 1), new Write("__name__=m", NOW, 1)));
            assertThat(result.samplesWritten()).isEqualTo(1);
            assertThat(result.refused())
                    .containsExactly(java.util.Map.entry(Refusal.MISSING_METRIC_NAME, 1));
            assertThat(fixture.contents(fixture.tenant("a"))).hasSize(1);
        }
    }

    @Test
    void select_withMatchers_findsWhatPrometheusWould() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            Tenant a = fixture.tenant("a");
            Route route = Writes.route(1, a);
            fixture.write(
                    route,
                    List.of(
                            new Write("__name__=m,job=api,x=1", NOW, 1),
                            new Write("__name__=m,job=web", NOW, 2),
                            new Write("__name__=n,job=api", NOW, 3)));
            assertThat(found(fixture, a, matcher("=", "job", "api"))).containsExactly("m1", "n");
            assertThat(found(fixture, a, matcher("!=", "job", "api"))).containsExactly("m");
            assertThat(found(fixture, a, matcher("=", "x", ""))).containsExactly("m", "n");
            assertThat(found(fixture, a, matcher("!=", "x", ""))).containsExactly("m1");
            assertThat(found(fixture, a, matcher("=~", "job", "a.i|we.*")))
                    .containsExactly("m1", "m", "n");
            assertThat(found(fixture, a, matcher("=~", "x", "1|"))).containsExactly("m1", "m", "n");
            assertThat(found(fixture, a, matcher("!~", "x", "1|"))).isEmpty();
            assertThat(found(fixture, a, matcher("!~", "job", "web|none")))
                    .containsExactly("m1", "n");
            assertThat(found(fixture, a, matcher("=", "nothing", "there"))).isEmpty();
        }
    }

    @Test
    void select_withAPolicy_seesOnlyWhatItAllows() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            Tenant a = fixture.tenant("a");
            fixture.write(
                    Writes.route(1, a),
                    List.of(
                            new Write("__name__=m,ns=x", NOW, 1),
                            new Write("__name__=m,ns=y", NOW, 1)));
            ReadScope scope =
                    new ReadScope(
                            List.of(
                                    new ReadScope.TenantScope(
                                            a, List.of(matcher("=", "ns", "x")))));
            List<Labels> series =
                    fixture.head()
                            .series(
                                    scope,
                                    List.of(all(matcher("=", "__name__", "m"))),
                                    new ReadBudget(1 << 20));
            assertThat(series).containsExactly(Labels.of("__name__", "m", "ns", "x"));
            List<Selector> anything = List.of(all(matcher("=", "__name__", "m")));
            ReadBudget budget = new ReadBudget(1 << 20);
            assertThat(fixture.head().labelNames(scope, anything, budget))
                    .containsExactlyInAnyOrder("__name__", "ns");
            assertThat(fixture.head().labelValues(scope, "ns", anything, budget))
                    .containsExactly("x");
            assertThat(fixture.head().labelValues(scope, "i", anything, budget)).isEmpty();
            List<Selector> later =
                    List.of(new Selector(anything.getFirst().matchers(), NOW, NOW + 1));
            assertThat(fixture.head().labelNames(scope, later, budget)).isEmpty();
            ReadScope nobody = new ReadScope(List.of());
            assertThat(
                            fixture.head()
                                    .series(
                                            nobody,
                                            List.of(all(matcher("=", "__name__", "m"))),
                                            new ReadBudget(1 << 20)))
                    .isEmpty();
        }
    }

    @Test
    void select_whileWriting_seesEachRequestWholeOrNotAtAll() throws Exception {
        try (HeadFixture fixture = new HeadFixture(6)) {
            fixture.assertSeenWhole(fixture.tenant("a"), 3_000, HeadTest::scrape);
        }
    }

    private static List<Write> scrape(int round) {
        List<Write> scrape = new ArrayList<>();
        for (int series = 0; series < 50; series++) {
            scrape.add(new Write("__name__=m,s=" + series, NOW + round, round));
        }
        return scrape;
    }

    @Test
    void view_afterLaterWrites_showsWhatItShowed() throws IOException {
        try (HeadFixture fixture = new HeadFixture(7)) {
            Tenant a = fixture.tenant("a");
            Route route = Writes.route(1, a);
            for (int i = 0; i < 50; i++) {
                fixture.write(route, List.of(new Write("__name__=m", NOW + i, i)));
            }
            ReadScope scope = new ReadScope(List.of(new ReadScope.TenantScope(a, List.of())));
            try (SeriesView view =
                    fixture.head()
                            .select(
                                    scope,
                                    List.of(all(matcher("=", "__name__", "m"))),
                                    new ReadBudget(1 << 20))) {
                for (int i = 50; i < 500; i++) {
                    fixture.write(route, List.of(new Write("__name__=m", NOW + i, i)));
                }
                var column = new io.tributary.model.flow.SampleColumn();
                view.read(0, 0, Long.MIN_VALUE, Long.MAX_VALUE, column);
                assertThat(column.size()).isEqualTo(50);
            }
        }
    }

    @Test
    void open_ofADirectoryInUse_isRefused() throws IOException {
        try (HeadFixture fixture = new HeadFixture(8)) {
            assertThatThrownBy(() -> open(fixture.disk()))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void open_ofANewerVersion_isRefusedAndNamesBoth() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(9);
        open(disk).close();
        try (DiskFile version = disk.open(Path.of("version"), Disk.Mode.WRITE)) {
            version.write(
                    ByteBuffer.wrap("tributary data 7\n".getBytes(StandardCharsets.US_ASCII)), 0);
        }
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("\"tributary data 7\"")
                .hasMessageContaining("\"tributary data 1\"");
    }

    @Test
    void append_ofKnownSeries_allocatesNothingPerSample() throws IOException {
        try (HeadFixture fixture = new HeadFixture(10)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            int series = 4_000;
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < series; i++) {
                writes.add(new Write("__name__=m,i=" + i, NOW, i));
            }
            WriteBatch first = Writes.batch(writes);
            fixture.head().append(route, first);
            byte[] bytes = first.bytes();
            WriteBatch batch = new WriteBatch();
            long[] time = {NOW};
            Runnable scrape =
                    () -> {
                        time[0]++;
                        batch.reset(bytes);
                        for (int i = 0; i < series; i++) {
                            batch.beginSeries(first.keyOffset(i), first.keyLength(i));
                            batch.addSample(time[0], i % 3 == 0 ? time[0] : i);
                        }
                        if (fixture.head().append(route, batch)
                                instanceof WriteResult.Accepted accepted) {
                            fixture.head().awaitDurable(accepted.position());
                        }
                    };
            // One object a sample, the smallest there is, would be four times as much; what is
            // left is of the request, and of the chunks that it sealed.
            assertThat(AllocationProbe.bytes(scrape, 100)).isLessThan(2L * series);
        }
    }

    private static Head open(Disk disk) throws IOException {
        return Head.open(
                disk,
                new io.tributary.runtime.clock.SimulatedClock(NOW),
                HeadSettings.defaults(),
                new Writes(),
                failure -> {
                    throw new AssertionError(failure);
                });
    }

    /// All value bits of a tenant.
    private static List<Long> values(HeadFixture fixture, Tenant tenant) throws IOException {
        return fixture.contents(tenant).values().stream()
                .flatMap(samples -> samples.values().stream())
                .toList();
    }

    /// `m1`: metric m with label x=1.
    private static List<String> found(HeadFixture fixture, Tenant tenant, Matcher matcher)
            throws IOException {
        return fixture.contents(tenant, all(matcher)).keySet().stream()
                .map(labels -> labels.metricName() + labels.value("x"))
                .toList();
    }

    private static Selector all(Matcher matcher) {
        return new Selector(List.of(matcher), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Matcher matcher(String symbol, String name, String value) {
        for (Matcher.Type type : Matcher.Type.values()) {
            if (type.symbol().equals(symbol)) {
                return new Matcher(type, name, value);
            }
        }
        throw new IllegalArgumentException(symbol);
    }
}
