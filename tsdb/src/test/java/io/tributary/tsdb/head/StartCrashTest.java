package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A machine that stops while a store is opened.
class StartCrashTest {
    private static final long NOW = HeadFixture.NOW;
    private static final int SERIES = 6;
    private static final int SAMPLES = 600;

    private int lost;
    private int kept;

    /// After a failed sync the page cache shows a frame that the disk may not have. A start replays
    /// it, and what it fills of chunks must not be durable before the frame is.
    @Test
    void lastFrame_thatTheDiskMayNotHave_isFoundWholeOrNotAtAll() {
        SeededCases.run(
                150,
                random -> {
                    try (HeadFixture fixture = new HeadFixture(random.seed())) {
                        run(random, fixture);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(lost).isPositive();
        assertThat(kept).isPositive();
    }

    /// Whatever fails of a start, and at any step, nothing of it stays open.
    @Test
    void open_thatFails_leavesNoFileOpenAndCanBeTriedAgain() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            for (int i = 0; i < 300; i++) {
                fixture.write(route, List.of(new Write("__name__=m", NOW + i, i)));
            }
            fixture.head().chunks().flush();
            SimulatedDisk whole = fixture.disk().crash();
            UnaryOperator<SimulatedDisk> goesOn = UnaryOperator.identity();
            assertThat(failures(fixture, whole, SimulatedDisk::failSync, goesOn)).isGreaterThan(5);
            assertThat(failures(fixture, whole, SimulatedDisk::failWrite, goesOn))
                    .isGreaterThan(10);
            assertThat(failures(fixture, whole, SimulatedDisk::stopBefore, SimulatedDisk::crash))
                    .isGreaterThan(30);
        }
    }

    /// Starts on a disk that fails later and later, until a start is done before; answers how many
    /// were not.
    ///
    /// @param plan what fails: the nth from now on
    /// @param again where it is tried again
    private static int failures(
            HeadFixture fixture,
            SimulatedDisk whole,
            ObjIntConsumer<SimulatedDisk> plan,
            UnaryOperator<SimulatedDisk> again)
            throws IOException {
        for (int failures = 0; ; failures++) {
            SimulatedDisk disk = whole.crash();
            plan.accept(disk, failures + 1);
            boolean opened = isOpened(fixture, disk);
            assertThat(disk.openCount()).as("after failure %d", failures).isZero();
            if (opened) {
                return failures;
            }
            assertThat(isOpened(fixture, again.apply(disk))).isTrue();
        }
    }

    /// Whether a directory can be opened; it is closed again.
    private static boolean isOpened(HeadFixture fixture, SimulatedDisk disk) throws IOException {
        Head head;
        try {
            head = Head.open(disk, fixture.clock, HeadFixture.SETTINGS, new Writes(), _ -> {});
        } catch (IOException e) {
            return false;
        }
        try {
            head.close();
        } catch (IOException e) {
            // What was planned came after the start.
        }
        return true;
    }

    private void run(SeededCases.Random random, HeadFixture fixture) throws IOException {
        Tenant tenant = fixture.tenant("a");
        Route route = Writes.route(1, tenant);
        List<Write> first = new ArrayList<>();
        List<Write> second = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            String labels = "__name__=m,i=" + series;
            first.add(new Write(labels, NOW - SAMPLES, 1));
            for (int i = 1; i < SAMPLES; i++) {
                second.add(
                        new Write(
                                labels,
                                NOW - SAMPLES + i,
                                Double.longBitsToDouble(random.nextLong() >>> 2)));
            }
        }
        fixture.write(route, first);
        fixture.disk().failSync(1);
        boolean taken =
                fixture.head().append(route, Writes.batch(second)) instanceof WriteResult.Accepted;
        fixture.crashDuringStart(random.between(1, 24));
        List<Integer> sizes = new ArrayList<>();
        fixture.contents(fixture.tenant("a")).values().forEach(found -> sizes.add(found.size()));
        assertThat(sizes).hasSize(SERIES);
        boolean any = sizes.stream().anyMatch(size -> size > 1);
        assertThat(sizes).containsOnly(any ? SAMPLES : 1);
        kept += any ? 1 : 0;
        lost += taken && !any ? 1 : 0;
    }
}
