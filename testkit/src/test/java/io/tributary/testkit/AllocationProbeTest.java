package io.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AllocationProbeTest {
    private long sum;
    private byte[] kept = new byte[0];

    @Test
    void bytes_arithmeticOnFields_areZero() {
        assertThat(AllocationProbe.bytes(() -> sum += 3)).isZero();
        assertThat(sum).isPositive();
    }

    @Test
    void bytes_arrayThatEscapes_areItsSizeWithHeader() {
        assertThat(AllocationProbe.bytes(() -> kept = new byte[1000])).isBetween(1000L, 1032L);
        assertThat(kept).hasSize(1000);
    }

    @Test
    void bytes_costOfTheFirstCall_isNotCounted() {
        assertThat(
                        AllocationProbe.bytes(
                                () -> {
                                    if (kept.length == 0) {
                                        kept = new byte[4096];
                                    }
                                },
                                1))
                .isZero();
    }

    @Test
    void bytes_noWarmUp_isRefused() {
        assertThatThrownBy(() -> AllocationProbe.bytes(() -> {}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
    }
}
