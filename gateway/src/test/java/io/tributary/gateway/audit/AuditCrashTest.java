package io.tributary.gateway.audit;

import static io.tributary.gateway.audit.AuditFixture.A;
import static io.tributary.gateway.audit.AuditFixture.B;
import static io.tributary.gateway.audit.AuditFixture.origin;
import static io.tributary.gateway.audit.AuditFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Random events, restarts, kills, crashes, full disks; and what must hold after each.
class AuditCrashTest {
    private static final List<Kind> OFTEN = List.of(Kind.DENIAL, Kind.LIMIT, Kind.LATE);

    /// What a run knows.
    private static final class Known {
        /// In lines that were synced.
        long countedDurably;

        long recorded;
        final List<String> durable = new ArrayList<>();
        int number;
    }

    @Test
    void counts_ofRandomRuns_areExactUntilAKill() {
        SeededCases.run(100, this::run);
    }

    private void run(SeededCases.Random random) throws IOException {
        AuditFixture fixture =
                new AuditFixture(random.nextLong(), new AuditSettings(8 << 20, 1L << 40, 50));
        Known known = new Known();
        int steps = random.between(1, 60);
        for (int i = 0; i < steps; i++) {
            step(random, fixture, known);
        }
        assertThat(fixture.counted()).isEqualTo(known.recorded);
        fixture.restart();
        assertThat(fixture.counted()).isEqualTo(known.recorded);
        assertThat(texts(fixture.all(), "event", "detail")).containsAll(known.durable);
    }

    private static void step(SeededCases.Random random, AuditFixture fixture, Known known)
            throws IOException {
        switch (random.between(0, 9)) {
            case 0 -> {
                fixture.tick();
                settle(fixture, known);
            }
            case 1 -> {
                String detail = "admin " + known.number++;
                fixture.log.recordDurably(fixture.event(Kind.ADMIN, origin("root", A), detail));
                known.durable.add(detail);
                known.recorded++;
            }
            case 2 -> {
                if (random.oneIn(3)) {
                    fixture.restart();
                    known.countedDurably = known.recorded;
                }
            }
            case 3 -> {
                if (random.oneIn(3)) {
                    crash(fixture, known);
                }
            }
            case 4 -> {
                fixture.disk.limitBytes(fixture.sizeBytes() + random.between(0, 600));
                record(random, fixture, known);
                fixture.tick();
                assertThat(fixture.counted()).isEqualTo(known.recorded);
                fixture.disk.limitBytes(Long.MAX_VALUE);
            }
            case 5 -> fixture.log.step();
            case 6 -> {
                if (random.oneIn(3)) {
                    kill(fixture, known);
                }
            }
            default -> record(random, fixture, known);
        }
    }

    private static void settle(AuditFixture fixture, Known known) throws IOException {
        assertThat(fixture.log.failure()).isEmpty();
        assertThat(fixture.counted()).isEqualTo(known.recorded);
        known.countedDurably = known.recorded;
    }

    private static void record(SeededCases.Random random, AuditFixture fixture, Known known) {
        int count = random.between(1, 40);
        for (int i = 0; i < count; i++) {
            Origin origin =
                    random.oneIn(4)
                            ? Origin.unknown("::1", "/")
                            : origin("p" + random.between(0, 5), random.oneIn(2) ? A : B);
            fixture.log.record(fixture.event(random.pick(OFTEN), origin, "e" + known.number++));
        }
        known.recorded += count;
    }

    /// What was counted until the last ten seconds is there, and nothing twice; what was recorded
    /// durably is there; and each line is one, or passed over.
    private static void crash(AuditFixture fixture, Known known) throws IOException {
        fixture.crash();
        long counted = fixture.counted();
        assertThat(counted).isBetween(known.countedDurably, known.recorded);
        List<Json> found = fixture.all();
        assertThat(texts(found, "event", "detail"))
                .containsAll(known.durable)
                .doesNotHaveDuplicates();
        fixture.tick();
        assertThat(fixture.counted()).isEqualTo(counted);
        known.recorded = counted;
        known.countedDurably = counted;
    }

    /// The process ends at once: what it had written is there, whole.
    private static void kill(AuditFixture fixture, Known known) throws IOException {
        fixture.log.step();
        List<String> written = texts(fixture.all(), "event", "detail");
        fixture.log = fixture.open();
        assertThat(texts(fixture.all(), "event", "detail")).isEqualTo(written);
        long counted = fixture.counted();
        assertThat(counted).isBetween(known.countedDurably, known.recorded);
        known.recorded = counted;
        known.countedDurably = counted;
    }

    /// The machine stops before each change that a busy minute makes.
    @Test
    void crash_anywhere_losesNothingThatWasSaidToBeDurable() throws IOException {
        for (int nth = 1; nth < 120; nth++) {
            AuditFixture fixture = new AuditFixture(nth, new AuditSettings(1 << 20, 1L << 40, 500));
            fixture.disk.stopBefore(nth);
            List<String> durable = new ArrayList<>();
            long ticked = 0;
            long recorded = 0;
            for (int i = 0; i < 30; i++) {
                for (int j = 0; j < 20; j++) {
                    fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "x".repeat(900)));
                    recorded++;
                }
                fixture.tick();
                if (fixture.log.failure().isEmpty()) {
                    ticked = recorded;
                }
                try {
                    fixture.log.recordDurably(fixture.event(Kind.ADMIN, origin("r", A), "a" + i));
                    durable.add("a" + i);
                    recorded++;
                } catch (IOException e) {
                    break;
                }
            }
            fixture.crash();
            assertThat(texts(fixture.all(), "event", "detail")).containsAll(durable);
            assertThat(fixture.counted()).as("stop before %d", nth).isBetween(ticked, recorded);
            fixture.log.recordDurably(fixture.event(Kind.ADMIN, origin("r", A), "last"));
            assertThat(texts(fixture.all(), "event", "detail")).contains("last");
        }
    }
}
