package io.tributary.gateway.audit;

import static io.tributary.gateway.audit.AuditFixture.A;
import static io.tributary.gateway.audit.AuditFixture.DIRECTORY;
import static io.tributary.gateway.audit.AuditFixture.origin;
import static io.tributary.gateway.audit.AuditFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.testkit.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files: begun, full, deleted; a disk that is full, or fails.
class AuditFilesTest {
    private static final long DAY = 86_400_000;
    private static final String DETAIL = "x".repeat(900);

    @Test
    void files_areFullByBytes_andStayWithinTheBound() throws IOException {
        AuditFixture fixture = new AuditFixture(1, new AuditSettings(4 << 20, 90 * DAY, 100_000));
        int events = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 50; j++) {
                fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), events++ + DETAIL));
            }
            fixture.tick();
            assertThat(fixture.sizeBytes()).isLessThanOrEqualTo(4 << 20);
            if (i % 40 == 39) {
                fixture.restart();
            }
        }
        List<Json> found = fixture.all();
        List<String> deleted = texts(found, "deleted", "file");
        assertThat(deleted).isNotEmpty().doesNotHaveDuplicates();
        assertThat(texts(found, "deleted", "reason")).containsOnly("bytes");
        assertThat(fixture.disk.list(DIRECTORY)).doesNotContainAnyElementsOf(deleted);
        // What is left is the newest, without a hole.
        List<String> details = texts(found, "event", "detail");
        for (int i = 0; i < details.size(); i++) {
            assertThat(details.get(i)).startsWith(events - details.size() + i + "x");
        }
        assertThat(details.size()).isGreaterThan(3_000);
        assertThat(fixture.log.failure()).isEmpty();
        fixture.log.close();
        assertThat(fixture.disk.openCount()).isZero();
    }

    @Test
    void files_areBegunDaily_andDeletedByAge() throws IOException {
        AuditFixture fixture = new AuditFixture(2, new AuditSettings(1 << 20, 3 * DAY, 1_000));
        for (int day = 0; day < 8; day++) {
            fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "day " + day));
            fixture.tick();
            fixture.clock.advance(DAY - 10_000);
        }
        fixture.tick();
        List<Json> found = fixture.all();
        assertThat(texts(found, "event", "detail")).containsExactly("day 5", "day 6", "day 7");
        // Notes of deletions are as old as the files they stand in.
        assertThat(texts(found, "deleted", "reason")).isNotEmpty().containsOnly("age");
        fixture.clock.advance(10 * DAY);
        fixture.tick();
        assertThat(texts(fixture.all(), "event", "detail")).isEmpty();
        assertThat(fixture.disk.list(DIRECTORY)).hasSize(1);
        // Without events a file follows only one that tells of a deletion.
        for (int day = 0; day < 30; day++) {
            fixture.clock.advance(DAY);
            fixture.tick();
            assertThat(fixture.disk.list(DIRECTORY)).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void fullDisk_keepsCountsInMemory_untilThereIsRoom() throws IOException {
        AuditFixture fixture = new AuditFixture(3);
        fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "before"));
        fixture.tick();
        fixture.disk.limitBytes(fixture.sizeBytes() + 100);
        for (int i = 0; i < 30; i++) {
            fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "full"));
            fixture.tick();
        }
        assertThat(fixture.log.failure()).containsInstanceOf(NoSpaceException.class);
        AuditEvent admin = fixture.event(Kind.ADMIN, origin("root", A), "tenant made");
        assertThatIOException().isThrownBy(() -> fixture.log.recordDurably(admin));
        assertThat(fixture.counted()).isEqualTo(31);

        fixture.disk.limitBytes(Long.MAX_VALUE);
        fixture.log.recordDurably(admin);
        fixture.tick();
        assertThat(fixture.log.failure()).isEmpty();
        fixture.restart();
        assertThat(fixture.counted()).isEqualTo(32);
        assertThat(texts(fixture.all(), "event", "detail"))
                .containsExactly("before", "tenant made");
        AuditLog.Found found =
                fixture.log.search(AuditFixture.query(true, 1_000), (bytes, offset, length) -> {});
        assertThat(found.damaged()).isZero();
    }

    /// Each write and each sync of a while fails once; nothing is counted twice or lost.
    @Test
    void failingDisk_countsNothingTwice() throws IOException {
        for (int nth = 1; nth < 40; nth++) {
            AuditFixture fixture = new AuditFixture(nth);
            fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "d"));
            fixture.tick();
            if (nth % 2 == 0) {
                fixture.disk.failWrite(nth / 2);
            } else {
                fixture.disk.failSync(nth / 2 + 1);
            }
            for (int i = 0; i < 25; i++) {
                fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "d"));
                fixture.tick();
                assertThat(fixture.counted()).as("nth %d", nth).isEqualTo(i + 2);
            }
            fixture.restart();
            assertThat(fixture.counted()).as("nth %d", nth).isEqualTo(26);
            fixture.crash();
            assertThat(fixture.counted()).as("nth %d", nth).isEqualTo(26);
        }
    }

    @Test
    void failingDisk_recordDurably_saysSoOrIsThere() throws IOException {
        for (int nth = 1; nth < 20; nth++) {
            AuditFixture fixture = new AuditFixture(100 + nth);
            if (nth % 2 == 0) {
                fixture.disk.failWrite(nth / 2);
            } else {
                fixture.disk.failSync(nth / 2 + 1);
            }
            int done = 0;
            for (int i = 0; i < 15; i++) {
                try {
                    fixture.log.recordDurably(
                            fixture.event(Kind.ADMIN, origin("root", A), "change"));
                    done++;
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("audit");
                }
            }
            assertThat(done).isGreaterThanOrEqualTo(14);
            fixture.crash();
            assertThat(texts(fixture.all(), "event", "detail")).hasSize(done);
        }
    }

    @Test
    void tornLine_isEndedAndToldOf() throws IOException {
        AuditFixture fixture = new AuditFixture(5);
        fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "whole"));
        fixture.tick();
        fixture.log.close();
        Path last = DIRECTORY.resolve(fixture.disk.list(DIRECTORY).getLast());
        try (var file = fixture.disk.open(last, Disk.Mode.WRITE)) {
            byte[] half = "{\"type\":\"event\",\"ti".getBytes(StandardCharsets.UTF_8);
            file.write(ByteBuffer.wrap(half), file.sizeBytes());
        }
        fixture.log = fixture.open();
        assertThat(texts(fixture.all(), "event", "detail")).containsExactly("whole");
        fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "after"));
        fixture.tick();
        assertThat(texts(fixture.all(), "event", "detail")).containsExactly("whole", "after");
        assertThat(texts(fixture.all(), "torn", "bytes")).containsExactly("19");
        assertThat(texts(fixture.all(), "torn", "file"))
                .containsExactly(last.getFileName().toString());
        assertThat(
                        fixture.log.search(
                                AuditFixture.query(true, 1_000), (bytes, offset, length) -> {}))
                .isEqualTo(new AuditLog.Found(5, 1, false));
        fixture.restart();
        assertThat(texts(fixture.all(), "torn", "bytes")).containsExactly("19");
    }

    @Test
    void otherFiles_areLeftAlone() throws IOException {
        AuditFixture fixture = new AuditFixture(6);
        for (String name : List.of("notes.txt", "audit-1.jsonl", "audit-x.jsonl", "audit-.jsonl")) {
            fixture.disk.open(DIRECTORY.resolve(name), Disk.Mode.CREATE).close();
            assertThat(StoredFile.number(name)).isEmpty();
        }
        fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "d"));
        fixture.tick();
        fixture.restart();
        assertThat(fixture.disk.list(DIRECTORY)).hasSize(5).contains("audit-00000001.jsonl");
        assertThat(StoredFile.number("audit-123456789.jsonl")).hasValue(123_456_789);
    }

    @Test
    void file_thatIsNoAuditAnyMore_isKeptAndPassedOver() throws IOException {
        AuditFixture fixture = new AuditFixture(7);
        fixture.log.close();
        try (var file =
                fixture.disk.open(
                        DIRECTORY.resolve("audit-00000001.jsonl"), Disk.Mode.CREATE_OR_WRITE)) {
            file.write(ByteBuffer.allocate(3 * LineBlocks.BLOCK_BYTES), 0);
        }
        fixture.log = fixture.open();
        fixture.log.record(fixture.event(Kind.DENIAL, origin("p", A), "d"));
        fixture.tick();
        fixture.restart();
        assertThat(texts(fixture.all(), "event", "detail")).containsExactly("d");
    }
}
