package io.tributary.gateway.secret;

import static io.tributary.gateway.secret.Secrets.secret;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.fuzz.FuzzCorpus;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuthorizationHeaderTest {
    private static final AccessToken TOKEN = Secrets.MINT.token();
    private static final String TEXT = TOKEN.secret().reveal();
    private static final String JWT = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln-bmF0_dXJl";

    @Test
    void noHeader_isNone() {
        assertThat(Presented.of(List.of())).isEqualTo(new Presented.None());
    }

    @Test
    void bearer_token_inAnyCaseAndWithSpaces() {
        for (String start :
                new String[] {
                    "Bearer ", "bearer ", "BEARER ", "bEaReR    ", " \t Bearer ", "Token "
                }) {
            assertThat(Presented.of(List.of(start + TEXT + " \t")))
                    .as(start)
                    .isEqualTo(new Presented.Token(TOKEN));
        }
    }

    @Test
    void bearer_mistypedToken_saysThatItWasMistyped() {
        char last = TEXT.endsWith("0") ? '1' : '0';

        assertMalformed(
                "Bearer " + TEXT.substring(0, 68) + last,
                "token's checksum does not fit: it was mistyped or cut");
        assertMalformed("Bearer " + TEXT.substring(0, 60), "token has 60 characters, want 69");
    }

    @Test
    void bearer_jwt_isHandedOn() {
        assertThat(Presented.of(List.of("Bearer " + JWT)))
                .isEqualTo(new Presented.OtherBearer(secret(JWT)));
    }

    @Test
    void bearer_whatIsNeither_isRefused() {
        for (String word :
                new String[] {
                    "abc",
                    "a.b",
                    "a.b.",
                    ".a.b",
                    "a..b",
                    "a.b.c.d",
                    "a.b.c.d.e",
                    "a.b.c=",
                    "a.b+.c",
                    "...",
                    "Trb_" + TEXT.substring(4)
                }) {
            assertMalformed(
                    "Bearer " + word, "bearer token neither begins with trb_ nor is a signed JWT");
        }
    }

    @Test
    void basic_userAndPassword_areSplitAtTheFirstColon() {
        assertPassword(basic("alice:correct horse"), "alice", "correct horse");
        assertPassword(basic("alice:a:b::c:"), "alice", "a:b::c:");
        assertPassword(basic("a b@c:x"), "a b@c", "x");
        assertPassword(basic("zoë:pässwörd ✓😀"), "zoë", "pässwörd ✓😀");
        assertPassword("bAsIC    " + base64("alice:x".getBytes(UTF_8)) + " ", "alice", "x");
    }

    @Test
    void token_userAndPassword_areSplitAtTheFirstColon() {
        assertPassword("Token alice:correct horse", "alice", "correct horse");
        assertPassword("token  alice:a:b, c \t", "alice", "a:b, c");
        assertMalformed("Token :x", "Token credentials have no user");
        assertMalformed("Token alice:", "Token credentials have no password");
        assertMalformed("Token zoë:x", "Token credentials are no ASCII");
        assertMalformed("Token alice:x\ny", "Token credentials have a control character");
        assertMalformed(
                "Bearer alice:x",
                "Authorization header has a character that is not allowed at position 13");
    }

    /// Curl and others pad; some do not.
    @Test
    void basic_withoutPadding_isTaken() {
        assertPassword(
                "Basic " + base64("alice:xy".getBytes(UTF_8)).replace("=", ""), "alice", "xy");
    }

    @Test
    void basic_partsMissing_areNamed() {
        assertMalformed(basic("alice"), "Basic credentials have no colon behind the user");
        assertMalformed(basic(":secret"), "Basic credentials have no user");
        assertMalformed(basic(":"), "Basic credentials have no user");
        assertMalformed(basic("alice:"), "Basic credentials have no password");
        assertMalformed(
                basic("u".repeat(257) + ":x"),
                "Basic credentials have a user of 257 bytes, at most 256");
    }

    @Test
    void basic_whatIsNoText_isRefused() {
        assertMalformed("Basic a", "Basic credentials are no base64");
        assertMalformed("Basic ====", "Basic credentials are no base64");
        assertMalformed("Basic YWxp-2U6eA==", "Basic credentials are no base64");
        assertMalformed("Basic YWxpY2U6eA==YQ==", "Basic credentials are no base64");
        assertMalformed(
                "Basic " + base64(new byte[] {'a', ':', (byte) 0xC3}),
                "Basic credentials are no UTF-8");
        assertMalformed(
                "Basic " + base64(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, ':', 'x'}),
                "Basic credentials are no UTF-8");
        assertMalformed(basic("al\u0000ice:x"), "Basic credentials have a control character");
        assertMalformed(basic("alice:x\ny"), "Basic credentials have a control character");
    }

    @Test
    void schemes_others_areRefused() {
        String neither =
                "Authorization header has a scheme that is none of Bearer, Token and Basic";

        assertMalformed("Digest username=x", neither);
        assertMalformed("Negotiate YII=", neither);
        assertMalformed("Bearer\t" + TEXT, neither);
        assertMalformed("Bearer" + TEXT, neither);
        assertMalformed("Bearers " + TEXT, neither);
        assertMalformed(TEXT, neither);
        assertMalformed("bas\u0131c YTpi", neither);
        assertMalformed("ba\u017fic YTpi", neither);
    }

    @Test
    void value_emptyOrSchemeAlone_isRefused() {
        assertMalformed("", "Authorization header is empty");
        assertMalformed(" \t ", "Authorization header is empty");
        assertMalformed("Bearer", "Authorization header has nothing behind its scheme");
        assertMalformed("Basic   ", "Authorization header has nothing behind its scheme");
    }

    @Test
    void value_whatIsNoWord_saysWhere() {
        String wrong = "Authorization header has a character that is not allowed at position ";

        assertMalformed("Bearer a, Bearer b", wrong + 9);
        assertMalformed("Bearer " + TEXT + "," + TEXT, wrong + 77);
        assertMalformed("Bearer a b", wrong + 9);
        assertMalformed("Bearer  \ta", wrong + 9);
        assertMalformed("Bearer a\u0000", wrong + 9);
        assertMalformed("Bearer \"a\"", wrong + 8);
        assertMalformed("Bearer é", wrong + 8);
        assertMalformed("Basic YWxpY2U6\r\nX: y", wrong + 15);
    }

    @Test
    void value_aMebibyte_isRefusedByItsLength() {
        assertMalformed(
                "Bearer " + "a".repeat(1024 * 1024),
                "Authorization header has 1048583 characters, at most 8192");
        assertMalformed(
                " ".repeat(8_193), "Authorization header has 8193 characters, at most 8192");
    }

    @Test
    void headers_twoOfThem_areRefusedAlsoIfEqual() {
        String value = "Bearer " + TEXT;

        assertThat(Presented.of(List.of(value, value)))
                .isEqualTo(new Presented.Malformed("2 Authorization headers, at most 1"));
        assertThat(Presented.of(List.of("", value, value)))
                .isEqualTo(new Presented.Malformed("3 Authorization headers, at most 1"));
    }

    @Test
    void parse_corpusAndMutations_isReadOrRefusedWithoutShowingIt() {
        FuzzCorpus.run("authorization", 50_000, AuthorizationFuzzer::fuzzerTestOneInput);
    }

    private static void assertMalformed(String value, String why) {
        assertThat(Presented.of(List.of(value))).isEqualTo(new Presented.Malformed(why));
    }

    private static void assertPassword(String value, String user, String password) {
        assertThat(Presented.of(List.of(value)))
                .isEqualTo(new Presented.Password(user, secret(password)));
    }

    private static String basic(String credentials) {
        return "Basic " + base64(credentials.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
