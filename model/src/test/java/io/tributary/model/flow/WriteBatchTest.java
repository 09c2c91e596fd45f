package io.tributary.model.flow;

import static org.assertj.core.api.Assertions.assertThat;

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
}
