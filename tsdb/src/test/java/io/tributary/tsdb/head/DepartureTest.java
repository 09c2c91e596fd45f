package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Series that are written to no more leave the head with their last chunk file.
class DepartureTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long MINUTE = 60_000;
    private static final String SILENT = "__name__=silent";

    @Test
    void series_thatFallsSilent_leavesAndComesBackWhereItWas() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1, HeadFixture.keeping(2 * SeriesModel.HOUR))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            fixture.write(route, List.of(new Write(SILENT, NOW, 1)));
            fixture.live(route, 7 * 60);
            assertThat(fixture.head().seriesCount()).isEqualTo(1);
            assertThat(fixture.contents(tenant).toString()).doesNotContain("silent");
            fixture.restart();
            assertThat(fixture.head().seriesCount()).isEqualTo(1);
            for (long time : new long[] {NOW, NOW - 1}) {
                WriteResult.Accepted gone =
                        fixture.write(route, List.of(new Write(SILENT, time, 2)));
                assertThat(gone.refused()).isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            }
            fixture.crash();
            WriteResult.Accepted after =
                    fixture.write(
                            route,
                            List.of(new Write(SILENT, NOW, 2), new Write(SILENT, NOW + 1, 3)));
            assertThat(after.refused()).isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            fixture.crash();
            WriteResult.Accepted again =
                    fixture.write(
                            route,
                            List.of(new Write(SILENT, NOW, 2), new Write(SILENT, NOW + 1, 4)));
            assertThat(again.refused()).isEqualTo(Map.of(Refusal.TOO_OLD, 1, Refusal.CONFLICT, 1));
        }
    }

    @Test
    void churn_forADay_takesNoMoreAndMoreMemory() throws IOException {
        int rounds = 24 * 6;
        int perRound = 500;
        try (HeadFixture fixture = new HeadFixture(2, HeadFixture.keeping(SeriesModel.HOUR))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            long half = 0;
            for (int round = 0; round < rounds; round++) {
                List<Write> writes = new ArrayList<>();
                for (int i = 0; i < perRound; i++) {
                    String pod = "pod=p" + round + "-" + i / 50;
                    writes.add(
                            new Write(
                                    "__name__=m,i=" + i + "," + pod,
                                    fixture.clock.wallMillis(),
                                    round));
                }
                fixture.write(route, writes);
                for (int i = 0; i < 10; i++) {
                    fixture.clock.advance(MINUTE);
                    fixture.head().chunks().flush();
                    fixture.head().upkeep().step();
                }
                if (round == rounds / 2) {
                    half = bytesWithoutFrontiers(fixture);
                    fixture.restart();
                }
            }
            assertThat(fixture.head().memory().directory().slotCount())
                    .isLessThan(rounds * perRound / 2);
            assertThat(fixture.head().seriesCount()).isBetween(6 * perRound, 40 * perRound);
            assertThat(bytesWithoutFrontiers(fixture)).isLessThan(half + half / 4);
            assertThat(fixture.contents(tenant)).hasSize(fixture.head().seriesCount());
            int before = fixture.head().seriesCount();
            fixture.crash();
            assertThat(fixture.head().seriesCount()).isEqualTo(before);
            assertThat(fixture.contents(tenant)).hasSize(before);
        }
    }

    /// What was held in its first life is gone from here, so nothing is known of the times before
    /// its second one, whatever became of its record of departure.
    @Test
    void seriesThatCameBack_afterARestart_remembersNoGapOverItsFirstLife() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3, HeadFixture.keeping(2 * SeriesModel.HOUR))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            fixture.write(route, List.of(new Write(SILENT, NOW, 1)));
            fixture.live(route, 7 * 60);
            fixture.write(route, List.of(new Write(SILENT, fixture.clock.wallMillis(), 2)));
            fixture.live(route, 90);
            fixture.restart();
            assertThat(fixture.write(route, List.of(new Write(SILENT, NOW, 3))).refused())
                    .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            fixture.live(route, 1);
            fixture.restart();
            assertThat(fixture.write(route, List.of(new Write(SILENT, NOW - 1, 3))).refused())
                    .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
        }
    }

    @Test
    void seriesThatCameBack_whoseDepartureIsLost_standsOnce() throws IOException {
        try (HeadFixture fixture =
                new HeadFixture(
                        4,
                        HeadFixture.keeping(2 * SeriesModel.HOUR, HeadFixture.LATE_FOR_AN_HOUR))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            Path log = Path.of("series", "00000001");
            fixture.write(route, List.of(new Write(SILENT, NOW, 1)));
            fixture.live(route, 60);
            long departedAt = 0;
            while (fixture.head().seriesCount() > 1) {
                departedAt = fixture.head().seriesLog().sizeBytes();
                fixture.live(route, 1);
            }
            long back = fixture.clock.wallMillis();
            fixture.write(route, List.of(new Write(SILENT, back, 2)));
            fixture.live(route, 90);
            int offset = Math.toIntExact(departedAt) + 45;
            fixture.restartAfter(disk -> disk.flipBit(log, offset, 0));
            assertThat(fixture.head().recovery().seriesLog().damages()).hasSize(1);
            assertThat(fixture.head().seriesCount()).isEqualTo(2);
            for (int restarts = 0; restarts < 2; restarts++) {
                assertThat(
                                fixture.write(
                                                route,
                                                List.of(
                                                        new Write(SILENT, back, 2),
                                                        new Write(SILENT, NOW, 3)))
                                        .refused())
                        .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
                fixture.crash();
                assertThat(fixture.head().seriesCount()).isEqualTo(2);
            }
        }
    }

    /// A start takes from the wal what came late and is in no chunk file, then lets go of it with
    /// the series: no segment may be held for it from then on.
    @Test
    void seriesThatLeft_whoseLateSamplesTheWalStillHas_doesNotHoldTheWal() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5, HeadFixture.keeping(SeriesModel.HOUR))) {
            Route route = Writes.route(1, fixture.tenant("a"));
            fixture.write(route, List.of(new Write(SILENT, NOW, 1)));
            fixture.write(route, List.of(new Write(SILENT, NOW - 1_000, 2)));
            for (int i = 0; i < 90; i++) {
                fixture.clock.advance(MINUTE);
                fixture.head().upkeep().step();
            }
            assertThat(fixture.head().memory().lanes().oldestBegun()).isEqualTo(Long.MAX_VALUE);
            fixture.restart(); // Closes the chunk file.
            fixture.clock.advance(2 * SeriesModel.HOUR);
            fixture.head().upkeep().step();
            assertThat(fixture.head().seriesCount()).isZero();

            fixture.restart();

            assertThat(fixture.head().recovery().samples()).as("late, in the wal").isEqualTo(1);
            assertThat(fixture.head().memory().lanes().oldestBegun()).isEqualTo(Long.MAX_VALUE);
        }
    }

    /// What the head holds besides the 24 bytes that stay of a series that left, for as long as a
    /// sample may be old.
    private static long bytesWithoutFrontiers(HeadFixture fixture) {
        return fixture.head().sizeBytes() - fixture.head().memory().departed().sizeBytes();
    }
}
