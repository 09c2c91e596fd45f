package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.dump.StoredData;
import io.tributary.tsdb.head.Writes.Write;
import io.tributary.tsdb.losses.Loss;
import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What damage takes is recorded once, and for ever.
class LossTest {
    private static final long MINUTE = 60_000;
    private static final int PAGE = 4096;
    private static final int SERIES = 3;

    @Test
    void walByteTurned_isRecordedOnceAndOutlivesItsSegment() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Tenant tenant = fixture.tenant("a");
            writeEachMinute(fixture, 40);
            fixture.restartAfter(disk -> disk.flipBit(segment(disk), 3 * PAGE + 60, 2));

            Loss loss = onlyNotice(fixture);
            assertThat(loss.place().directory()).isEqualTo(Directory.WAL);
            assertThat(loss.place().fromOffset()).isEqualTo(3 * PAGE);
            assertThat(loss.place().toOffset()).isEqualTo(4 * PAGE);
            assertThat(loss.noticedMillis()).isEqualTo(fixture.clock.wallMillis());
            long behind = fixture.head().recovery().samplesLost();
            assertThat(behind).isPositive();
            assertThat(loss.lost()).isEqualTo(new Lost.Frames(3, 1, behind));
            assertThat(count(fixture, tenant)).isEqualTo(SERIES * (40 - 1) - behind);

            for (int restart = 0; restart < 2; restart++) {
                fixture.restart();
                assertOnRecord(fixture, loss);
                assertThat(fixture.head().recovery().damages()).hasSize(1);
            }
            Path damaged = segment(fixture.disk());
            live(fixture, 360);
            assertThat(segment(fixture.disk())).isNotEqualTo(damaged);
            fixture.crash();
            assertThat(fixture.head().recovery().damages()).isEmpty();
            assertOnRecord(fixture, loss);
            assertThat(count(fixture, tenant)).isEqualTo(SERIES * (400 - 1) - behind);
        }
    }

    @Test
    void lossMetOnAFullDisk_failsTheStartAndIsMetAgain() throws IOException {
        try (HeadFixture fixture = new HeadFixture(8)) {
            writeEachMinute(fixture, 40);
            fixture.head().close();
            SimulatedDisk disk = fixture.disk().crash();
            disk.flipBit(segment(disk), 3 * PAGE + 60, 2);
            disk.limitBytes(0);
            assertThatExceptionOfType(NoSpaceException.class)
                    .isThrownBy(() -> lossesOf(fixture, disk));
            disk.limitBytes(Long.MAX_VALUE);
            assertThat(lossesOf(fixture, disk)).hasSize(1);
        }
    }

    @Test
    void walDamageThatGrows_isAnotherLoss() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            writeEachMinute(fixture, 40);
            fixture.restartAfter(disk -> disk.flipBit(segment(disk), 3 * PAGE + 60, 2));
            Loss first = onlyNotice(fixture);
            fixture.restartAfter(disk -> disk.flipBit(segment(disk), 4 * PAGE + 60, 2));
            Loss second = onlyNotice(fixture);
            assertThat(second.lost())
                    .isInstanceOfSatisfying(
                            Lost.Frames.class,
                            frames -> {
                                assertThat(frames.first()).isEqualTo(3);
                                assertThat(frames.count()).isEqualTo(2);
                            });
            fixture.restart();
            assertThat(fixture.head().losses().recorded()).containsExactly(first, second);
        }
    }

    @Test
    void definitionsRotten_areRecordedWithWhatNobodyCanNameAnyMore() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Tenant tenant = fixture.tenant("a");
            live(fixture, 300);
            long now = fixture.clock.wallMillis();
            fixture.write(Writes.route(1, tenant), List.of(new Write("__name__=new", now, 1)));
            assertThat(fixture.head().losses().count()).isZero();
            fixture.restartAfter(disk -> {
                assertThat(disk.exists(DataDirectory.WAL.resolve("00000001"))).isFalse();
                disk.flipBit(DataDirectory.SERIES.resolve("00000001"), 1024 + 50, 0);
            });

            Loss loss = onlyNotice(fixture);
            assertThat(loss.place().directory()).isEqualTo(Directory.SERIES);
            assertThat(loss.lost())
                    .isInstanceOfSatisfying(
                            Lost.Batches.class,
                            batches -> {
                                assertThat(batches.count()).isEqualTo(1);
                                assertThat(batches.series()).isEqualTo(SERIES);
                                assertThat(batches.samples())
                                        .isPositive()
                                        .isEqualTo(fixture.head().recovery().samplesLost());
                            });
            fixture.restart();
            assertOnRecord(fixture, loss);
        }
    }

    @Test
    void chunkFileNotClosed_rotten_isRecordedThoughOnlyOneStartMeetsIt() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            for (int i = 0; i < 300; i++) {
                write(fixture, 1_000);
                fixture.head().chunks().flush();
            }
            fixture.crashAnd(disk -> disk.flipBit(DataDirectory.CHUNKS.resolve("000001"), 200, 0));

            Loss loss = onlyNotice(fixture);
            assertThat(loss.place().directory()).isEqualTo(Directory.CHUNKS);
            assertThat(loss.place().fromOffset()).isLessThanOrEqualTo(200);
            assertThat(loss.place().toOffset()).isGreaterThan(200);
            assertThat(loss.lost()).isEqualTo(new Lost.Stretch());

            fixture.crash();
            assertThat(fixture.head().recovery().chunks().damages()).isEmpty();
            assertOnRecord(fixture, loss);
        }
    }

    @Test
    void chunkFoundRottenByAQuestion_isRecordedWithWhoseItWas() throws IOException {
        try (HeadFixture fixture = new HeadFixture(6)) {
            Tenant tenant = fixture.tenant("a");
            for (int i = 0; i < 300; i++) {
                write(fixture, 1_000);
            }
            long to = fixture.clock.wallMillis();
            fixture.restartAfter(
                    disk -> disk.flipBit(DataDirectory.CHUNKS.resolve("000001"), 200, 0));
            assertThat(fixture.head().losses().count()).isZero();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatIOException().isThrownBy(() -> count(fixture, tenant));
            }
            assertThat(fixture.head().lossCount()).isEqualTo(1);
            List<Loss> told = new ArrayList<>();
            fixture.head().whenLost(told::add);
            assertThat(told).isEmpty();
            fixture.head().upkeep().step();
            assertThat(told).hasSize(1);
            Loss loss = told.getFirst();
            assertThat(loss.place().toOffset()).isGreaterThan(200);
            assertThat(loss.lost())
                    .isInstanceOfSatisfying(
                            Lost.Chunk.class,
                            chunk -> {
                                assertThat(chunk.tenant()).isEqualTo("a");
                                assertThat(chunk.series()).startsWith("{__name__=\"m\", s=\"");
                                assertThat(chunk.fromMillis()).isGreaterThan(HeadFixture.NOW);
                                assertThat(chunk.toMillis()).isBetween(chunk.fromMillis(), to);
                                assertThat(chunk.samples()).isPositive();
                            });
            assertThat(loss.reason()).contains("checksum", "file=000001");

            fixture.crash();
            assertOnRecord(fixture, loss);
            assertThatIOException().isThrownBy(() -> count(fixture, tenant));
            fixture.head().upkeep().step();
            assertThat(fixture.head().lossCount()).isEqualTo(1);
        }
    }

    @Test
    void chunkFoundRottenByALateSample_isRecordedToo() throws IOException {
        try (HeadFixture fixture = new HeadFixture(7)) {
            for (int i = 0; i < 300; i++) {
                write(fixture, 1_000);
            }
            long from = HeadFixture.NOW + 1_000;
            fixture.restartAfter(
                    disk -> disk.flipBit(DataDirectory.CHUNKS.resolve("000001"), 200, 0));
            List<Write> again = new ArrayList<>();
            for (int series = 0; series < SERIES; series++) {
                again.add(new Write("__name__=m,s=" + series, from, 1));
            }
            WriteResult.Accepted result =
                    fixture.write(Writes.route(1, fixture.tenant("a")), again);
            assertThat(result.refused()).containsEntry(Refusal.TOO_OLD, 1);
            fixture.restart();
            assertThat(fixture.head().losses().recorded())
                    .singleElement()
                    .satisfies(loss ->
                            assertThat(loss.lost())
                                    .isInstanceOfSatisfying(
                                            Lost.Chunk.class,
                                            chunk ->
                                                    assertThat(chunk.fromMillis())
                                                            .isEqualTo(from)));
        }
    }

    @Test
    void recoveryThatDiesAnywhere_leavesEachLossToBeRecordedOnce() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            for (int i = 0; i < 300; i++) {
                write(fixture, 1_000);
                fixture.head().chunks().flush();
            }
            SimulatedDisk whole = fixture.disk().crash();
            int deaths = 0;
            boolean dies = true;
            while (dies) {
                SimulatedDisk disk = whole.crash();
                disk.flipBit(segment(disk), 3 * PAGE + 60, 2);
                disk.flipBit(DataDirectory.CHUNKS.resolve("000001"), 200, 0);
                disk.stopBefore(deaths + 1);
                dies = !isRecovered(fixture, disk);
                deaths += dies ? 1 : 0;
                SimulatedDisk found = disk.crash();
                assertThat(lossesOf(fixture, found)).as("death %d", deaths).hasSize(2);
                assertThat(lossesOf(fixture, found.crash())).as("again %d", deaths).hasSize(2);
            }
            assertThat(deaths).isGreaterThan(10);
        }
    }

    /// Whether a directory can be recovered.
    private static boolean isRecovered(HeadFixture fixture, SimulatedDisk disk) {
        try (StoredData recovered = StoredData.open(disk, fixture.clock)) {
            return !recovered.tenants().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Loss> lossesOf(HeadFixture fixture, SimulatedDisk disk) throws IOException {
        try (StoredData recovered = StoredData.open(disk, fixture.clock)) {
            List<Loss> all = new ArrayList<>(recovered.losses().recorded());
            all.addAll(recovered.losses().noticed());
            return all;
        }
    }

    /// The one loss that was not on record; told once.
    private static Loss onlyNotice(HeadFixture fixture) {
        List<Loss> told = new ArrayList<>();
        fixture.head().whenLost(told::add);
        assertThat(told).hasSize(1).isEqualTo(fixture.head().losses().noticed());
        return told.getFirst();
    }

    private static void assertOnRecord(HeadFixture fixture, Loss loss) {
        fixture.head()
                .whenLost(told -> {
                    throw new AssertionError("told again: " + told);
                });
        assertThat(fixture.head().losses().recorded()).containsExactly(loss);
        assertThat(fixture.head().lossCount()).isEqualTo(1);
    }

    private static void write(HeadFixture fixture, long afterMillis) {
        fixture.clock.advance(afterMillis);
        long now = fixture.clock.wallMillis();
        List<Write> writes = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            writes.add(new Write("__name__=m,s=" + series, now, now / 7.0 + series));
        }
        fixture.write(Writes.route(1, fixture.tenant("a")), writes);
    }

    private static void writeEachMinute(HeadFixture fixture, int requests) {
        for (int i = 0; i < requests; i++) {
            write(fixture, MINUTE);
        }
    }

    /// The same, and what goes on besides requests.
    private static void live(HeadFixture fixture, int minutes) throws IOException {
        for (int i = 0; i < minutes; i++) {
            write(fixture, MINUTE);
            fixture.head().chunks().flush();
            fixture.head().upkeep().step();
        }
    }

    private static int count(HeadFixture fixture, Tenant tenant) throws IOException {
        return fixture.contents(tenant).values().stream().mapToInt(Map::size).sum();
    }

    /// The oldest of the wal.
    private static Path segment(SimulatedDisk disk) throws IOException {
        String oldest =
                disk.list(DataDirectory.WAL).stream()
                        .filter(name -> !name.startsWith("spare-"))
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        return DataDirectory.WAL.resolve(oldest);
    }
}
