package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DepartedSeriesTest {
    private static final int MAX = 2_000;

    @Test
    void operations_againstAMap_neverDiffer() {
        SeededCases.run(
                100,
                random -> {
                    DepartedSeries table = new DepartedSeries(MAX);
                    Map<Long, Long> model = new HashMap<>();
                    int steps = random.size(20_000);
                    int keys = random.between(1, 4_000);
                    for (int i = 0; i < steps; i++) {
                        step(random, table, model, random.between(0, keys));
                    }
                    check(table, model);
                    Map<Long, Long> before = Map.copyOf(model);
                    DepartedSeries copy = table.copy();
                    for (int i = 0; i < 100; i++) {
                        step(random, table, model, random.between(0, keys));
                    }
                    check(copy, before);
                });
    }

    @Test
    void add_beyondTheBound_isRefusedAndKeepsTheRest() {
        DepartedSeries table = new DepartedSeries(2);
        assertThat(table.add(1, 1, 10)).isTrue();
        assertThat(table.add(2, 2, 20)).isTrue();
        assertThat(table.add(3, 3, 30)).isFalse();
        assertThat(table.add(2, 2, 15)).isTrue();
        assertThat(table.find(2, 2)).isEqualTo(20);
        assertThat(table.take(1, 1)).isEqualTo(10);
        assertThat(table.add(3, 3, 30)).isTrue();
        assertThat(table.take(1, 1)).isEqualTo(DepartedSeries.ABSENT);
    }

    @Test
    void expireBefore_ofAlmostAll_givesMemoryBack() {
        DepartedSeries table = new DepartedSeries(100_000);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            table.add(random.nextLong(), random.nextLong(), i);
        }
        assertThat(table.sizeBytes()).isLessThanOrEqualTo(24L * 100_000 * 3);

        assertThat(table.expireBefore(99_900)).isEqualTo(99_900);

        assertThat(table.count()).isEqualTo(100);
        assertThat(table.sizeBytes()).isLessThanOrEqualTo(24L * 512);
    }

    private static void step(Random random, DepartedSeries table, Map<Long, Long> model, long key) {
        long low = key % 7 == 0 ? 5 : key;
        switch (random.between(0, 9)) {
            case 0, 1, 2, 3, 4, 5 -> {
                long frontier = random.between(-5_000L, 5_000L);
                boolean fits = model.containsKey(key) || model.size() < MAX;
                assertThat(table.add(key, low, frontier)).isEqualTo(fits);
                if (fits) {
                    model.merge(key, frontier, Math::max);
                }
            }
            case 6, 7, 8 -> {
                Long known = model.remove(key);
                assertThat(table.take(key, low))
                        .isEqualTo(known == null ? DepartedSeries.ABSENT : known);
            }
            default -> {
                if (random.oneIn(200)) {
                    long before = random.between(-5_000L, 5_000L);
                    int count = model.size();
                    model.values().removeIf(frontier -> frontier < before);
                    assertThat(table.expireBefore(before)).isEqualTo(count - model.size());
                }
            }
        }
        assertThat(table.count()).isEqualTo(model.size());
    }

    private static void check(DepartedSeries table, Map<Long, Long> model) {
        Map<Long, Long> all = new HashMap<>();
        table.forEach((high, _, frontier) -> all.put(high, frontier));
        assertThat(all).isEqualTo(model);
        model.forEach((key, frontier) ->
                assertThat(table.find(key, key % 7 == 0 ? 5 : key)).isEqualTo(frontier));
    }
}
