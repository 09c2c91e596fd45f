package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The server's clock is set to a wrong time for an hour and back, while senders, whose clock is
/// right, go on and repeat what is put off: nothing is refused, nothing is deleted.
class ClockSetTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = SeriesModel.HOUR;
    private static final long DAY = 24 * HOUR;
    private static final int WRONG_FROM = 150;
    private static final int WRONG_TO = 210;
    private static final int MINUTES = 330;

    private final Sender live = new Sender("__name__=live", HeadFixture.NOW);
    private final Sender backlog = new Sender("__name__=backlog", HeadFixture.NOW - 5 * DAY);

    /// A sender that keeps what it could not deliver, and the samples it made so far.
    private static final class Sender {
        final String series;
        final long start;
        final Deque<Write> kept = new ArrayDeque<>();
        final SortedMap<Long, Long> made = new TreeMap<>();
        int putOff;

        Sender(String series, long start) {
            this.series = series;
            this.start = start;
        }

        void send(HeadFixture fixture, Route route) {
            int number = made.size();
            Write newest = new Write(series, start + number * MINUTE, number / 7.0);
            made.put(newest.time(), newest.bits());
            kept.add(newest);
            while (!kept.isEmpty()) {
                WriteResult result =
                        fixture.head().append(route, Writes.batch(List.of(kept.getFirst())));
                if (!(result instanceof WriteResult.Accepted accepted)) {
                    assertThat(result)
                            .isEqualTo(new WriteResult.Busy(Unavailable.CLOCK_SUSPECT, 5));
                    putOff++;
                    return;
                }
                assertThat(accepted.refused()).isEmpty();
                fixture.head().awaitDurable(accepted.position());
                kept.removeFirst();
            }
        }
    }

    @Test
    void clockAnHourBehind_dropsAndDeletesNothing() throws IOException {
        sendThroughAJump(-HOUR);

        assertThat(live.putOff).isEqualTo(60);
        assertThat(backlog.putOff).isZero();
    }

    @Test
    void clockAnHourBehindAtARestart_dropsAndDeletesNothing() throws IOException {
        sendThroughAJump(-HOUR, 180, 190);

        assertThat(live.putOff).isEqualTo(60);
    }

    @Test
    void clockTenDaysBehind_dropsAndDeletesNothing() throws IOException {
        sendThroughAJump(-10 * DAY);
    }

    @Test
    void clockTenDaysBehindAtARestart_dropsAndDeletesNothing() throws IOException {
        sendThroughAJump(-10 * DAY, 180);
    }

    @Test
    void clockThreeDaysAhead_dropsAndDeletesNothing() throws IOException {
        sendThroughAJump(3 * DAY);

        assertThat(live.putOff).isZero();
        assertThat(backlog.putOff).isEqualTo(60);
    }

    @Test
    void clockThreeDaysAhead_isTrustedAtARestartOnceItIsBack() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            live.send(fixture, route);
            fixture.clock.jumpWall(3 * DAY);
            live.send(fixture, route);
            fixture.clock.jumpWall(-3 * DAY);
            fixture.clock.advance(MINUTE);
            fixture.restart();
            assertThat(fixture.head().clock().isSuspect()).isFalse();
        }
    }

    /// Some hours, one of them with a wrong clock; chunk files are kept for a day.
    ///
    /// @param crashes minutes in which the server is started anew
    private void sendThroughAJump(long jump, Integer... crashes) throws IOException {
        try (HeadFixture fixture = new HeadFixture(1, HeadFixture.keeping(DAY))) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            for (int minute = 0; minute < MINUTES; minute++) {
                if (minute == WRONG_FROM) {
                    fixture.clock.jumpWall(jump);
                } else if (minute == WRONG_TO) {
                    fixture.clock.jumpWall(-jump);
                }
                if (Set.of(crashes).contains(minute)) {
                    fixture.crash();
                }
                live.send(fixture, route);
                backlog.send(fixture, route);
                fixture.head().upkeep().step();
                fixture.head().chunks().flush();
                fixture.clock.advance(MINUTE);
            }
            fixture.head().upkeep().step();
            assertThat(fixture.head().clock().isSuspect()).isFalse();
            assertThat(live.kept).isEmpty();
            assertThat(backlog.kept).isEmpty();
            assertAllIsThere(fixture, tenant);
            fixture.crash();
            assertAllIsThere(fixture, tenant);
        }
    }

    private void assertAllIsThere(HeadFixture fixture, Tenant tenant) throws IOException {
        SortedMap<Labels, SortedMap<Long, Long>> contents = fixture.contents(tenant);
        for (Sender sender : List.of(live, backlog)) {
            var found = contents.getOrDefault(Writes.parse(sender.series), new TreeMap<>());
            List<Long> missing = new ArrayList<>(sender.made.keySet());
            missing.removeIf(time -> Objects.equals(sender.made.get(time), found.get(time)));
            assertThat(missing).as("missing of " + sender.series).isEmpty();
        }
    }
}
