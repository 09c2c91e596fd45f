package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Samples behind the frontier, case by case; also a past that was kept elsewhere, from a sender
/// who may bring it.
class LateTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long YEAR = 365 * 24 * SeriesModel.HOUR;
    private static final long MINUTE = 60_000;
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

    /// As a vmagent sends by several connections what it scraped from a target that went away.
    @Test
    void append_lastSampleBehindItsMarker_isTakenOnce() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            for (int i = 0; i < 20; i++) {
                fixture.write(route, List.of(new Write(SERIES, NOW - 300_000 + i * 15_000L, i)));
            }
            long last = NOW;
            double marker = Double.longBitsToDouble(SampleBits.STALE_NAN);
            fixture.write(route, List.of(new Write(SERIES, last + 300, marker)));

            assertThat(fixture.write(route, List.of(new Write(SERIES, last - 9_000, 1))).refused())
                    .isEqualTo(Map.of(Refusal.CROWDED, 1));
            assertThat(fixture.write(route, List.of(new Write(SERIES, last, 20))).samplesLate())
                    .isEqualTo(1);
            assertThat(fixture.write(route, List.of(new Write(SERIES, last + 150, 1))).refused())
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

    @Test
    void import_yearsOldAheadOfTheFrontier_isTakenAndFoundAgain() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant tenant = fixture.tenant("a");
            Route route = importer(1, tenant, false);
            List<Write> past = minutes(NOW - 3 * YEAR, 500, 1);
            assertThat(fixture.write(Writes.route(1, tenant), past).refused())
                    .isEqualTo(Map.of(Refusal.TOO_OLD, 500));
            assertThat(fixture.write(route, past).samplesLate()).isZero();
            fixture.live(Writes.route(1, tenant), 180);
            fixture.restart();
            fixture.crash();
            assertThat(fixture.write(route, past).samplesRepeated()).isEqualTo(500);
            assertThat(fixture.write(route, minutes(NOW - 3 * YEAR, 500, 2)).refused())
                    .isEqualTo(Map.of(Refusal.CONFLICT, 500));
        }
    }

    /// As after a time in which everything was written to both.
    @Test
    void import_yearsOldBehindLiveData_isLateAndChangesNothing() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Tenant tenant = fixture.tenant("a");
            Route live = Writes.route(1, tenant);
            Route route = importer(1, tenant, false);
            fixture.write(live, minutes(NOW - 60 * MINUTE, 61, 7));
            int imported = 0;
            for (int day = 700; day > 0; day -= 100) {
                List<Write> past = minutes(NOW - day * 24L * SeriesModel.HOUR, 100, day);
                WriteResult.Accepted result = fixture.write(route, past);
                assertThat(result.refused()).isEmpty();
                assertThat(result.samplesLate()).isEqualTo(100);
                imported += 100;
            }
            WriteResult.Accepted overlap = fixture.write(route, minutes(NOW - 90 * MINUTE, 91, 7));
            assertThat(overlap.samplesRepeated()).isEqualTo(61);
            assertThat(overlap.samplesLate()).isEqualTo(30);
            fixture.crash();
            assertThat(fixture.contents(tenant).values().iterator().next()).hasSize(imported + 91);
        }
    }

    @Test
    void import_besideEachStoredOne_isCrowdedUnlessAnySlotMayBeFilled() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Tenant tenant = fixture.tenant("a");
            long from = NOW - YEAR;
            fixture.write(importer(1, tenant, false), minutes(from, 20, 1));
            List<Write> beside = minutes(from + 10 * MINUTE + 1_000, 9, 2);
            assertThat(fixture.write(importer(1, tenant, false), beside).refused())
                    .isEqualTo(Map.of(Refusal.CROWDED, 9));
            assertThat(fixture.write(importer(1, tenant, true), beside).samplesLate()).isEqualTo(9);
        }
    }

    /// Where the slot may have held something that is gone.
    @Test
    void import_behindWhatIsHeldNoMore_isTooOld() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4, HeadFixture.keeping(2 * SeriesModel.HOUR))) {
            Tenant tenant = fixture.tenant("a");
            fixture.live(Writes.route(1, tenant), 7 * 60);
            Route route = importer(1, tenant, false);
            assertThat(
                            fixture.write(
                                            route,
                                            List.of(new Write("__name__=live", NOW + MINUTE, 9)))
                                    .refused())
                    .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            assertThat(fixture.write(route, minutes(NOW - YEAR, 10, 1)).refused()).isEmpty();
        }
    }

    @Test
    void import_beforeAnyTimeOfNanoseconds_isTooOld() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            Route route = importer(1, fixture.tenant("a"), false);
            long earliest = Long.MIN_VALUE / 1_000_000;
            for (long time : new long[] {Long.MIN_VALUE, earliest - 1}) {
                assertThat(fixture.write(route, List.of(new Write(SERIES, time, 1))).refused())
                        .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            }
            fixture.write(route, List.of(new Write(SERIES, earliest, 1)));
            fixture.write(route, List.of(new Write(SERIES, NOW, 2)));
            fixture.restart();
            assertThat(fixture.contents(fixture.tenant("a")).values().iterator().next())
                    .containsOnlyKeys(earliest, NOW);
        }
    }

    private static void conflicts(HeadFixture fixture, Route route) {
        for (long time : new long[] {NOW - 600_000, NOW - 300_000, NOW}) {
            WriteResult.Accepted result =
                    fixture.write(route, List.of(new Write(SERIES, time, 99)));
            assertThat(result.refused()).isEqualTo(Map.of(Refusal.CONFLICT, 1));
        }
    }

    private static Route importer(int id, Tenant tenant, boolean anywhere) {
        Route.Late late = new Route.Late(Route.Late.USUAL.windowMillis(), anywhere);
        return Writes.route(id, tenant, false, late.importing());
    }

    private static List<Write> minutes(long from, int count, int value) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            writes.add(new Write(SERIES, from + i * MINUTE, value));
        }
        return writes;
    }
}
