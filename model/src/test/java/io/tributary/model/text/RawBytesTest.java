package io.tributary.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.GoQuote;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RawBytesTest {
    @Test
    void decode_ofUtf8_isItsText() {
        String text = "a é \u20AC \uD83D\uDE00";

        assertThat(RawBytes.decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(RawBytes.isIn(text)).isFalse();
        assertThat(RawBytes.replaced(text)).isSameAs(text);
    }

    /// A cut sequence, a surrogate in UTF-8, a byte that is none anywhere.
    @Test
    void decode_ofOtherBytes_keepsEachByItself() {
        byte[] bytes = {'a', (byte) 0xE1, (byte) 0x80, 'z', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
        String text = RawBytes.decode(bytes);

        assertThat(text).isEqualTo("a\uDCE1\uDC80z\uDCED\uDCA0\uDC80");
        assertThat(GoQuote.quote(text)).isEqualTo("\"a\\xe1\\x80z\\xed\\xa0\\x80\"");
        assertThat(RawBytes.isIn(text)).isTrue();
        assertThat(RawBytes.replaced(text)).isEqualTo("a\uFFFD\uFFFDz\uFFFD\uFFFD\uFFFD");
    }
}
