package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.chunks.file.FileHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rot: never another chunk than was written, and what is missing is named.
class ChunkDamageTest {
    private static final int REFS = 6;

    @Test
    void open_withBitsOfClosedFilesTurned_givesNoWrongChunkAndNamesTheFile() {
        int[] totals = new int[2];
        SeededCases.run(
                400,
                random -> {
                    try (ChunkFixture fixture = filled(random, settings(random))) {
                        fixture.store().close();
                        String name = random.pick(fixture.disk().list(ChunkFixture.DIRECTORY));
                        flip(fixture, name, random.between(0, fixture.size(name) - 1), random);
                        List<ChunkFixture.Added> before = List.copyOf(fixture.added);

                        fixture.reopen();

                        if (fixture.added.size() < before.size()) {
                            assertThat(fixture.store().recovery().damages())
                                    .isNotEmpty()
                                    .allMatch(damage -> damage.number() == Long.parseLong(name));
                        }
                        totals[0] += before.size() - fixture.added.size();
                        totals[1] += unreadable(fixture, Long.parseLong(name));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(totals[1]).as("damaged entries are found when they are read").isPositive();
    }

    @Test
    void open_withABitTurnedInAnOlderBatchOfAnOpenFile_reportsItsPlaceAndKeepsTheRest() {
        SeededCases.run(
                300,
                random -> {
                    try (ChunkFixture fixture = filled(random, LARGE_FILES)) {
                        fixture.store().flush();
                        int proven = fixture.size("000001");
                        fixture.add(random, REFS);
                        fixture.store().flush();
                        fixture.crash();
                        int offset = random.between(0, proven - 1);
                        flip(fixture, "000001", offset, random);
                        List<ChunkFixture.Added> before = List.copyOf(fixture.added);

                        fixture.reopen();

                        assertThat(fixture.store().recovery().damages())
                                .singleElement()
                                .satisfies(damage -> {
                                    assertThat(damage.number()).isEqualTo(1);
                                    assertThat(damage.offset()).isLessThanOrEqualTo(offset);
                                    assertThat(damage.offset() + damage.length())
                                            .isGreaterThan(offset);
                                });
                        int lost = offset < FileHeader.BYTES ? 0 : 1;
                        assertThat(fixture.added).hasSize(before.size() - lost);
                        assertThat(unreadable(fixture, 1)).isZero();
                        fixture.reopen();
                        assertThat(fixture.added).hasSize(before.size() - lost);
                        assertThat(fixture.store().recovery().damages()).isEmpty();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void open_withABitTurnedInTheNewestBatchOfAnOpenFile_takesWhatStandsBeforeIt() {
        SeededCases.run(
                200,
                random -> {
                    try (ChunkFixture fixture = filled(random, ChunkSettings.defaults())) {
                        fixture.store().flush();
                        int proven = fixture.size("000001");
                        int older = fixture.added.size();
                        for (int i = 0; i < 10; i++) {
                            fixture.add(random, REFS);
                        }
                        fixture.store().flush();
                        fixture.crash();
                        int offset = random.between(proven, fixture.size("000001") - 1);
                        flip(fixture, "000001", offset, random);
                        List<ChunkFixture.Added> before = List.copyOf(fixture.added);

                        fixture.reopen();

                        assertThat(fixture.added).hasSizeBetween(older, older + 9);
                        assertThat(before.subList(0, fixture.added.size()))
                                .isEqualTo(fixture.added);
                        assertThat(fixture.store().recovery().damages()).isEmpty();
                        assertThat(fixture.store().recovery().tornBytes()).isPositive();
                        assertThat(unreadable(fixture, 1)).isZero();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void open_whereDamageCannotBeRemembered_failsAndLeavesItToBeFoundAgain() {
        int[] damaged = new int[1];
        SeededCases.run(
                200,
                random -> {
                    boolean closed = random.oneIn(2);
                    try (ChunkFixture fixture =
                            filled(random, closed ? settings(random) : LARGE_FILES)) {
                        fixture.store().flush();
                        fixture.add(random, REFS);
                        if (closed) {
                            fixture.store().close();
                        } else {
                            fixture.store().flush();
                            fixture.crash();
                        }
                        int offset = random.between(0, fixture.size("000001") - 1);
                        flip(fixture, "000001", offset, random);
                        damaged[0] += isFoundAgain(fixture) ? 1 : 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(damaged[0]).isPositive();
    }

    /// Opens twice, and the first time cannot remember; whether there was damage.
    private static boolean isFoundAgain(ChunkFixture fixture) throws IOException {
        List<ChunkRecovery.Damage> refused = new ArrayList<>();
        fixture.damaged =
                damages -> {
                    refused.addAll(damages);
                    throw new IOException("no room");
                };
        boolean opened = true;
        try {
            fixture.reopen();
        } catch (IOException e) {
            assertThat(e).hasMessage("no room");
            opened = false;
        }
        assertThat(refused.isEmpty()).isEqualTo(opened);
        List<ChunkRecovery.Damage> told = new ArrayList<>();
        fixture.damaged = told::addAll;
        fixture.reopen();
        assertThat(told).isEqualTo(fixture.store().recovery().damages()).containsAll(refused);
        fixture.damaged = _ -> {};
        return !opened;
    }

    @Test
    void open_withRandomBytesForAFile_findsNothingAndKeepsIt() {
        SeededCases.run(
                100,
                random -> {
                    try (ChunkFixture fixture =
                            new ChunkFixture(random.seed(), ChunkFixture.SMALL)) {
                        byte[] bytes = random.bytes(FileHeader.BYTES + 1, 20_000);
                        fixture.write("000001", bytes);

                        fixture.reopen();

                        assertThat(fixture.store().recovery().chunks()).isZero();
                        assertThat(fixture.store().recovery().tornBytes()).isPositive();
                        assertThat(fixture.size("000001")).isGreaterThan(bytes.length);
                        fixture.add(random, 1);
                        fixture.reopen();
                        assertThat(fixture.added).hasSize(1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static final ChunkSettings LARGE_FILES =
            new ChunkSettings(1 << 30, 3_600_000, 2 << 10, 5_000, 1 << 20);

    private static ChunkSettings settings(Random random) {
        return random.oneIn(2) ? ChunkFixture.SMALL : ChunkFixture.SMALL_CACHED;
    }

    private static ChunkFixture filled(Random random, ChunkSettings settings) throws IOException {
        ChunkFixture fixture = new ChunkFixture(random.seed(), settings);
        for (int i = 0; i < 90; i++) {
            fixture.add(random, REFS);
        }
        return fixture;
    }

    private static void flip(ChunkFixture fixture, String name, int offset, Random random)
            throws IOException {
        fixture.disk().flipBit(ChunkFixture.DIRECTORY.resolve(name), offset, random.between(0, 7));
    }

    /// Reads everything; what can be read is right, what cannot names the file.
    private static int unreadable(ChunkFixture fixture, long number) throws IOException {
        int count = 0;
        try (ChunkVersion version = fixture.store().acquire()) {
            for (ChunkFixture.Added one : fixture.added) {
                try {
                    fixture.checkOne(version, one);
                } catch (CorruptChunkFileException e) {
                    assertThat(e.number()).isEqualTo(number);
                    assertThat(e).hasMessageContaining("file=%06d offset=".formatted(number));
                    count++;
                }
            }
        }
        return count;
    }
}
