package io.tributary.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StableOrderTest {
    @Test
    void sort_anyKeys_agreesWithTheJdkAndKeepsEqualKeysInOrder() {
        SeededCases.run(
                300,
                random -> {
                    int count = random.size(200);
                    int spread = random.between(1, 300);
                    long[] keys = new long[count];
                    int[] order = new int[count];
                    for (int i = 0; i < count; i++) {
                        keys[i] =
                                random.oneIn(9)
                                        ? random.nextLong()
                                        : random.between(-spread, spread);
                        order[i] = i;
                    }

                    StableOrder.sort((left, right) -> keys[left] <= keys[right], order, count);

                    assertThat(order)
                            .containsExactly(
                                    IntStream.range(0, count)
                                            .boxed()
                                            .sorted(Comparator.comparingLong(i -> keys[i]))
                                            .mapToInt(i -> i)
                                            .toArray());
                });
    }
}
