package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.wal.RecoveredWal.SegmentSummary;
import io.tributary.tsdb.wal.RecoveredWal.WalDamage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Rot, foreign bytes and newer writers: what a reader must notice.
class WalDamageTest {
    private static final int RECORDS = 60;

    @Test
    void read_withAnyOneBitTurned_givesNoWrongPayloadAndReportsWhatIsMissing() throws IOException {
        try (WalFixture fixture = filled(1)) {
            WalFixture.Found before = fixture.read();
            List<SegmentSummary> segments = before.wal().segments();
            assertThat(segments).hasSizeGreaterThan(3);
            SeededCases.run(
                    600,
                    random -> {
                        SegmentSummary segment = random.pick(segments);
                        int end = Math.toIntExact(random.oneIn(2) ? end(segment) : 8_300);
                        flipOne(fixture, before, segment, random.between(0, end - 1), random);
                    });
        }
    }

    @Test
    void read_withAnyFramesHeaderOrFirstByteTurned_reportsIt() throws IOException {
        try (WalFixture fixture = filled(2)) {
            WalFixture.Found before = fixture.read();
            SeededCases.run(
                    200,
                    random -> {
                        WalReader.WalFrame frame = random.pick(before.frames());
                        SegmentSummary segment = segment(before, frame.segment());
                        int at = Math.toIntExact(frame.offset());
                        flipOne(
                                fixture,
                                before,
                                segment,
                                at + random.between(0, Frame.HEADER_BYTES),
                                random);
                    });
        }
    }

    @Test
    void read_withABitOfACompressedFrameTurned_losesThatFrameOnly() throws IOException {
        try (WalFixture fixture = new WalFixture(14)) {
            for (int i = 1; i <= RECORDS; i++) {
                fixture.writeDurable(-i, 9_000);
            }
            fixture.stop();
            WalFixture.Found before = fixture.read();
            assertThat(before.wal().payloadBytes()).as("compressed").isLessThan(RECORDS * 500);
            SeededCases.run(
                    200,
                    random -> {
                        WalReader.WalFrame frame =
                                before.frames().get(random.between(0, RECORDS - 2));
                        int at = Math.toIntExact(frame.offset()) + random.between(0, 90);
                        try {
                            fixture.flipBit(frame.segment(), at, 3);
                            WalFixture.Found found = fixture.read();
                            fixture.flipBit(frame.segment(), at, 3);
                            assertThat(found.records())
                                    .hasSize(RECORDS - 1)
                                    .doesNotContain(-frame.sequence());
                            assertThat(found.wal().damages()).hasSize(1);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    @Test
    void read_withTheOnlyFrameOfTheFirstSegmentRotten_reportsDamage() throws IOException {
        try (WalFixture fixture = new WalFixture(3)) {
            fixture.writeDurable(1, 5_000);
            fixture.writeDurable(2, 5_000);
            fixture.stop();
            fixture.flipBit(1, 9_000, 3);

            WalFixture.Found found = fixture.read();

            assertThat(found.records()).containsExactly(2L);
            assertThat(found.wal().damages())
                    .containsExactly(
                            new WalDamage(
                                    1,
                                    found.wal().segments().getFirst().nonce(),
                                    Segment.FRAMES_FROM,
                                    3 * Frame.PAGE_BYTES,
                                    1,
                                    1,
                                    WalDamage.CHECKSUM));
        }
    }

    @Test
    void read_withTheOnlyFrameOfTheLastSegmentRotten_reportsATornTail() throws IOException {
        try (WalFixture fixture = new WalFixture(4)) {
            fixture.writeDurable(1, 5_000);
            fixture.writeDurable(2, 5_000);
            fixture.stop();
            fixture.flipBit(2, 9_000, 3);

            WalFixture.Found found = fixture.read();

            assertThat(found.records()).containsExactly(1L);
            assertThat(found.wal().damages()).isEmpty();
            assertThat(found.wal().tornTailBytes())
                    .isEqualTo(Frame.HEADER_BYTES + WalFixture.RECORD_HEADER_BYTES + 5_000);
        }
    }

    @Test
    void read_withTheLastFrameOfASegmentRotten_placesTheDamageInThatSegment() throws IOException {
        try (WalFixture fixture = new WalFixture(5)) {
            fixture.writeDurable(1, 100);
            fixture.writeDurable(2, 3_000);
            fixture.writeDurable(3, 10_000);
            fixture.stop();
            fixture.flipBit(1, 8_300, 0);

            WalFixture.Found found = fixture.read();

            assertThat(found.records()).containsExactly(1L, 3L);
            assertThat(found.wal().damages())
                    .containsExactly(
                            new WalDamage(
                                    1,
                                    found.wal().segments().getFirst().nonce(),
                                    2 * Frame.PAGE_BYTES,
                                    3 * Frame.PAGE_BYTES,
                                    2,
                                    2,
                                    WalDamage.CHECKSUM));
            assertThat(found.frames()).allMatch(WalReader.WalFrame::intact);
        }
    }

    @Test
    void start_afterDamage_keepsEverySegmentAndFindsTheSameDamageAgain() throws IOException {
        try (WalFixture fixture = filled(6)) {
            fixture.flipBit(2, 5_000, 1);
            WalFixture.Found first = fixture.restart();
            fixture.writeDurable(1_000, 10);
            WalFixture.Found second = fixture.restart();

            assertThat(first.wal().damages()).hasSize(1);
            assertThat(second.wal().damages()).isEqualTo(first.wal().damages());
            assertThat(second.records()).endsWith(1_000L).containsAll(first.records());
        }
    }

    @Test
    void read_withPagesOfAnotherPlaceOrAnotherLifeCopiedOver_acceptsNone() throws IOException {
        try (WalFixture fixture = filled(7);
                WalFixture other = filled(8)) {
            WalFixture.Found before = fixture.read();
            SeededCases.run(
                    200,
                    random -> {
                        try {
                            copyOver(random, fixture, other, before);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    @Test
    void read_withAnUnreadablePageOfAFrame_reportsDamageWithTheError() throws IOException {
        try (WalFixture fixture = filled(11)) {
            WalFixture.Found before = fixture.read();
            for (WalReader.WalFrame frame :
                    List.of(before.frames().get(3), before.frames().get(9))) {
                Path file = WalFixture.path(frame.segment());
                fixture.disk().failReads(file, frame.offset() + 30, frame.offset() + 31);
            }

            WalFixture.Found found = fixture.restart();

            assertThat(found.wal().damages())
                    .extracting(WalDamage::firstLostSequence)
                    .containsExactly(4L, 10L);
            assertThat(found.wal().damages())
                    .allSatisfy(
                            damage -> assertThat(damage.reason()).contains("unreadable sector"));
            assertThat(found.wal().readErrors()).isNotEmpty();
            assertThat(found.frames()).hasSize(before.frames().size() - 2);
        }
    }

    @Test
    void read_withAnUnreadablePageBehindTheLastFrame_isNoDamageButTold() throws IOException {
        try (WalFixture fixture = filled(12)) {
            WalFixture.Found before = fixture.read();
            SegmentSummary last = segment(before, before.frames().getLast().segment());
            Path file = WalFixture.path(last.number());
            fixture.disk().failReads(file, last.usedBytes(), last.usedBytes() + 1);

            WalFixture.Found found = fixture.restart();

            assertThat(found.frames()).isEqualTo(before.frames());
            assertThat(found.wal().damages()).isEmpty();
            assertThat(found.wal().tornTailBytes()).isPositive();
            assertThat(found.wal().readErrors()).isNotEmpty();
        }
    }

    @Test
    void read_withAnUnreadableHeader_takesItsCopyAndWithoutBothFails() throws IOException {
        try (WalFixture fixture = filled(13)) {
            WalFixture.Found before = fixture.read();
            SegmentSummary first = segment(before, before.frames().getFirst().segment());
            Path file = WalFixture.path(first.number());
            fixture.disk().failReads(file, 0, 1);
            assertThat(fixture.read().frames()).isEqualTo(before.frames());

            fixture.disk().failReads(file, first.capacityBytes() - 1, first.capacityBytes());
            assertThatThrownBy(fixture::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void read_withASegmentOfANewerVersion_refusesNamingTheFile() throws IOException {
        try (WalFixture fixture = filled(9)) {
            Path file = WalFixture.path(2);
            byte[] page = bytes(fixture, file, 0, Frame.PAGE_BYTES);
            ByteBuffer header = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(4, SegmentHeader.VERSION + 1);
            CRC32C crc = new CRC32C();
            crc.update(page, 0, 32);
            header.putInt(32, (int) crc.getValue());
            overwrite(fixture, file, 0, page);

            assertThatThrownBy(fixture::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("version 2");
        }
    }

    @Test
    void read_withAFrameOfAnUnknownFlag_refusesNamingTheFile() throws IOException {
        try (WalFixture fixture = filled(10)) {
            WalFixture.Found found = fixture.read();
            SegmentSummary last = segment(found, found.frames().getLast().segment());
            Path file = WalFixture.path(last.number());
            Frame frame = new Frame();
            byte[] payload = {1, 2, 3};
            frame.set(4, last.nonce(), 1_000, 0, last.usedBytes(), payload, 3, 0);
            overwrite(fixture, file, last.usedBytes(), frame.bytes());
            overwrite(fixture, file, last.usedBytes() + Frame.HEADER_BYTES, payload);

            assertThatThrownBy(fixture::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("flags 0x4");
        }
    }

    /// A closed wal of several segments and reset points, the last segment with room left.
    private static WalFixture filled(long seed) throws IOException {
        WalFixture fixture = new WalFixture(seed);
        Random random = new Random(seed);
        for (int i = 1; i <= RECORDS; i++) {
            fixture.writeDurable(i, random.between(0, 9_000));
        }
        fixture.stop();
        return fixture;
    }

    private static void flipOne(
            WalFixture fixture,
            WalFixture.Found before,
            SegmentSummary segment,
            int offset,
            Random random) {
        int bit = random.between(0, 7);
        try {
            fixture.flipBit(segment.number(), offset, bit);
            try {
                checkAgainst(before, fixture.read(), segment.number(), offset);
            } finally {
                fixture.flipBit(segment.number(), offset, bit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything but the frame that was hit is delivered as it was; the frame itself is told of.
    private static void checkAgainst(
            WalFixture.Found before, WalFixture.Found after, long segment, int offset) {
        NavigableMap<Long, byte[]> original = before.bySequence();
        NavigableMap<Long, byte[]> delivered = after.bySequence();
        delivered.forEach(
                (sequence, payload) -> assertThat(payload).isEqualTo(original.get(sequence)));
        List<WalReader.WalFrame> missing =
                before.frames().stream()
                        .filter(frame -> !delivered.containsKey(frame.sequence()))
                        .toList();
        List<WalReader.WalFrame> hit =
                before.frames().stream()
                        .filter(frame ->
                                frame.segment() == segment
                                        && offset >= frame.offset()
                                        && offset < endOf(frame, original))
                        .toList();
        assertThat(missing).isEqualTo(hit);
        if (hit.isEmpty()) {
            assertThat(after.wal().damages()).isEmpty();
            assertThat(after.frames()).isEqualTo(before.frames());
            return;
        }
        long lost = hit.getFirst().sequence();
        if (lost == original.lastKey()) {
            assertThat(after.wal().damages()).isEmpty();
            assertThat(after.wal().tornTailBytes()).isPositive();
            return;
        }
        assertThat(after.wal().damages()).hasSize(1);
        WalDamage damage = after.wal().damages().getFirst();
        assertThat(damage.firstLostSequence()).isEqualTo(lost);
        assertThat(damage.lastLostSequence()).isEqualTo(lost);
        assertThat(damage.segment()).isEqualTo(segment);
        assertThat((long) offset).isBetween(damage.fromOffset(), damage.toOffset() - 1);
        boolean intact = true;
        for (WalReader.WalFrame frame : after.frames()) {
            intact = frame.resetPoint() || (intact && frame.sequence() != lost + 1);
            assertThat(frame.intact()).as("frame %d", frame.sequence()).isEqualTo(intact);
        }
    }

    private static void copyOver(
            Random random, WalFixture fixture, WalFixture other, WalFixture.Found before)
            throws IOException {
        boolean foreign = random.oneIn(2);
        SegmentSummary source = random.pick((foreign ? other.read() : before).wal().segments());
        SegmentSummary target = random.pick(before.wal().segments());
        Path from = WalFixture.path(source.number());
        Path to = WalFixture.path(target.number());
        int length = Frame.PAGE_BYTES * random.between(1, 3);
        byte[] copied =
                bytes(foreign ? other : fixture, from, place(random, source, length), length);
        long at = place(random, target, length);
        byte[] kept = bytes(fixture, to, at, length);
        overwrite(fixture, to, at, copied);
        NavigableMap<Long, byte[]> original = before.bySequence();
        WalFixture.Found after = fixture.read();
        assertThat(after.bySequence())
                .allSatisfy((sequence, payload) ->
                        assertThat(payload).isEqualTo(original.get(sequence)));
        if (Arrays.equals(kept, copied)) {
            assertThat(after.frames()).isEqualTo(before.frames());
        }
        overwrite(fixture, to, at, kept);
    }

    private static long place(Random random, SegmentSummary segment, int length) {
        long pages = (segment.capacityBytes() - Frame.PAGE_BYTES - length) / Frame.PAGE_BYTES;
        return Frame.PAGE_BYTES * random.between(1, Math.max(1, pages));
    }

    private static long end(SegmentSummary segment) {
        return segment.capacityBytes();
    }

    private static long endOf(WalReader.WalFrame frame, NavigableMap<Long, byte[]> payloads) {
        byte[] payload = payloads.getOrDefault(frame.sequence(), new byte[0]);
        return frame.offset() + Frame.HEADER_BYTES + payload.length;
    }

    private static SegmentSummary segment(WalFixture.Found found, long number) {
        return found.wal().segments().stream()
                .filter(segment -> segment.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(WalFixture fixture, Path file, long offset, int length)
            throws IOException {
        try (DiskFile opened = fixture.disk().open(file, Disk.Mode.READ)) {
            byte[] bytes = new byte[length];
            assertThat(opened.read(ByteBuffer.wrap(bytes), offset)).isEqualTo(length);
            return bytes;
        }
    }

    private static void overwrite(WalFixture fixture, Path file, long offset, byte[] bytes)
            throws IOException {
        try (DiskFile opened = fixture.disk().open(file, Disk.Mode.WRITE)) {
            opened.write(ByteBuffer.wrap(bytes), offset);
            opened.sync();
        }
    }
}
