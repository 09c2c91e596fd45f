package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Segments, their sizes, and what happens where there is no room for more.
class WalSpaceTest {
    @Test
    void reserve_onAFullDisk_isRefusedAndGrantedAgainOnceThereIsRoom() throws IOException {
        try (WalFixture fixture = new WalFixture(1)) {
            fixture.awaitPrepared();
            fixture.disk().limitBytes(fixture.wal().sizeBytes());
            List<Long> written = fill(fixture, Reservation.Outcome.DISK_FULL);
            assertThat(fixture.wal().spaceFailure()).isPresent();

            fixture.disk().limitBytes(Long.MAX_VALUE);
            WalFixture.await("space", () -> grantedAndWritten(fixture, written));

            assertThat(fixture.wal().spaceFailure()).isEmpty();
            WalFixture.Found found = fixture.restart();
            assertThat(found.records()).isEqualTo(written);
            assertThat(found.wal().damages()).isEmpty();
            assertThat(fixture.fatal).isEmpty();
        }
    }

    @Test
    void reserve_withTheWalAtItsBound_isRefusedAndNothingIsLost() throws IOException {
        WalSettings settings =
                new WalSettings(16 << 10, 64 << 10, 300 << 10, 8 << 10, 200, 8 << 10, 20 << 10);
        try (WalFixture fixture = new WalFixture(2, settings)) {
            List<Long> written = fill(fixture, Reservation.Outcome.WAL_FULL);

            assertThat(fixture.wal().sizeBytes()).isEqualTo(300 << 10);
            assertThat(sizeOnDisk(fixture)).isEqualTo(300 << 10);
            assertThat(fixture.read().records()).isEqualTo(written);
        }
    }

    @Test
    void reserve_ofTheLargestRecordInTheSmallestWal_isGranted() throws IOException {
        long largest = Segment.capacityFor(Frame.spaceBytes(100_000));
        WalSettings settings =
                new WalSettings(
                        16 << 10, 1 << 20, (16 << 10) + largest, 100_000, 200, 8 << 10, 20 << 10);
        try (WalFixture fixture = new WalFixture(3, settings)) {
            int body = 100_000 - WalFixture.RECORD_HEADER_BYTES;
            fixture.writeDurable(1, body);

            assertThat(fixture.read().records()).containsExactly(1L);
            WalFixture.await(
                    "the prepared segment to go",
                    () -> fixture.wal().sizeBytes() == settings.walBytesMax());
        }
    }

    @Test
    void reserve_ofARecordThatNoLongerFits_doesNotKeepSmallerOnesOut() throws IOException {
        WalSettings settings =
                new WalSettings(16 << 10, 16 << 10, 160 << 10, 128 << 10, 200, 8 << 10, 20 << 10);
        try (WalFixture fixture = new WalFixture(4, settings)) {
            for (int i = 0; i < 8; i++) {
                fixture.writeDurable(i, 3_000);
            }
            assertThat(fixture.wal().reserve(128 << 10).outcome())
                    .isEqualTo(Reservation.Outcome.WAL_FULL);

            for (int i = 8; i < 18; i++) {
                fixture.writeDurable(i, 3_000);
            }
        }
    }

    @Test
    void reserve_ofMoreThanASegmentHolds_getsOneOfItsSizeInPlaceOfThePreparedOne()
            throws IOException {
        try (WalFixture fixture = new WalFixture(5)) {
            fixture.awaitPrepared();
            int body = WalFixture.SETTINGS.recordBytesMax() - WalFixture.RECORD_HEADER_BYTES;
            fixture.writeDurable(1, body);
            fixture.writeDurable(2, 10);

            WalFixture.Found found = fixture.restart();
            assertThat(found.records()).containsExactly(1L, 2L);
            assertThat(found.wal().segments())
                    .anySatisfy(segment -> {
                        assertThat(segment.empty()).isFalse();
                        assertThat(segment.capacityBytes()).isGreaterThan(256 << 10);
                    });
            assertThat(found.wal().segments().stream().filter(segment -> segment.empty()))
                    .as("the first, and one prepared ahead")
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void reserve_ofMoreThanTheLargestRecord_isRefused() throws IOException {
        try (WalFixture fixture = new WalFixture(6)) {
            assertThat(fixture.wal().reserve((256 << 10) + 1).outcome())
                    .isEqualTo(Reservation.Outcome.TOO_LARGE);
        }
    }

    @Test
    void start_behindARolledSegment_findsNoDamageAndRemovesWhatWasOnlyPrepared()
            throws IOException {
        try (WalFixture fixture = new WalFixture(7)) {
            fixture.writeDurable(1, 7_000);
            fixture.writeDurable(2, 7_000);
            WalFixture.await("a third segment", () -> fixture.wal().sizeBytes() >= 112 << 10);
            fixture.stop();
            long last = Math.max(2, fixture.read().frames().getLast().segment());

            WalFixture.Found found = fixture.restart();

            assertThat(found.wal().damages()).isEmpty();
            assertThat(found.wal().segments()).hasSizeGreaterThan((int) last);
            assertThat(found.wal().segments().getLast().empty()).isTrue();
            fixture.stop();
            assertThat(fixture.read().wal().segments())
                    .filteredOn(segment -> segment.number() <= last)
                    .noneMatch(segment -> segment.empty());
            assertThat(fixture.exists(last + 1)).isFalse();
        }
    }

    private static List<Long> fill(WalFixture fixture, Reservation.Outcome until) {
        List<Long> written = new ArrayList<>();
        for (long number = 1; ; number++) {
            Reservation reservation = fixture.wal().reserve(3_000);
            if (!reservation.granted()) {
                assertThat(reservation.outcome()).isEqualTo(until);
                return written;
            }
            fixture.wal().awaitDurable(fixture.write(reservation, number, 2_500));
            written.add(number);
        }
    }

    private static boolean grantedAndWritten(WalFixture fixture, List<Long> written) {
        Reservation reservation = fixture.wal().reserve(3_000);
        if (!reservation.granted()) {
            assertThat(reservation.outcome()).isEqualTo(Reservation.Outcome.DISK_FULL);
            return false;
        }
        fixture.wal().awaitDurable(fixture.write(reservation, -1, 2_500));
        written.add(-1L);
        return true;
    }

    private static long sizeOnDisk(WalFixture fixture) throws IOException {
        return fixture.read().wal().segments().stream()
                .mapToLong(RecoveredWal.SegmentSummary::capacityBytes)
                .sum();
    }
}
