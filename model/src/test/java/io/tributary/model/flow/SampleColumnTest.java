package io.tributary.model.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.histogram.floats.FloatHistogram;
import org.junit.jupiter.api.Test;

final class SampleColumnTest {
    @Test
    void addHistogram_amongFloats_standsBesideThem() {
        SampleColumn column = new SampleColumn();
        for (int i = 0; i < 1_000; i++) {
            if (i % 130 == 129) {
                column.addHistogram(i, FloatHistogram.EMPTY);
            } else {
                column.add(i, i);
            }
        }

        assertThat(column.hasHistograms()).isTrue();
        assertThat(column.histogramCount()).isEqualTo(7);
        assertThat(column.histogram(129)).isSameAs(FloatHistogram.EMPTY);
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
