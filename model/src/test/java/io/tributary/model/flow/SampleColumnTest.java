package io.tributary.model.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.util.List;
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

    @Test
    void storedLast_ofHistograms_standsBesideThem() {
        SampleColumn column = SampleColumn.ofStored();
        for (int i = 0; i < 600; i++) {
            if (i % 200 == 199) {
                column.addHistogram(i, FloatHistogram.EMPTY);
                column.storedLast(counting(i));
            } else {
                column.add(i, i);
            }
        }
        SampleColumn copy = column.another();
        copy.addFrom(column, 0);
        copy.addFrom(column, 399);

        assertThat(column.stored(199)).isEqualTo(counting(199));
        assertThat(column.stored(599)).isEqualTo(counting(599));
        assertThat(copy.stored(1)).isEqualTo(counting(399));
        column.clear();
        assertThat(column.isHistogram(199)).isFalse();
        column.addHistogram(0, FloatHistogram.EMPTY);
        assertThatThrownBy(() -> column.stored(0)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new SampleColumn().storedLast(counting(1)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Histogram counting(long count) {
        return new Histogram(
                Histogram.Kind.INTEGER,
                0,
                0,
                0,
                count,
                0,
                List.of(new Histogram.Bucket(0, count)),
                List.of(),
                List.of());
    }

    @Test
    void startLast_ofSomeSamples_isZeroForTheOthers() {
        SampleColumn column = new SampleColumn(1);
        for (int i = 0; i < 600; i++) {
            column.add(i, i);
            if (i == 1 || i == 300) {
                column.startLast(i - 1_000);
            }
        }

        assertThat(column.starts()).hasSizeGreaterThanOrEqualTo(600);
        for (int i = 0; i < 600; i++) {
            long start = i == 1 || i == 300 ? i - 1_000 : 0;
            assertThat(column.start(i)).isEqualTo(start);
            assertThat(column.starts()[i]).isEqualTo(start);
        }

        SampleColumn copy = new SampleColumn();
        copy.addFrom(column, 0);
        assertThat(copy.starts()).isEmpty();
        copy.addFrom(column, 300);
        assertThat(copy.starts()).startsWith(0, -700);

        column.clear();
        column.add(0, 0);
        assertThat(column.starts()).isEmpty();
        assertThat(column.start(300)).isZero();
    }

    @Test
    void startAll_ofTheSamplesAddedLast_leavesThoseBefore() {
        SampleColumn column = new SampleColumn(1);
        column.add(1, 1);
        column.startLast(7);
        column.add(2, 2);
        long[] bits = {0, 0, 0};
        column.addAll(new long[] {3, 4, 5}, bits, 3);
        column.startAll(new long[] {8, 0, 9}, 3);
        column.add(6, 6);

        assertThat(column.starts()).startsWith(7, 0, 8, 0, 9, 0);
        column.clear();
        column.addAll(new long[] {3, 4}, bits, 2);
        assertThat(column.starts()).isEmpty();
    }
}
