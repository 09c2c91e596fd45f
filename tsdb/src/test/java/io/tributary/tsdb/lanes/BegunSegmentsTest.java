package io.tributary.tsdb.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tributary.testkit.SeededCases;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BegunSegmentsTest {
    @Test
    void randomChunks_areCountedWhereTheyBegin() {
        SeededCases.run(
                200,
                random -> {
                    BegunSegments begun = new BegunSegments();
                    TreeMap<Long, Integer> model = new TreeMap<>();
                    long newest = 0;
                    for (int step = 0; step < 500; step++) {
                        if (model.isEmpty() || random.oneIn(2)) {
                            newest += random.oneIn(10) ? random.between(1, 3) : 0;
                            long segment = Math.max(0, newest - random.between(0, 2));
                            begun.add(segment);
                            model.merge(segment, 1, Integer::sum);
                        } else {
                            long segment = random.pick(List.copyOf(model.keySet()));
                            begun.remove(segment);
                            if (model.merge(segment, -1, Integer::sum) == 0) {
                                model.remove(segment);
                            }
                        }
                        long oldest = model.isEmpty() ? Long.MAX_VALUE : model.firstKey();
                        assertThat(begun.oldest()).isEqualTo(oldest);
                        for (long segment = 0; segment <= newest; segment++) {
                            assertThat(begun.count(segment))
                                    .isEqualTo(model.getOrDefault(segment, 0).longValue());
                        }
                    }
                });
    }

    /// A chunk taken back twice would let a segment go that another one needs.
    @Test
    void remove_ofWhatWasNotAdded_isAFaultOfOurs() {
        BegunSegments begun = new BegunSegments();
        begun.add(3);
        begun.add(4);
        begun.remove(4);
        for (long segment : new long[] {2, 4, 5}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> begun.remove(segment))
                    .withMessage("BUG: no open chunk begins in segment " + segment);
        }
        assertThat(begun.oldest()).isEqualTo(3);
    }
}
