package io.tributary.model.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class ReadBudgetTest {
    private final ReadBudget all = new ReadBudget(100);
    private final ReadBudget first = all.within(80);
    private final ReadBudget second = all.within(80);

    @Test
    void take_overItsOwnLimit_takesNothing() {
        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> first.take(81, "columns"))
                .withMessageContaining("columns asked for 81 bytes more, the limit is 80 bytes")
                .satisfies(e -> assertThat(e.isOfAll()).isFalse());
        assertThat(first.usedBytes()).isZero();
        assertThat(all.usedBytes()).isZero();
    }

    @Test
    void take_overTheLimitOfAll_takesNothing() {
        first.take(70, "columns");

        assertThatExceptionOfType(BudgetExceededException.class)
                .isThrownBy(() -> second.take(31, "columns"))
                .withMessageContaining("all queries together may use 100 bytes")
                .satisfies(e -> assertThat(e.isOfAll()).isTrue());
        assertThat(second.tryTake(31)).isFalse();
        assertThat(second.usedBytes()).isZero();
        assertThat(second.tryTake(30)).isTrue();
        assertThat(all.usedBytes()).isEqualTo(100);
    }

    @Test
    void close_ofWhatStillHolds_givesItBackOnce() {
        first.take(70, "columns");
        first.giveBack(20);
        assertThat(all.usedBytes()).isEqualTo(50);

        first.close();
        first.close();
        first.giveBack(50);

        assertThat(all.usedBytes()).isZero();
        assertThat(first.peakBytes()).isEqualTo(70);
    }
}
