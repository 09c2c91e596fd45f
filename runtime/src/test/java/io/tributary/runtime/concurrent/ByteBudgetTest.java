package io.tributary.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private static final int ROUNDS = 50_000;
    private static final int TOTAL = 1_000;
    private static final List<String> KEYS = List.of("a", "b", "c");

    private final ByteBudget<String> budget = new ByteBudget<>(TOTAL);

    @Test
    void take_uptoTheShareOfAKey_thenNoMoreForItButForOthers() {
        assertThat(budget.take("a", 300)).isPresent();
        assertThat(budget.take("a", 200)).isPresent();
        assertThat(budget.take("a", 1)).isEmpty();
        assertThat(budget.take("b", 500)).isPresent();
        assertThat(budget.take("c", 1)).isEmpty();
        assertThat(budget.usedBytes()).isEqualTo(TOTAL);
    }

    @Test
    void take_whenAlone_isAdmittedHoweverLarge() {
        Optional<ByteBudget<String>.Lease> large = budget.take("a", 5L * TOTAL);

        assertThat(large).isPresent();
        assertThat(budget.take("b", 1)).isEmpty();
        assertThat(large.orElseThrow().takeMore(TOTAL)).isTrue();
        large.orElseThrow().close();
        assertThat(budget.take("b", 1)).isPresent();
    }

    @Test
    void take_asTheOnlyOneOfAKey_mayPassTheShareIfItFits() {
        assertThat(budget.take("b", 100)).isPresent();
        assertThat(budget.take("a", 901)).isEmpty();
        Optional<ByteBudget<String>.Lease> lease = budget.take("a", 700);
        assertThat(lease).isPresent();
        assertThat(lease.orElseThrow().takeMore(200)).isTrue();
        assertThat(lease.orElseThrow().takeMore(1)).isFalse();
        assertThat(lease.orElseThrow().bytes()).isEqualTo(900);
    }

    @Test
    void close_twice_givesBackOnce() {
        ByteBudget<String>.Lease first = budget.take("a", 100).orElseThrow();
        assertThat(budget.take("a", 50)).isPresent();

        first.close();
        first.close();

        assertThat(budget.usedBytes()).isEqualTo(50);
        assertThat(budget.usedBytes("a")).isEqualTo(50);
    }

    @Test
    void misuse_isOurFault() {
        ByteBudget<String>.Lease closed = budget.take("a", 1).orElseThrow();
        closed.close();

        assertThatIllegalArgumentException().isThrownBy(() -> closed.takeMore(1));
        assertThatIllegalArgumentException().isThrownBy(() -> budget.take("a", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteBudget<String>(0));
    }

    @Test
    void anySequence_keepsTheSumsAndTheBounds() {
        long seed = 4711;
        Random random = new Random(seed);
        List<ByteBudget<String>.Lease> open = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long before = budget.usedBytes();
            long bytes = random.nextInt(TOTAL / 2 + random.nextInt(TOTAL));
            String key = KEYS.get(random.nextInt(KEYS.size()));
            int at = open.isEmpty() ? -1 : random.nextInt(open.size());
            switch (random.nextInt(3)) {
                case 0 -> {
                    Optional<ByteBudget<String>.Lease> lease = budget.take(key, bytes);
                    assertThat(lease.isPresent() || before > 0).as("seed %d", seed).isTrue();
                    lease.ifPresent(open::add);
                    lease.ifPresent(_ -> owners.add(key));
                }
                case 1 -> {
                    if (at >= 0) {
                        open.get(at).takeMore(bytes);
                    }
                }
                default -> {
                    if (at >= 0) {
                        open.remove(at).close();
                        owners.remove(at);
                    }
                }
            }
            check(open, owners, "seed %d, round %d".formatted(seed, i));
        }
        open.forEach(ByteBudget.Lease::close);
        assertThat(budget.usedBytes()).isZero();
    }

    private void check(
            List<ByteBudget<String>.Lease> open, List<String> owners, String description) {
        long sum = open.stream().mapToLong(ByteBudget.Lease::bytes).sum();
        long holding = open.stream().filter(lease -> lease.bytes() > 0).count();
        assertThat(budget.usedBytes()).as(description).isEqualTo(sum);
        assertThat(sum <= TOTAL || holding == 1).as(description).isTrue();
        for (String key : KEYS) {
            long ofKey = 0;
            long leasesOfKey = 0;
            for (int i = 0; i < open.size(); i++) {
                if (owners.get(i).equals(key) && open.get(i).bytes() > 0) {
                    ofKey += open.get(i).bytes();
                    leasesOfKey++;
                }
            }
            assertThat(budget.usedBytes(key)).as(description).isEqualTo(ofKey);
            assertThat(ofKey <= TOTAL / 2 || leasesOfKey == 1).as(description).isTrue();
        }
    }
}
