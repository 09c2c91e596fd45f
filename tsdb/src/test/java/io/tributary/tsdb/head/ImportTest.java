package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A past that was kept elsewhere, from a sender who may bring it.
class ImportTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long YEAR = 365 * 24 * SeriesModel.HOUR;
    private static final long MINUTE = 60_000;
    private static final String SERIES = "__name__=m";

    @Test
    void append_yearsOldAheadOfTheFrontier_isTakenAndFoundAgain() throws IOException {
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
    void append_yearsOldBehindLiveData_isLateAndChangesNothing() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Tenant tenant = fixture.tenant("a");
            Route live = Writes.route(1, tenant);
            Route route = importer(1, tenant, false);
            fixture.write(live, minutes(NOW - 60 * MINUTE, 61, 7));
            int imported = 0;
            for (int day = 700; day > 0; day -= 100) {
                List<Write> past = minutes(NOW - day * 24 * SeriesModel.HOUR, 100, day);
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
    void append_besideEachStoredOne_isCrowdedUnlessAnySlotMayBeFilled() throws IOException {
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
    void append_behindWhatIsHeldNoMore_isTooOld() throws IOException {
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
    void append_beforeAnyTimeOfNanoseconds_isTooOld() throws IOException {
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
