package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.head.Writes.Write;
import io.tributary.tsdb.wal.WalSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What goes on besides requests, over simulated days.
class UpkeepTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long MINUTE = 60_000;
    private static final long WAL_BYTES_MAX = 1 << 20;
    private static final String SILENT = "__name__=silent";

    private static final HeadSettings SMALL_WAL =
            new HeadSettings(
                    HeadFixture.SETTINGS.writes(),
                    30 * 24 * SeriesModel.HOUR,
                    new WalSettings(
                            64 << 10,
                            128 << 10,
                            WAL_BYTES_MAX,
                            128 << 10,
                            1_000,
                            64 << 10,
                            128 << 10),
                    new ChunkSettings(1 << 20, 3_600_000, 64 << 10, 5_000, 1 << 20),
                    false);

    @Test
    void seriesSilentForDaysAmongBusyOnes_leavesTheWalWithinItsBound() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1, SMALL_WAL)) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            int busy = 100;
            int minutes = 2 * 24 * 60;
            fixture.write(route, List.of(new Write(SILENT, NOW, 1)));
            for (int minute = 0; minute < minutes; minute++) {
                fixture.clock.advance(MINUTE);
                List<Write> scrape = new ArrayList<>();
                for (int i = 0; i < busy; i++) {
                    scrape.add(
                            new Write(
                                    "__name__=busy,i=" + i,
                                    fixture.clock.wallMillis(),
                                    (minute * 31 + i) / 7.0));
                }
                fixture.write(route, scrape);
                if (minute % 10 == 0) {
                    fixture.head().chunks().flush();
                }
                fixture.head().upkeep().step();
                assertThat(fixture.head().walBytes()).isLessThanOrEqualTo(WAL_BYTES_MAX);
            }
            for (int restarts = 0; restarts < 2; restarts++) {
                var contents = fixture.contents(tenant);
                assertThat(contents).hasSize(busy + 1);
                contents.forEach((labels, samples) ->
                        assertThat(samples)
                                .hasSize(labels.metricName().equals("silent") ? 1 : minutes));
                fixture.crash();
            }
        }
    }

    @Test
    void clockThatWasSet_deletesNothing() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2, HeadFixture.keeping(2 * SeriesModel.HOUR))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            for (int i = 0; i < 90; i++) {
                fixture.clock.advance(MINUTE);
                fixture.write(route, List.of(new Write("__name__=m", NOW + i * MINUTE, i)));
                fixture.head().upkeep().step();
            }
            fixture.restart();
            for (long jump : new long[] {72 * SeriesModel.HOUR, -73 * SeriesModel.HOUR}) {
                fixture.clock.jumpWall(jump);
                for (int i = 0; i < 10; i++) {
                    fixture.head().upkeep().step();
                }
                assertThat(fixture.contents(tenant).values().iterator().next()).hasSize(90);
            }
        }
    }

    /// A full disk is when files must be let go; and what a series held is not to be held against
    /// it, should it come back after a crash.
    @Test
    void retention_onAFullDisk_goesOnAndForgetsNoFrontier() throws IOException {
        try (HeadFixture fixture =
                new HeadFixture(
                        3,
                        HeadFixture.keeping(4 * SeriesModel.HOUR, HeadFixture.LATE_FOR_AN_HOUR))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            fixture.write(route, List.of(new Write(SILENT, NOW, 1)));
            fixture.live(route, 180);
            assertThat(fixture.head().chunks().closedFiles()).isNotEmpty();
            fixture.disk().limitBytes(1);
            fixture.clock.advance(5 * SeriesModel.HOUR);
            int files = fixture.head().chunks().closedFiles().size();
            for (int i = 0; i < files; i++) {
                fixture.head().upkeep().step();
            }
            assertThat(fixture.head().chunks().closedFiles()).isEmpty();
            assertThat(fixture.head().seriesCount()).isEqualTo(1);
            fixture.disk().stopBefore(1);
            fixture.disk().limitBytes(Long.MAX_VALUE);
            fixture.crash();
            // A file that was let go may have come back: its name had not left durably.
            assertThat(fixture.write(route, List.of(new Write(SILENT, NOW, 2))).refused())
                    .isIn(Map.of(Refusal.TOO_OLD, 1), Map.of(Refusal.CONFLICT, 1));
            assertThat(
                            fixture.write(
                                            route,
                                            List.of(
                                                    new Write(
                                                            SILENT, fixture.clock.wallMillis(), 3)))
                                    .refused())
                    .isEmpty();
        }
    }
}
