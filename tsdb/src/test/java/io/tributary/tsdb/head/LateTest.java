package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.append.WriteSettings;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Samples behind the frontier, case by case.
class LateTest {
    private static final long NOW = HeadFixture.NOW;
    private static final String SERIES = "__name__=m";

    @Test
    void append_late_isFoundAgain_afterSealingFlushingAndRestarts() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            fixture.write(route, List.of(new Write(SERIES, NOW - 600_000, 1)));
            fixture.write(route, List.of(new Write(SERIES, NOW, 2)));
            fixture.write(route, List.of(new Write(SERIES, NOW - 300_000, 3)));
            conflicts(fixture, route);
            fixture.restart();
            conflicts(fixture, route);
            for (int i = 0; i < 200; i++) {
                fixture.clock.advance(60_000);
                fixture.head().upkeep().step();
            }
            fixture.head().upkeep().step();
            conflicts(fixture, route);
            fixture.head().chunks().flush();
            conflicts(fixture, route);
            fixture.head().upkeep().step();
            fixture.restart();
            conflicts(fixture, route);
            fixture.crash();
            conflicts(fixture, route);
            fixture.write(
                    route, List.of(new Write(SERIES, NOW + 3 * SeriesModel.HOUR + 600_000, 4)));
            fixture.crash();
            conflicts(fixture, route);
            assertThat(fixture.contents(tenant).values().iterator().next()).hasSize(4);
        }
    }

    @Test
    void append_besideEachStoredOne_isCrowded() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            for (int i = 0; i < 20; i++) {
                if (i != 10) {
                    fixture.write(route, List.of(new Write(SERIES, NOW + i * 15_000L, i)));
                }
            }
            for (int i = 0; i < 9; i++) {
                assertThat(
                                fixture.write(
                                                route,
                                                List.of(
                                                        new Write(
                                                                SERIES,
                                                                NOW + i * 15_000L + 7_000,
                                                                i)))
                                        .refused())
                        .isEqualTo(Map.of(Refusal.CROWDED, 1));
            }
            WriteResult.Accepted lostScrape =
                    fixture.write(route, List.of(new Write(SERIES, NOW + 10 * 15_000L, 10)));
            assertThat(lostScrape.refused()).isEmpty();
            assertThat(lostScrape.samplesLate()).isEqualTo(1);
            assertThat(
                            fixture.write(
                                            route,
                                            List.of(new Write(SERIES, NOW + 10 * 15_000L + 5, 10)))
                                    .refused())
                    .isEqualTo(Map.of(Refusal.CROWDED, 1));
        }
    }

    @Test
    void append_bySomebodyWhoMayNotSendBacklog_fillsNoGap() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Tenant tenant = fixture.tenant("a");
            Route writer = Writes.route(1, tenant, false);
            long old = NOW - 3 * SeriesModel.HOUR;
            fixture.write(writer, List.of(new Write(SERIES, old, 1), new Write(SERIES, NOW, 2)));
            List<Write> within = List.of(new Write(SERIES, old + SeriesModel.HOUR, 3));
            assertThat(fixture.write(writer, within).refused())
                    .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            assertThat(fixture.write(Writes.route(2, tenant, true), within).samplesLate())
                    .isEqualTo(1);
        }
    }

    @Test
    void append_whileTheClockIsSuspect_isPutOffNotRefused() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            fixture.write(route, List.of(new Write(SERIES, NOW, 1)));
            fixture.clock.jumpWall(-SeriesModel.HOUR);
            assertThat(
                            fixture.head()
                                    .append(
                                            route,
                                            Writes.batch(
                                                    List.of(new Write(SERIES, NOW + 15_000, 2)))))
                    .isEqualTo(new WriteResult.Busy(Unavailable.CLOCK_SUSPECT, 5));
            fixture.clock.jumpWall(73 * SeriesModel.HOUR);
            assertThat(fixture.write(route, List.of(new Write(SERIES, NOW, 1))).samplesRepeated())
                    .isEqualTo(1);
            fixture.head().upkeep().step();
            fixture.clock.jumpWall(-72 * SeriesModel.HOUR);
            fixture.clock.advance(SeriesModel.HOUR);
            assertThat(fixture.head().clock().isSuspect()).isTrue();
            fixture.clock.advance(SeriesModel.HOUR);
            assertThat(fixture.write(route, List.of(new Write(SERIES, NOW + 15_000, 2))).refused())
                    .isEmpty();
        }
    }

    @Test
    void append_beyondTheLookupBudget_isPutOff() throws IOException {
        HeadSettings usual = HeadFixture.SETTINGS;
        HeadSettings little =
                new HeadSettings(
                        new WriteSettings(
                                usual.writes().rules(), usual.writes().pendingBytesMax(), 100),
                        usual.retentionMillis(),
                        usual.wal(),
                        usual.chunks(),
                        false);
        try (HeadFixture fixture = new HeadFixture(5, little)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            for (int i = 0; i < 500; i++) {
                fixture.write(route, List.of(new Write(SERIES, NOW + i * 1_000L, i / 7.0)));
            }
            WriteBatch repeated =
                    Writes.batch(
                            List.of(
                                    new Write(SERIES, NOW, 0),
                                    new Write(SERIES, NOW + 300_000, 0)));
            assertThat(fixture.head().append(route, repeated))
                    .isEqualTo(new WriteResult.Busy(Unavailable.OVERLOAD, 5));
            fixture.clock.advance(60_000);
            assertThat(
                            fixture.head()
                                    .append(
                                            route,
                                            Writes.batch(List.of(new Write(SERIES, NOW, 0)))))
                    .isInstanceOf(WriteResult.Accepted.class);
        }
    }

    @Test
    void append_lateWhereTheDiskCannotBeRead_isPutOff() throws IOException {
        try (HeadFixture fixture = new HeadFixture(6)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            for (int i = 0; i < 300; i++) {
                fixture.write(route, List.of(new Write(SERIES, NOW + i * 1_000L, i / 7.0)));
            }
            fixture.restart();
            fixture.disk().failReads(Path.of("chunks/000001"), 0, 1 << 20);
            assertThat(
                            fixture.head()
                                    .append(
                                            route,
                                            Writes.batch(List.of(new Write(SERIES, NOW, 0)))))
                    .isEqualTo(new WriteResult.Busy(Unavailable.UNREADABLE, 5));
        }
    }

    private static void conflicts(HeadFixture fixture, Route route) {
        for (long time : new long[] {NOW - 600_000, NOW - 300_000, NOW}) {
            WriteResult.Accepted result =
                    fixture.write(route, List.of(new Write(SERIES, time, 99)));
            assertThat(result.refused()).isEqualTo(Map.of(Refusal.CONFLICT, 1));
        }
    }
}
