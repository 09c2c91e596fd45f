package io.tributary.gateway.secret;

import static io.tributary.gateway.secret.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SecretTest {
    @Test
    void text_isShownByRevealOnly() {
        Secret secret = secret("correct horse");

        assertThat(secret.reveal()).isEqualTo("correct horse");
        assertThat(secret).hasToString("***");
        assertThat("" + new Presented.OtherBearer(secret)).doesNotContain("horse");
    }

    @Test
    void equals_sameTextAndOthers() {
        assertThat(secret("zoë ✓")).isEqualTo(secret("zoë ✓")).isNotEqualTo(secret("zoë ✗"));
        assertThat(secret("abc")).isNotEqualTo(secret("ab")).isNotEqualTo(secret("abcd"));
        assertThat(secret("abc").equals((Object) "abc")).isFalse();
    }

    @Test
    void hashCode_isTheSameForAll() {
        assertThat(secret("a").hashCode()).isEqualTo(secret("bb").hashCode());
    }

    @Test
    void of_emptyTooLongAndHalfASurrogate_areRefused() {
        assertThatThrownBy(() -> Secret.of(""))
                .isInstanceOf(SecretException.class)
                .hasMessage("secret is empty");
        assertThatThrownBy(() -> Secret.of("é".repeat(4_097)))
                .isInstanceOf(SecretException.class)
                .hasMessage("secret has 8194 bytes, at most 8192");
        assertThatThrownBy(() -> Secret.of("ab\ud83dcd"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("half of a surrogate pair");
        assertThat(secret("é".repeat(4_096)).sizeBytes()).isEqualTo(8_192);
    }

    @Test
    void characterCount_countsCodePoints() {
        assertThat(secret("zoë").characterCount()).isEqualTo(3);
        assertThat(secret("😀😀").characterCount()).isEqualTo(2);
    }

    @Test
    void hasControlCharacter_isWhatHttpCannotCarry() {
        assertThat(secret("a\u0000b").hasControlCharacter()).isTrue();
        assertThat(secret("a\tb").hasControlCharacter()).isTrue();
        assertThat(secret("a\u007fb").hasControlCharacter()).isTrue();
        assertThat(secret("a bé😀").hasControlCharacter()).isFalse();
    }
}
