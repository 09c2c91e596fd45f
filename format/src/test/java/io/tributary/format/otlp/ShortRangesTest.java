package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.attribute.ShortRanges;
import org.junit.jupiter.api.Test;

final class ShortRangesTest {
    @Test
    void areEqual_anyByteOfAnyLength_tells() {
        for (int length = 0; length < 40; length++) {
            byte[] first = new byte[length + 3];
            byte[] second = new byte[length + 5];
            first[0] = 1;
            first[length + 2] = 1;
            assertThat(ShortRanges.areEqual(first, 2, second, 3, length)).isTrue();
            for (int i = 0; i < length; i++) {
                second[3 + i] = 1;
                assertThat(ShortRanges.areEqual(first, 2, second, 3, length))
                        .as("byte %d of %d", i, length)
                        .isFalse();
                second[3 + i] = 0;
            }
        }
    }
}
