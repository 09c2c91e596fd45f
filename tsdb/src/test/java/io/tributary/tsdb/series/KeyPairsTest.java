package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.LabelPairs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeyPairsTest {
    private final PairDictionary pairs =
            new PairDictionary(new Hash128(new long[] {1, 2, 3, 4, 5, 6, 7, 8}));
    private final KeyPairs keys = new KeyPairs(pairs);

    @Test
    void find_unknownPair_answersFalseAndMakesNothing() {
        assertThat(keys.find(labels("a", "1"))).isFalse();
        assertThat(pairs.count()).isZero();
    }

    @Test
    void makeMissing_afterFind_completesWhatWasFound() {
        made("a", "1", "b", "1");
        LabelPairs asked = labels("a", "1", "b", "2", "c", "1");

        assertThat(keys.find(asked)).isFalse();
        keys.makeMissing(asked);

        assertThat(ids(3)).containsExactly(0, 2, 3);
        assertThat(keys.find(asked)).isTrue();
        assertThat(ids(3)).containsExactly(0, 2, 3);
    }

    @Test
    void find_afterOneThatWasNotFound_comparesWithItsKnownPairsOnly() {
        made("a", "1", "b", "1", "c", "1");

        assertThat(keys.find(labels("a", "1", "b", "2", "c", "1"))).isFalse();
        assertThat(keys.find(labels("a", "1", "b", "1", "c", "1"))).isTrue();
        assertThat(ids(3)).containsExactly(0, 1, 2);
    }

    @Test
    void find_labelsMovedByOne_areFoundAllTheSame() {
        made("a", "1", "b", "1", "c", "1");

        assertThat(keys.find(labels("b", "1", "c", "1"))).isTrue();
        assertThat(ids(2)).containsExactly(1, 2);
    }

    private void made(String... namesAndValues) {
        LabelPairs labels = labels(namesAndValues);
        keys.find(labels);
        keys.makeMissing(labels);
    }

    private int[] ids(int count) {
        return Arrays.copyOf(keys.ids(), count);
    }

    private static LabelPairs labels(String... namesAndValues) {
        LabelPairs labels = new LabelPairs();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }
}
