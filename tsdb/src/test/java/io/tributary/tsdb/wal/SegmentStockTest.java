package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SegmentStockTest {
    private static final long CAPACITY = 16 << 10;

    /// What stands on the disk after each removal must begin with a frame, or be taken for damage.
    @Test
    void release_severalWithFramelessOnesBetween_letsTheseGoBeforeAllElse() {
        SegmentStock stock = new SegmentStock(WalSettings.defaults(24 << 10));
        hold(stock, 5, true);
        hold(stock, 6, false);
        hold(stock, 7, true);
        hold(stock, 8, false);
        hold(stock, 9, true);
        stock.frameDurable(9);
        stock.frameDurable(9);

        assertThat(stock.release(9)).isTrue();

        assertThat(removed(stock)).containsExactly(8L, 6L, 5L, 7L);
        assertThat(stock.held()).extracting(SegmentSpan::number).containsExactly(9L);
    }

    @Test
    void neededCapacity_behindASegmentFilledFast_isTwiceItsSizeAndElseTheSame() throws IOException {
        long min = CAPACITY;
        SegmentStock stock =
                new SegmentStock(
                        new WalSettings(min, 8 * min, 100 * min, 24 << 10, 0, 1 << 10, 1 << 20));

        assertThat(capacities(stock, 0, 1_000, 2_000, 3_000))
                .as("the first of a start, then those that took a second or more")
                .containsExactly(min, 2 * min, 2 * min, 2 * min);
        assertThat(capacities(stock, 1_000_000, 1_000_999, 1_001_998, 1_002_997))
                .containsExactly(2 * min, 2 * min, 4 * min, 8 * min);
    }

    /// The sizes of segments that are begun at these times, in milliseconds.
    private static List<Long> capacities(SegmentStock stock, long... begunMillis)
            throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        disk.createDirectories(WalFixture.DIRECTORY);
        SegmentFiles files = new SegmentFiles(disk, WalFixture.DIRECTORY);
        List<Long> capacities = new ArrayList<>();
        for (long millis : begunMillis) {
            long capacity = stock.neededCapacity(1);
            capacities.add(capacity);
            Segment made = files.create(stock.newNumber(), capacity);
            made.file().close();
            stock.ready(made);
            stock.takeNext(1, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        return capacities;
    }

    private static void hold(SegmentStock stock, long number, boolean hasFrames) {
        stock.hold(new SegmentSpan(number, number, CAPACITY, 0), hasFrames);
    }

    private static List<Long> removed(SegmentStock stock) {
        List<Long> order = new ArrayList<>();
        Optional<SegmentSpan> next = stock.released();
        while (next.isPresent()) {
            order.add(next.get().number());
            stock.retired(next.get(), false);
            next = stock.released();
        }
        return order;
    }
}
