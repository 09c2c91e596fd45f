package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalCrashTest {
    private static final int LIVES = 8;

    /// What one life of the wal leaves behind: all records in order, and how many of them must be
    /// found.
    private static final class Model {
        final List<Long> written = new ArrayList<>();
        int durable;
        long frames;
        long records;
    }

    @Test
    void read_afterCrashesAtRandomPoints_findsAllThatWasAwaitedInOrder() {
        Model total = new Model();
        SeededCases.run(
                120,
                random -> {
                    try (WalFixture fixture = new WalFixture(random.seed())) {
                        Model model = new Model();
                        for (int life = 0; life < LIVES; life++) {
                            live(random, fixture, model);
                        }
                        total.frames += model.frames;
                        total.records += model.records;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(total.records).as("records share frames").isGreaterThan(total.frames);
    }

    /// A frame whose sync failed stands in the page cache, and a start reads it there: what it read
    /// is there after a crash, and cost one sync, however many segments there are.
    @Test
    void makeDurable_afterAFailedSync_keepsWhatWasRead() {
        SeededCases.run(
                150,
                random -> {
                    try (WalFixture fixture = new WalFixture(random.seed())) {
                        int count = random.between(0, 20);
                        for (long number = 1; number <= count; number++) {
                            fixture.writeDurable(number, random.between(0, 9_000));
                        }
                        fixture.restart();
                        failACommit(fixture, count + 1, random.between(0, 3_000));
                        fixture.stop();
                        WalFixture.Found read = fixture.read();
                        assertThat(read.records()).hasSize(count + 1);
                        long syncs = fixture.disk().syncCount();

                        Wal.makeDurable(fixture.disk(), WalFixture.DIRECTORY, read.wal());

                        assertThat(fixture.disk().syncCount()).isEqualTo(syncs + 1);
                        fixture.crash();
                        assertThat(fixture.read().records()).isEqualTo(read.records());
                        assertThat(fixture.read().wal().damages()).isEmpty();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void failACommit(WalFixture fixture, long number, int bodyBytes) {
        long held = 0;
        for (SegmentSpan segment : fixture.wal().segments()) {
            held += segment.sizeBytes();
        }
        long without = held;
        WalFixture.await("a prepared segment", () -> fixture.wal().sizeBytes() > without);
        fixture.disk().failSync(1);
        fixture.write(number, bodyBytes);
        WalFixture.await("the failure", () -> !fixture.fatal.isEmpty());
    }

    private static void live(Random random, WalFixture fixture, Model model) throws IOException {
        int requests = random.between(0, 25);
        long last = fixture.wal().position();
        for (int i = 0; i < requests; i++) {
            last = request(random, fixture, model);
            if (random.oneIn(3)) {
                fixture.wal().awaitDurable(last);
                model.durable = model.written.size();
            }
        }
        boolean clean = random.oneIn(4);
        if (clean) {
            model.durable = model.written.size();
        } else {
            fixture.crash();
        }
        check(fixture.restart(), model);
    }

    /// One or several reservations held together, most of them used, in any order.
    private static long request(Random random, WalFixture fixture, Model model) {
        List<Reservation> held = new ArrayList<>();
        int sizeMax = random.oneIn(8) ? 100_000 : random.oneIn(2) ? 9_000 : 200;
        int size = random.between(0, sizeMax);
        int count = size > 10_000 ? 1 : random.between(1, 3);
        for (int i = 0; i < count; i++) {
            held.add(fixture.reserve(2 * (size + WalFixture.RECORD_HEADER_BYTES)));
        }
        for (Reservation reservation : held) {
            if (random.oneIn(10)) {
                fixture.wal().cancel(reservation);
            } else if (random.oneIn(10)) {
                fixture.wal().begin(reservation);
                fixture.wal().finish(reservation);
            } else {
                long number = random.nextLong();
                fixture.write(reservation, number, random.between(0, size));
                model.written.add(number);
            }
        }
        return fixture.wal().position();
    }

    private static void check(WalFixture.Found found, Model model) {
        List<Long> records = found.records();
        assertThat(found.wal().damages()).isEmpty();
        assertThat(records.size()).isBetween(model.durable, model.written.size());
        assertThat(records).isEqualTo(model.written.subList(0, records.size()));
        assertThat(found.frames()).allMatch(WalReader.WalFrame::intact);
        model.written.subList(records.size(), model.written.size()).clear();
        model.durable = records.size();
        model.frames = found.frames().size();
        model.records = records.size();
    }
}
