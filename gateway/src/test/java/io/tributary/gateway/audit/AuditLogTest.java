package io.tributary.gateway.audit;

import static io.tributary.gateway.audit.AuditFixture.A;
import static io.tributary.gateway.audit.AuditFixture.B;
import static io.tributary.gateway.audit.AuditFixture.NOW;
import static io.tributary.gateway.audit.AuditFixture.origin;
import static io.tributary.gateway.audit.AuditFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.audit.AuditQuery.Sight;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.flow.WriteResult.Finding;
import io.tributary.model.flow.WriteResult.Value;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.testkit.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What is recorded, counted and found again.
class AuditLogTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "x");
    private static final Labels DOWN = Labels.of("__name__", "down");

    @Test
    void record_isFoundAtOnce_exampleAndCount() throws IOException {
        AuditFixture fixture = new AuditFixture(1);
        fixture.log.record(fixture.event(Kind.DENIAL, origin("edge", A), "may not read team-b"));
        fixture.log.record(fixture.event(Kind.DENIAL, origin("edge", A), "may not read team-c"));

        List<Json> found = fixture.all();
        assertThat(texts(found, "event", "detail"))
                .containsExactly("may not read team-b", "may not read team-c");
        assertThat(texts(found, "count", "count")).containsExactly("2");
        assertThat(found.getFirst().members().keySet())
                .containsExactlyInAnyOrder(
                        "type",
                        "time",
                        "kind",
                        "principal",
                        "credential",
                        "tenant",
                        "tenantId",
                        "cluster",
                        "address",
                        "route",
                        "reason",
                        "detail");

        fixture.tick();
        fixture.log.record(fixture.event(Kind.DENIAL, origin("edge", A), "again"));
        assertThat(fixture.counted()).isEqualTo(3);
        fixture.restart();
        assertThat(fixture.counted()).isEqualTo(3);
        assertThat(texts(fixture.all(), "event", "detail")).hasSize(3);
    }

    @Test
    void written_countsAllAndShowsTheFindings() throws IOException {
        AuditFixture fixture = new AuditFixture(2);
        Finding conflict =
                new Finding.Conflict(
                        UP,
                        NOW - 5,
                        new Value.FloatBits(Double.doubleToRawLongBits(1.5)),
                        new Value.HistogramDigest(1, -1));
        Finding late = new Finding.Late(DOWN, NOW - 60_000, NOW - 30_000, 3);
        fixture.log.written(
                NOW,
                origin("edge", A),
                accepted(
                        7,
                        Map.of(Refusal.CONFLICT, 40, Refusal.CROWDED, 2),
                        List.of(conflict, late)));
        fixture.log.written(NOW, origin("edge", A), accepted(0, Map.of(), List.of()));

        List<Json> found = fixture.all();
        assertThat(texts(found, "count", "count")).containsExactlyInAnyOrder("7", "40", "2");
        Json told = found.getFirst();
        assertThat(told.member("series").member("job").text()).isEqualTo("x");
        assertThat(told.member("t").text()).isEqualTo(Long.toString(NOW - 5));
        assertThat(told.member("kept").text()).isEqualTo("3ff8000000000000");
        assertThat(told.member("keptValue").text()).isEqualTo("1.5");
        assertThat(told.member("offered").text()).isEqualTo("0000000000000001ffffffffffffffff");
        assertThat(told.member("offeredValue").text()).isEqualTo("histogram");
        assertThat(found.get(1).member("samples").text()).isEqualTo("3");
        String scrape =
                new String(
                        fixture.metrics.scrape("").body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(scrape)
                .contains("tributary_conflicts_total{cluster=\"west\",tenant=\"team-a\"} 40.0")
                .contains("tributary_audit_events_total{kind=\"refusal\"} 2.0");
    }

    @Test
    void search_showsNobodyWhatIsOfAnotherTenantOrOfNone() throws IOException {
        AuditFixture fixture = new AuditFixture(3);
        fixture.log.record(fixture.event(Kind.LIMIT, origin("a", A), "of a"));
        fixture.log.record(fixture.event(Kind.LIMIT, origin("b", B), "of b"));
        fixture.log.record(
                fixture.event(Kind.AUTHENTICATION_FAILURE, Origin.unknown("::1", "/"), "of none"));
        fixture.log.step();
        for (int i = 0; i < 2; i++) {
            assertThat(seenBy(fixture, new Sight.Everything()))
                    .containsExactlyInAnyOrder("of a", "of b", "of none");
            assertThat(seenBy(fixture, new Sight.Tenants(Set.of(A.id())))).containsExactly("of a");
            assertThat(seenBy(fixture, new Sight.Tenants(Set.of(A.id(), B.id()))))
                    .containsExactlyInAnyOrder("of a", "of b");
            assertThat(seenBy(fixture, new Sight.Tenants(Set.of(new UUID(9, 9))))).isEmpty();
            assertThat(seenBy(fixture, new Sight.Tenants(Set.of()))).isEmpty();
            assertThat(
                            fixture.lines(
                                    query(
                                            new Sight.Tenants(Set.of(A.id())),
                                            Set.of(),
                                            Set.of(B.name()),
                                            Set.of(),
                                            List.of())))
                    .isEmpty();
            fixture.restart();
        }
    }

    private static List<String> seenBy(AuditFixture fixture, Sight sight) throws IOException {
        List<Json> seen = fixture.lines(query(sight, Set.of(), Set.of(), Set.of(), List.of()));
        assertThat(seen.stream().mapToLong(AuditFixture::count).sum())
                .isEqualTo(texts(seen, "event", "detail").size());
        return texts(seen, "event", "detail");
    }

    @Test
    void search_asksByKindTenantPrincipalAndSeries() throws IOException {
        AuditFixture fixture = new AuditFixture(4);
        fixture.log.record(fixture.event(Kind.LIMIT, origin("a", A), "limit"));
        fixture.log.record(fixture.event(Kind.DENIAL, origin("b", B), "denial"));
        fixture.log.written(
                NOW,
                origin("b", B),
                accepted(
                        2,
                        Map.of(),
                        List.of(
                                new Finding.Late(UP, NOW, NOW, 1),
                                new Finding.Late(DOWN, NOW, NOW, 1))));
        assertThat(found(fixture, Set.of(Kind.LIMIT), Set.of(), Set.of(), List.of())).hasSize(2);
        assertThat(found(fixture, Set.of(Kind.LIMIT, Kind.DENIAL), Set.of(), Set.of(), List.of()))
                .hasSize(4);
        assertThat(found(fixture, Set.of(), Set.of("team-b"), Set.of(), List.of())).hasSize(5);
        assertThat(found(fixture, Set.of(), Set.of(), Set.of("a"), List.of())).hasSize(2);
        Matcher job = new Matcher(Matcher.Type.REGEX, "job", "x|y");
        assertThat(found(fixture, Set.of(), Set.of(), Set.of(), List.of(job)))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.member("series").member("__name__").text())
                                .isEqualTo("up"));
        Matcher none = new Matcher(Matcher.Type.EQUAL, "job", "");
        assertThat(found(fixture, Set.of(), Set.of(), Set.of(), List.of(none))).hasSize(1);
    }

    @Test
    void search_byTimeOrderAndLimit() throws IOException {
        AuditFixture fixture = new AuditFixture(5);
        for (int i = 0; i < 100; i++) {
            fixture.log.record(fixture.event(Kind.LIMIT, origin("a", A), "n" + i));
            fixture.tick();
        }
        AuditQuery some =
                new AuditQuery(
                        new Sight.Everything(),
                        NOW + 100_000,
                        NOW + 299_999,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        List.of(),
                        1_000,
                        false);
        List<Json> found = fixture.lines(some);
        assertThat(texts(found, "event", "detail")).hasSize(20).startsWith("n10").endsWith("n29");
        // A count overlaps a time where any of its window does.
        assertThat(found.stream().mapToLong(AuditFixture::count).sum()).isEqualTo(21);

        List<Json> newest = fixture.lines(AuditFixture.query(true, 7));
        assertThat(texts(newest, "event", "detail")).startsWith("n99");
        assertThat(newest).hasSize(7);
        assertThat(
                        fixture.log.search(
                                AuditFixture.query(false, 7), AuditFixture.into(new ArrayList<>())))
                .isEqualTo(new AuditLog.Found(7, 0, true));
        List<Json> reversed = fixture.lines(AuditFixture.query(true, 10_000));
        assertThat(reversed.reversed()).isEqualTo(fixture.all());
    }

    @Test
    void examples_ofOneCredential_areBoundedByMinute_countsAreNot() throws IOException {
        AuditFixture fixture = new AuditFixture(6);
        for (int minute = 0; minute < 2; minute++) {
            for (int i = 0; i < 2_500; i++) {
                fixture.log.record(fixture.event(Kind.DENIAL, origin("a", A), "d"));
                if (i % 1_000 == 0) {
                    fixture.log.record(fixture.event(Kind.DENIAL, origin("b", A), "d"));
                }
            }
            fixture.log.step();
            fixture.clock.advance(60_000);
        }
        assertThat(texts(fixture.all(), "event", "principal"))
                .filteredOn("a"::equals)
                .hasSize(2_000);
        assertThat(texts(fixture.all(), "event", "principal")).filteredOn("b"::equals).hasSize(6);
        assertThat(fixture.counted()).isEqualTo(5_006);
    }

    @Test
    void keys_beyondTheBound_areCountedTogether() throws IOException {
        AuditFixture fixture = new AuditFixture(7, new AuditSettings(64 << 20, 1L << 40, 0));
        int all = AuditCounts.KEYS_MAX + 500;
        for (int i = 0; i < all; i++) {
            fixture.log.record(fixture.event(Kind.DENIAL, origin("p" + i, A), "d"));
        }
        fixture.tick();
        fixture.restart();
        List<Json> found = fixture.all();
        assertThat(found).hasSize(AuditCounts.KEYS_MAX + 1);
        assertThat(found.stream().filter(line -> line.members().containsKey("other")))
                .singleElement()
                .satisfies(line -> assertThat(line.member("count").text()).isEqualTo("500"));
        assertThat(fixture.counted()).isEqualTo(all);
    }

    /// Eight threads at once, more than the queue holds, on the real clock and its own thread.
    @Test
    void counts_underManyThreadsAndAFullQueue_areExact() throws Exception {
        AuditFixture fixture = new AuditFixture(8);
        AuditLog log =
                AuditLog.open(
                        fixture.disk,
                        java.nio.file.Path.of("threads"),
                        new AuditSettings(64 << 20, 1L << 40, 100_000),
                        new SystemClock(),
                        new Metrics());
        int threads = 8;
        int each = 5_000;
        String detail = "d".repeat(900);
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Origin origin = origin("p" + t % 3, A);
            running.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                awaitUninterruptibly(begin);
                                for (int i = 0; i < each; i++) {
                                    log.record(
                                            AuditEvent.of(
                                                    NOW, Kind.LIMIT, origin, "r" + i % 5, detail));
                                }
                            }));
        }
        begin.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        List<Json> live = new ArrayList<>();
        log.search(AuditFixture.query(true, Integer.MAX_VALUE), AuditFixture.into(live));
        assertThat(live.stream().mapToLong(AuditFixture::count).sum())
                .isEqualTo((long) threads * each);
        log.close();

        AuditLog again =
                AuditLog.idle(
                        fixture.disk,
                        java.nio.file.Path.of("threads"),
                        fixture.settings,
                        fixture.clock,
                        new Metrics());
        List<Json> stored = new ArrayList<>();
        again.search(AuditFixture.query(true, Integer.MAX_VALUE), AuditFixture.into(stored));
        again.close();
        assertThat(stored.stream().mapToLong(AuditFixture::count).sum())
                .isEqualTo((long) threads * each);
        assertThat(texts(stored, "event", "detail")).isNotEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Json> found(
            AuditFixture fixture,
            Set<Kind> kinds,
            Set<String> tenants,
            Set<String> principals,
            List<Matcher> series)
            throws IOException {
        return fixture.lines(query(new Sight.Everything(), kinds, tenants, principals, series));
    }

    private static AuditQuery query(
            Sight sight,
            Set<Kind> kinds,
            Set<String> tenants,
            Set<String> principals,
            List<Matcher> series) {
        return new AuditQuery(
                sight, NOW - 1, NOW + 1, kinds, tenants, principals, series, 1_000, true);
    }

    private static WriteResult.Accepted accepted(
            int late, Map<Refusal, Integer> refused, List<Finding> findings) {
        return new WriteResult.Accepted(
                100, 0, 0, 0, late, refused, refused.isEmpty() ? "" : "first", findings, 1);
    }
}
