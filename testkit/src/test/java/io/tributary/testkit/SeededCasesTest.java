package io.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeededCasesTest {
    @Test
    void run_sameSeeds_giveTheSameNumbers() {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();

        SeededCases.run(20, random -> first.add(random.nextLong()));
        SeededCases.run(20, random -> second.add(random.nextLong()));

        assertThat(first).isEqualTo(second).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void nextLong_seedOfThePublishedVector_givesItsNumbers() {
        var random = new SeededCases.Random(1234567);

        assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
    }

    @Test
    void run_failingCheck_namesTheSeed() {
        assertThatThrownBy(() ->
                        SeededCases.run(10, random -> assertThat(random.seed()).isLessThan(7)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dtributary.seed=7")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void between_bothEnds_areReachedAndNotPassed() {
        var random = new SeededCases.Random(5);
        List<Integer> seen = random.list(500, r -> r.between(-2, 2));

        assertThat(seen).containsOnly(-2, -1, 0, 1, 2).contains(-2, 2);
        assertThat(random.between(Long.MIN_VALUE, Long.MAX_VALUE)).isNotZero();
        assertThatThrownBy(() -> random.between(2, 1)).hasMessageContaining("between 2 and 1");
    }

    @Test
    void size_earlyCases_areSmallAndLateOnesReachTheMaximum() {
        List<Integer> sizes = new ArrayList<>();
        SeededCases.run(100, random -> sizes.add(random.size(1000)));

        assertThat(sizes.subList(0, 10)).allMatch(size -> size <= 100);
        assertThat(sizes.stream().mapToInt(Integer::intValue).max().orElseThrow())
                .isGreaterThan(700)
                .isLessThanOrEqualTo(1000);
        assertThat(new SeededCases.Random(1).size(0)).isZero();
    }
}
