package io.tributary.tsdb.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    @Test
    void find_afterRandomChanges_findsWhatAMapHolds() {
        SeededCases.run(
                150,
                random -> {
                    SlotTable table = new SlotTable();
                    Map<Integer, Long> model = new HashMap<>();
                    int hashes = random.between(1, 2_000);
                    for (int step = 0; step < 4_000; step++) {
                        int slot = random.between(0, 1_500);
                        Long known = model.get(slot);
                        if (known == null) {
                            long hash = hash(random.between(0, hashes));
                            table.add(hash, slot);
                            model.put(slot, hash);
                        } else if (random.oneIn(2)) {
                            table.remove(known, slot);
                            model.remove(slot);
                        } else {
                            table.remove(known + (1L << 32), slot + 2_000);
                        }
                    }
                    assertThat(table.size()).isEqualTo(model.size());
                    for (int number = 0; number <= hashes; number++) {
                        long hash = hash(number);
                        List<Integer> expected = new ArrayList<>();
                        model.forEach((slot, known) -> {
                            if (known == hash) {
                                expected.add(slot);
                            }
                        });
                        assertThat(slots(table, hash))
                                .containsExactlyInAnyOrderElementsOf(expected);
                    }
                });
    }

    @Test
    void find_ofHashesThatShareAHome_findsEachAfterTheOthersAreRemoved() {
        SlotTable table = new SlotTable();
        for (int slot = 0; slot < 100; slot++) {
            table.add((long) (slot << 8 | 255) << 32, slot);
        }
        for (int slot = 0; slot < 100; slot += 2) {
            table.remove((long) (slot << 8 | 255) << 32, slot);
        }
        for (int slot = 0; slot < 100; slot++) {
            assertThat(slots(table, (long) (slot << 8 | 255) << 32))
                    .isEqualTo(slot % 2 == 0 ? List.of() : List.of(slot));
        }
    }

    /// Upper halves that are few and collide in every bit that chooses a place.
    private static long hash(int number) {
        return ((long) (number % 7) << 60) | ((long) (number / 7) << 32) | number;
    }

    private static List<Integer> slots(SlotTable table, long hash) {
        List<Integer> slots = new ArrayList<>();
        long[] snapshot = table.snapshot();
        for (int place = SlotTable.first(snapshot, hash);
                place != SlotTable.ABSENT;
                place = SlotTable.next(snapshot, hash, place)) {
            slots.add(SlotTable.slot(snapshot, place));
        }
        return slots;
    }
}
