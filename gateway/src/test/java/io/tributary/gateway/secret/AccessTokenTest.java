package io.tributary.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AccessTokenTest {
    /// Where the form is specified.
    private static final Path SPEC =
            Path.of("src/main/java/io/tributary/gateway/secret/package-info.java");

    private static final String MADE = Secrets.MINT.token().secret().reveal();

    @Test
    void specification_itsExample_isAToken() throws Exception {
        AccessToken token = AccessToken.parse(inSpec("/// (trb_\\w{12}_.+)\n"));

        assertThat(token.id()).isEqualTo("0123456789ab");
    }

    @Test
    void specification_itsPattern_fitsWhatIsMade() throws IOException {
        Pattern pattern = Pattern.compile(inSpec("`(trb_\\[.+)`"));

        for (int i = 0; i < 1_000; i++) {
            assertThat(Secrets.MINT.token().secret().reveal()).matches(pattern);
        }
    }

    @Test
    void make_tokens_areReadAndDiffer() throws SecretException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            AccessToken token = Secrets.MINT.token();
            assertThat(AccessToken.parse(token.secret().reveal())).isEqualTo(token);
            ids.add(token.id());
        }
        assertThat(ids).hasSize(1_000);
    }

    @Test
    void toString_showsTheIdOnly() throws SecretException {
        AccessToken token = AccessToken.parse(MADE);

        assertThat(token).hasToString("AccessToken[id=" + token.id() + ", secret=***]");
    }

    @Test
    void parse_anyOneCharacterChanged_isRefused() {
        for (int i = 0; i < MADE.length(); i++) {
            for (char c = 0x20; c < 0x7F; c++) {
                if (c != MADE.charAt(i)) {
                    assertRefused(MADE.substring(0, i) + c + MADE.substring(i + 1));
                }
            }
        }
    }

    @Test
    void parse_twoNeighboursSwapped_isRefused() {
        for (int i = 0; i + 1 < MADE.length(); i++) {
            if (MADE.charAt(i) != MADE.charAt(i + 1)) {
                assertRefused(
                        MADE.substring(0, i)
                                + MADE.charAt(i + 1)
                                + MADE.charAt(i)
                                + MADE.substring(i + 2));
            }
        }
    }

    @Test
    void parse_cutOrLonger_saysHowLong() {
        assertThatThrownBy(() -> AccessToken.parse(MADE.substring(0, 68)))
                .hasMessage("token has 68 characters, want 69");
        assertThatThrownBy(() -> AccessToken.parse(MADE + "0"))
                .hasMessage("token has 70 characters, want 69");
        assertThatThrownBy(() -> AccessToken.parse(""))
                .hasMessage("token does not begin with trb_");
    }

    @Test
    void parse_mistyped_saysWhatIsWrong() {
        assertThatThrownBy(() -> AccessToken.parse("trb_U" + MADE.substring(5)))
                .hasMessage("token has a wrong character at position 5");
        char first = MADE.charAt(17) == 'A' ? 'B' : 'A';
        assertThatThrownBy(
                        () -> AccessToken.parse(MADE.substring(0, 17) + first + MADE.substring(18)))
                .hasMessage("token's checksum does not fit: it was mistyped or cut");
    }

    @Test
    void parse_anyText_isReadAsWrittenOrRefused() {
        SeededCases.run(
                5_000,
                random -> {
                    char[] text = MADE.toCharArray();
                    for (int i = random.between(0, 3); i > 0; i--) {
                        text[random.between(0, text.length - 1)] = (char) random.between(0, 0x17F);
                    }
                    try {
                        AccessToken token = AccessToken.parse(new String(text));
                        assertThat(token.secret().reveal()).isEqualTo(new String(text));
                    } catch (SecretException e) {
                        assertThat(e.getMessage()).startsWith("token");
                    }
                });
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> AccessToken.parse(text)).isInstanceOf(SecretException.class);
    }

    private static String inSpec(String pattern) throws IOException {
        var matcher = Pattern.compile(pattern).matcher(Files.readString(SPEC));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
