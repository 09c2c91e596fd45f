package io.tributary.model.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SampleColumnTest {
    @Test
    void addHistogram_amongFloats_isToldOfItsPlaceOnly() {
        SampleColumn column = new SampleColumn();
        for (int i = 0; i < 1_000; i++) {
            if (i % 130 == 129) {
                column.addHistogram(i);
            } else {
                column.add(i, i);
            }
        }

        assertThat(column.hasHistograms()).isTrue();
        assertThat(column.size()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(column.isHistogram(i)).isEqualTo(i % 130 == 129);
            assertThat(column.time(i)).isEqualTo(i);
        }

        column.clear();
        column.add(0, 0);
        assertThat(column.hasHistograms()).isFalse();
        assertThat(column.isHistogram(129)).isFalse();
    }
}
