package io.tributary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleBitsTest {
    @Test
    void ofUnsigned_ofAllSizes_isTheNearestDouble() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            check(random.nextLong() >>> random.nextInt(64));
        }
    }

    @Test
    void ofUnsigned_aroundTies_isTheEvenOne() {
        for (long low = 0; low <= 1 << 13; low++) {
            check(Long.MIN_VALUE | low);
            check(-1L - low);
        }
    }

    private static void check(long bits) {
        double expected = new BigInteger(Long.toUnsignedString(bits)).doubleValue();
        assertThat(SampleBits.ofUnsigned(bits)).as(Long.toUnsignedString(bits)).isEqualTo(expected);
    }
}
