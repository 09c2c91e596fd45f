package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.flow.WriteResult;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Senders whose bytes go to one tenant and, by another route, to the other: in turn, as policy
/// changes, or at once.
class RoutesTest {
    private static final int ROUNDS = 100;
    private static final int SERIES = 20;
    private static final List<String> NAMES = List.of("a", "b", "c");

    @Test
    void append_afterAChangeOfRoute_findsNothingByTheOldOne() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            List<Tenant> tenants = List.of(fixture.tenant("a"), fixture.tenant("b"));
            for (int round = 0; round < ROUNDS; round++) {
                Route route = Writes.route(1 + round, tenants.get(round % 2));
                for (int i = 0; i < 2; i++) {
                    assertThat(fixture.writeOnly(route, scrape(2 * round + i, round)).refused())
                            .isEmpty();
                }
            }
            for (int t = 0; t < 2; t++) {
                int rest = t;
                assertThat(fixture.contents(tenants.get(t)).values())
                        .hasSize(SERIES)
                        .allSatisfy(samples ->
                                assertThat(samples.values())
                                        .hasSize(ROUNDS)
                                        .allMatch(
                                                bits -> Double.longBitsToDouble(bits) % 2 == rest));
            }
        }
    }

    /// By the name of one tenant, kept in another, and back: who asks for one sees only what was
    /// kept there.
    @Test
    void append_keptApartAndNot_findsNothingByTheOtherRoute() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Tenant own = fixture.tenant("a");
            Tenant apart = fixture.tenant("a/quarantine/x");
            for (int round = 0; round < ROUNDS; round++) {
                Tenant target = round % 2 == 0 ? own : apart;
                Route route =
                        new Route(
                                1 + round % 2,
                                own,
                                target,
                                Dialect.REMOTE_WRITE_1,
                                true,
                                300_000,
                                RoutePolicy.NONE,
                                Route.Limits.NONE);
                assertThat(route.isApart()).isEqualTo(round % 2 == 1);
                assertThat(fixture.writeOnly(route, scrape(round, round)).refused()).isEmpty();
                if (round == ROUNDS / 2) {
                    fixture.restart();
                }
            }
            assertRounds(fixture, own, 0);
            assertRounds(fixture, apart, 1);
            fixture.restart();
            assertRounds(fixture, own, 0);
            assertRounds(fixture, apart, 1);
        }
    }

    @Test
    void append_parts_areOneStep() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            List<WriteResult> results =
                    fixture.head()
                            .append(
                                    List.of(
                                            part(fixture, 1, "a", "__name__=x,k=1"),
                                            part(fixture, 2, "b", "__name__=x,k=1")));

            assertThat(results).hasSize(2);
            for (WriteResult result : results) {
                assertThat(((WriteResult.Accepted) result).samplesWritten()).isEqualTo(1);
                assertThat(((WriteResult.Accepted) result).position())
                        .isEqualTo(((WriteResult.Accepted) results.get(0)).position());
            }
            assertThat(fixture.contents(fixture.tenant("a")))
                    .isEqualTo(fixture.contents(fixture.tenant("b")))
                    .hasSize(1);
        }
    }

    /// What one target refuses, a conflict here, is refused there only.
    @Test
    void append_conflictInOnePart_isOfThatPartOnly() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant a = fixture.tenant("a");
            fixture.write(
                    Writes.route(1, a), List.of(new Write("__name__=x,k=1", HeadFixture.NOW, 7)));
            List<WriteResult> results =
                    fixture.head()
                            .append(
                                    List.of(
                                            part(fixture, 1, "a", "__name__=x,k=1"),
                                            part(fixture, 2, "b", "__name__=x,k=1")));

            assertThat(((WriteResult.Accepted) results.get(0)).samplesRefused()).isEqualTo(1);
            assertThat(((WriteResult.Accepted) results.get(1)).samplesWritten()).isEqualTo(1);
        }
    }

    /// Each request writes its number to several tenants; whatever a crash takes, none of them has
    /// a request that another has not.
    @Test
    void append_partsAndCrashes_areInAllOrInNone() {
        SeededCases.run(
                60,
                random -> {
                    try (HeadFixture fixture = new HeadFixture(random.nextLong())) {
                        for (int round = 0; round < 4; round++) {
                            int requests = random.between(1, 12);
                            for (int i = 0; i < requests; i++) {
                                write(fixture, random);
                            }
                            fixture.crash();
                            assertEqual(fixture);
                        }
                    }
                });
    }

    /// All of one parity, each time once.
    private static void assertRounds(HeadFixture fixture, Tenant tenant, int parity)
            throws IOException {
        assertThat(fixture.contents(tenant).values())
                .hasSize(SERIES)
                .allSatisfy(samples ->
                        assertThat(samples.values())
                                .hasSize(ROUNDS / 2)
                                .allMatch(bits -> Double.longBitsToDouble(bits) % 2 == parity));
    }

    @Test
    void append_ofPartsWhoseFatesAreAsked_tellsOfEachSample() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            long old = HeadFixture.NOW - 30L * 24 * 3_600_000;
            long later = HeadFixture.NOW + 1_000;
            fixture.writeOnly(route, List.of(new Write("__name__=x", HeadFixture.NOW, 1)));
            SampleSink.Fates fates = new SampleSink.Fates();
            fates.stored(5);
            fates.clear();
            SampleSink.Part part =
                    new SampleSink.Part(
                            route,
                            Writes.batch(
                                    List.of(
                                            new Write("__name__=x", HeadFixture.NOW, 1),
                                            new Write("__name__=x", HeadFixture.NOW, 2),
                                            new Write("__name__=x", later, 3),
                                            new Write("__name__=y", old, 4),
                                            new Write("k=nameless", later, 5),
                                            new Write("__name__=z", later + 3_600_000, 6))),
                            fates,
                            SampleSink.Fates.UNASKED);

            fixture.head().append(List.of(part));

            assertThat(List.of(0, 1, 2, 3, 4, 5))
                    .extracting(i -> fates.isStored(i) ? "stored" : fates.refusal(i).get().word())
                    .containsExactly(
                            "stored",
                            "conflict",
                            "stored",
                            "too_old",
                            "missing_metric_name",
                            "too_far_in_future");
        }
    }

    /// Whichever was made first.
    @Test
    void select_ofEqualLabelsInSeveralTenants_standInTheOrderOfTheScope() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            List<Tenant> tenants =
                    List.of(fixture.tenant("a"), fixture.tenant("b"), fixture.tenant("c"));
            for (int i : new int[] {1, 0, 2}) {
                fixture.writeOnly(Writes.route(1 + i, tenants.get(i)), scrape(0, i));
            }
            for (List<Integer> order : List.of(List.of(0, 1, 2), List.of(2, 0, 1), List.of(1, 0))) {
                ReadScope scope =
                        new ReadScope(
                                order.stream()
                                        .map(i ->
                                                new ReadScope.TenantScope(
                                                        tenants.get(i), List.of()))
                                        .toList());
                List<Integer> found = new ArrayList<>();
                SampleColumn samples = new SampleColumn();
                Selector all = new Selector(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
                try (SeriesView view =
                        fixture.head().select(scope, List.of(all), new ReadBudget(1 << 20))) {
                    for (int i = 0; i < view.seriesCount(0); i++) {
                        view.read(0, i, Long.MIN_VALUE, Long.MAX_VALUE, samples);
                        found.add((int) samples.value(0));
                    }
                }
                List<Integer> expected = new ArrayList<>();
                for (int series = 0; series < SERIES; series++) {
                    expected.addAll(order);
                }
                assertThat(found).isEqualTo(expected);
            }
        }
    }

    private static List<Write> scrape(int step, double value) {
        List<Write> writes = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            writes.add(new Write("__name__=m,series=" + series, HeadFixture.NOW + step, value));
        }
        return writes;
    }

    private static void write(HeadFixture fixture, SeededCases.Random random) {
        fixture.clock.advance(1_000);
        int series = random.between(1, 5);
        List<SampleSink.Part> parts = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            List<Write> writes = new ArrayList<>();
            for (int j = 0; j < series; j++) {
                writes.add(new Write("__name__=x,k=" + j, fixture.clock.wallMillis(), series));
            }
            parts.add(
                    new SampleSink.Part(
                            Writes.route(i + 1, fixture.tenant(NAMES.get(i))),
                            Writes.batch(writes)));
        }
        List<WriteResult> results = fixture.head().append(parts);
        if (random.oneIn(2)) {
            fixture.head().awaitDurable(((WriteResult.Accepted) results.getFirst()).position());
        }
    }

    private static void assertEqual(HeadFixture fixture) throws IOException {
        Map<?, ?> first = fixture.contents(fixture.tenant(NAMES.getFirst()));
        for (String name : NAMES) {
            assertThat(fixture.contents(fixture.tenant(name))).as(name).isEqualTo(first);
        }
    }

    private static SampleSink.Part part(
            HeadFixture fixture, int id, String tenant, String... labels) {
        List<Write> writes = new ArrayList<>();
        for (String one : labels) {
            writes.add(new Write(one, HeadFixture.NOW, 1));
        }
        return new SampleSink.Part(Writes.route(id, fixture.tenant(tenant)), Writes.batch(writes));
    }
}
