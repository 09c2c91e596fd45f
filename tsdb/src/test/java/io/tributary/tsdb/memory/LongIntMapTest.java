package io.tributary.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LongIntMapTest {
    @Test
    void find_afterRandomPuts_answersWhatAMapDoes() {
        SeededCases.run(
                150,
                random -> {
                    LongIntMap map = new LongIntMap();
                    Map<Long, Integer> model = new HashMap<>();
                    long keys = random.oneIn(2) ? 500 : Long.MAX_VALUE;
                    for (int i = 0; i < random.size(3_000); i++) {
                        long key = random.between(1, keys);
                        int value = random.between(-5, 1_000_000);
                        map.put(key, value);
                        model.put(key, value);
                    }
                    assertThat(map.size()).isEqualTo(model.size());
                    model.forEach((key, value) -> assertThat(map.find(key)).isEqualTo(value));
                    for (long key = 0; key <= 500; key++) {
                        assertThat(map.find(key))
                                .isEqualTo(model.getOrDefault(key, LongIntMap.ABSENT));
                    }
                });
    }

    @Test
    void put_ofAKeyThatIsNotPositive_isABug() {
        LongIntMap map = new LongIntMap();

        assertThatThrownBy(() -> map.put(0, 1)).hasMessageStartingWith("BUG:");
        assertThatThrownBy(() -> map.put(-1, 1)).hasMessageStartingWith("BUG:");
        assertThat(map.find(0)).isEqualTo(LongIntMap.ABSENT);
    }
}
