package io.tributary.model.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WriteBatchTest {
    private final WriteBatch batch = new WriteBatch();

    @Test
    void startMillis_saidOfSomeSamples_isUnknownOfTheOthers() {
        batch.beginSeries(0, 0);
        for (int i = 0; i < 1_000; i++) {
            batch.addSample(i, i);
            if (i == 700 || i == 999) {
                batch.startLast(1_000_000 + i);
            }
        }

        assertThat(batch.hasStarts()).isTrue();
        for (int i = 0; i < 1_000; i++) {
            assertThat(batch.startMillis(i)).isEqualTo(i == 700 || i == 999 ? 1_000_000 + i : 0);
        }
    }

    @Test
    void reset_afterStarts_knowsNoneOfThem() {
        batch.beginSeries(0, 0);
        batch.addSample(1, 1);
        batch.startLast(5);
        batch.reset(new byte[0]);
        batch.beginSeries(0, 0);
        batch.addSample(2, 2);

        assertThat(batch.hasStarts()).isFalse();
        assertThat(batch.startMillis(0)).isZero();

        batch.addSample(3, 3);
        batch.startLast(6);

        assertThat(batch.startMillis(0)).isZero();
        assertThat(batch.startMillis(1)).isEqualTo(6);
    }

    @Test
    void addSeries_ofAnotherBatch_takesAllOfIt() {
        HistogramParts parts = new HistogramParts();
        parts.begin(Histogram.Kind.INTEGER, 3, 0, 0, 7, 0);
        for (int series = 0; series < 3; series++) {
            batch.beginSeries(10 * series, 10);
            batch.addSample(series, 100 + series);
            if (series > 0) {
                batch.startLast(series);
            }
            batch.addHistogram(series, ResetHint.NO_RESET, parts);
            batch.histograms().startLast(50 + series);
            batch.addInvalidHistogram(series, HistogramFault.SCHEMA);
        }

        WriteBatch copy = new WriteBatch();
        copy.reset(batch.bytes());
        copy.addSeries(batch, 2, 7, 3);
        copy.addSeries(batch, 0, 0, 10);

        assertThat(copy.keyOffset(0)).isEqualTo(7);
        assertThat(copy.keyLength(0)).isEqualTo(3);
        assertThat(copy.sampleEnd(0)).isEqualTo(1);
        assertThat(copy.valueBits(0)).isEqualTo(102);
        assertThat(copy.startMillis(0)).isEqualTo(2);
        assertThat(copy.valueBits(1)).isEqualTo(100);
        assertThat(copy.startMillis(1)).isZero();
        assertThat(copy.histogramEnd(0)).isEqualTo(2);
        assertThat(copy.histogramCount()).isEqualTo(4);
        assertThat(copy.histograms().invalidCount()).isEqualTo(2);
        assertThat(copy.histograms().fault(1)).isEqualTo(HistogramFault.SCHEMA);
        assertThat(copy.histograms().startMillis(0)).isEqualTo(52);
        assertThat(copy.histograms().resetHint(2)).isEqualTo(ResetHint.NO_RESET);
        assertThat(histogram(copy, 0)).isEqualTo(histogram(batch, 4));
        assertThat(histogram(copy, 2)).isEqualTo(histogram(batch, 0)).isNotEmpty();
    }

    private static byte[] histogram(WriteBatch of, int index) {
        int offset = of.histograms().offset(index);
        return Arrays.copyOfRange(
                of.histograms().bytes(), offset, offset + of.histograms().length(index));
    }
}
