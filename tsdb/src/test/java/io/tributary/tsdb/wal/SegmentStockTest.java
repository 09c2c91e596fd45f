package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
