package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ExtentSource.Extent;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.chunks.ChunkPlaces;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.head.Writes.Write;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import io.tributary.tsdb.series.SeriesDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// How many chunks there are, and between which times.
class ExtentTest {
    private static final long NOW = HeadFixture.NOW;
    private static final Extent NOTHING = new Extent(0, Long.MAX_VALUE, Long.MIN_VALUE);

    @Test
    void extent_ofNothing_isNone() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            assertThat(extent(fixture, fixture.tenant("a"), List.of())).isEqualTo(NOTHING);
        }
    }

    @Test
    void extent_ofOpenChunks_isOneForEachLane() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant tenant = fixture.tenant("a");
            Tenant other = fixture.tenant("b");
            Route route = Writes.route(1, tenant);
            fixture.write(route, List.of(new Write("__name__=x", NOW - 60_000, 1)));
            fixture.write(route, List.of(new Write("__name__=x", NOW, 2)));
            fixture.write(route, List.of(new Write("__name__=y", NOW - 30_000, 3)));
            fixture.write(Writes.route(2, other), List.of(new Write("__name__=x", NOW - 5, 1)));

            assertThat(extent(fixture, tenant, List.of()))
                    .isEqualTo(new Extent(2, NOW - 60_000, NOW));
            assertThat(extent(fixture, other, List.of()))
                    .isEqualTo(new Extent(1, NOW - 5, NOW - 5));
            List<Matcher> policy = List.of(new Matcher(Matcher.Type.EQUAL, "__name__", "y"));
            assertThat(extent(fixture, tenant, policy))
                    .isEqualTo(new Extent(1, NOW - 30_000, NOW - 30_000));

            fixture.write(route, List.of(new Write("__name__=x", NOW - 20_000, 4)));

            assertThat(extent(fixture, tenant, List.of()))
                    .isEqualTo(new Extent(3, NOW - 60_000, NOW));
        }
    }

    @Test
    void extent_overTheBudget_isRefusedAndLeavesNothingTaken() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant tenant = fixture.tenant("a");
            fixture.write(Writes.route(1, tenant), List.of(new Write("__name__=x", NOW, 1)));
            ReadBudget budget = new ReadBudget(8);

            assertThatThrownBy(() -> fixture.head().extent(scope(tenant, List.of()), budget))
                    .isInstanceOf(BudgetExceededException.class);
            assertThat(budget.usedBytes()).isZero();
        }
    }

    /// Late samples, chunks that are sealed, written, in files that were closed, restarts, and
    /// files that are gone: as many as are found series by series, and the times of what is read.
    @Test
    void extent_isWhatEachSeriesHas() {
        SeededCases.run(6, ExtentTest::compare);
    }

    private static void compare(SeededCases.Random random) throws IOException {
        HeadSettings settings = HeadFixture.keeping(2 * SeriesModel.HOUR);
        try (HeadFixture fixture = new HeadFixture(random.between(0L, 1L << 40), settings)) {
            Tenant tenant = fixture.tenant("a");
            Tenant other = fixture.tenant("b");
            for (int request = 0; request < 400; request++) {
                fixture.clock.advance(60_000);
                fixture.write(Writes.route(1, tenant), writes(random, fixture));
                fixture.write(Writes.route(2, other), writes(random, fixture));
                if (random.oneIn(10)) {
                    fixture.head().chunks().flush();
                    fixture.head().upkeep().step();
                }
                if (random.oneIn(50)) {
                    fixture.restart();
                }
                if (random.oneIn(20)) {
                    assertThat(extent(fixture, tenant, List.of()))
                            .isEqualTo(found(fixture, tenant));
                }
            }
            assertThat(fixture.head().chunks().closedFiles()).isNotEmpty();
            assertThat(extent(fixture, tenant, List.of())).isEqualTo(found(fixture, tenant));
        }
    }

    private static List<Write> writes(SeededCases.Random random, HeadFixture fixture) {
        List<Write> writes = new ArrayList<>();
        for (int series = 0; series < 12; series++) {
            if (random.oneIn(12)) {
                continue;
            }
            long behind = random.oneIn(9) ? random.between(1, 50) * 60_000L + 7 : 0;
            writes.add(
                    new Write(
                            "__name__=m,i=" + series,
                            fixture.clock.wallMillis() - behind,
                            random.between(0, 1_000_000) / 7.0));
        }
        return writes;
    }

    /// Each series is looked for by itself, in each file.
    private static Extent found(HeadFixture fixture, Tenant tenant) throws IOException {
        SeriesDirectory directory = fixture.head().memory().directory();
        SeriesSnapshot snapshot = new SeriesSnapshot(fixture.head().memory().lanes());
        byte[] bits = new byte[SeriesSnapshot.BYTES_MAX];
        ChunkPlaces places = new ChunkPlaces();
        long open = 0;
        try (ChunkVersion files = fixture.head().chunks().acquire()) {
            for (int slot = 0; slot < directory.slotCount(); slot++) {
                if (directory.tenant(slot) != directory.tenantNumber(tenant)
                        || snapshot.take(slot, SeriesSnapshot.ALL, bits, 0)
                                != SeriesSnapshot.Result.TAKEN) {
                    continue;
                }
                open += snapshot.inOrder().openCount > 0 ? 1 : 0;
                open += snapshot.late().openCount > 0 ? 1 : 0;
                files.find(
                        directory.ref(slot),
                        snapshot.inOrder().sealed,
                        snapshot.late().sealed,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        places);
            }
        }
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (SortedMap<Long, Long> samples : fixture.contents(tenant).values()) {
            min = Math.min(min, samples.firstKey());
            max = Math.max(max, samples.lastKey());
        }
        return new Extent(places.size() + open, min, max);
    }

    private static Extent extent(HeadFixture fixture, Tenant tenant, List<Matcher> policy)
            throws IOException {
        ReadBudget budget = new ReadBudget(Long.MAX_VALUE);
        Extent extent = fixture.head().extent(scope(tenant, policy), budget);
        assertThat(budget.usedBytes()).isZero();
        return extent;
    }

    private static ReadScope scope(Tenant tenant, List<Matcher> policy) {
        return new ReadScope(List.of(new ReadScope.TenantScope(tenant, policy)));
    }
}
