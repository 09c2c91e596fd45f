package io.tributary.gateway.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/// Jazzer target: whatever the text, it is a hash within bounds that is written as it was read, or
/// refused.
public final class SecretHashFuzzer {
    private static final int MESSAGE_LENGTH_MAX = 200;

    private SecretHashFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, ISO_8859_1);
        try {
            SecretHash hash = SecretHash.parse(text);
            assertThat(hash.phc()).isEqualTo(text);
            assertThat(hash.cost().memoryKib()).isBetween(7_168, HashCost.MEMORY_KIB_MAX);
            assertThat(hash.cost().passes()).isBetween(1, HashCost.PASSES_MAX);
            assertThat(hash.cost().lanes()).isBetween(1, HashCost.LANES_MAX);
        } catch (SecretException e) {
            assertThat(e.getMessage()).startsWith("hash ").hasSizeLessThan(MESSAGE_LENGTH_MAX);
        }
    }
}
