package io.tributary.gateway.jwt.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import java.util.List;
import org.junit.jupiter.api.Test;

class Base64UrlTest {
    @Test
    void decode_whatWasEncoded_isThatAgain() {
        SeededCases.run(
                500,
                random -> {
                    byte[] bytes = random.bytes(0, 40);
                    assertThat(Base64Url.decode(Base64Url.encode(bytes))).hasValue(bytes);
                });
    }

    @Test
    void decode_whatIsNotTheOneText_isNothing() {
        for (String wrong :
                List.of(
                        "A", "AB", "AAB", "AA==", "AA=", "A A", "AA\n", "AA ", "+w", "/w", "_x",
                        "é", "AAAAA", "A=A=", ".")) {
            assertThat(Base64Url.decode(wrong)).as(wrong).isEmpty();
        }
    }

    /// Bytes have one text: no two texts stand for the same bytes.
    @Test
    void decode_allTextsOfThree_areDifferentBytesOrNone() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int taken = 0;
        for (int i = 0; i < 64 * 64 * 64; i++) {
            String text =
                    ""
                            + alphabet.charAt(i >> 12)
                            + alphabet.charAt(i >> 6 & 63)
                            + alphabet.charAt(i & 63);
            taken += Base64Url.decode(text).isPresent() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(65_536);
    }
}
