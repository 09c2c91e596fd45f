package io.tributary.gateway.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tributary.runtime.clock.SystemClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A text that stands nowhere else is put in every place where somebody might put a secret, rightly
/// or not; no piece of it comes out in a `toString`, a message or a stack trace.
final class CanaryTest {
    private static final String CANARY = "Kanarienvogel-7f3Qx";
    private static final int PIECE_LENGTH = 5;

    @Test
    void headers_canaryAnywhere_isNotShown() {
        String token = Secrets.MINT.token().secret().reveal();
        for (String value :
                new String[] {
                    CANARY,
                    CANARY + " x",
                    "Bearer " + CANARY,
                    "Bearer x, Bearer " + CANARY,
                    "Bearer " + CANARY + "\u0000",
                    "Bearer trb_" + CANARY,
                    "Bearer " + token.substring(0, 17) + CANARY + token.substring(36),
                    "Bearer a." + CANARY + ".b",
                    "Bearer " + CANARY + ".a.b.c",
                    "Basic " + CANARY,
                    "Basic " + CANARY + "=",
                    "Basic " + CANARY + "!",
                    "Digest username=" + CANARY,
                    basic(CANARY),
                    basic(":" + CANARY),
                    basic(CANARY + ":"),
                    basic(CANARY + ":x"),
                    basic("alice:" + CANARY),
                    basic("alice:" + CANARY + "\u0000"),
                    basic(CANARY + "\n:x"),
                    basic(CANARY.repeat(100) + ":x")
                }) {
            Presented presented = Presented.of(List.of(value));
            assertHidden(presented.toString());
            assertHidden(presented.toString(), Base64.getEncoder().encodeToString(bytes(CANARY)));
            assertHidden(Presented.of(List.of(value, value)).toString());
        }
    }

    @Test
    void hashes_canaryAnywhere_isNotShown() {
        String good = Secrets.hashOf(CANARY + CANARY).phc();
        String[] parts = good.split("\\$", -1);
        for (String text :
                new String[] {
                    CANARY,
                    "$" + CANARY,
                    "$2b$12$" + CANARY,
                    "$argon2id$" + CANARY,
                    "$argon2id$v=19$" + CANARY,
                    "$argon2id$v=19$m=" + CANARY + ",t=2,p=1$" + parts[4] + "$" + parts[5],
                    "$argon2id$v=19$m=7168,t=5,p=" + CANARY + "$" + parts[4] + "$" + parts[5],
                    "$argon2id$v=19$m=7168,t=5,p=1$" + CANARY + "$" + parts[5],
                    "$argon2id$v=19$m=7168,t=5,p=1$" + parts[4] + "$" + CANARY,
                    "$argon2id$v=19$m=7168,t=5,p=1$" + parts[4] + "$" + parts[5] + "$" + CANARY,
                    CANARY.repeat(100)
                }) {
            assertRefusedHidden(() -> SecretHash.parse(text));
        }
        assertHidden(Secrets.hash(good).toString(), parts[4]);
        assertHidden(Secrets.hash(good).toString(), parts[5]);
    }

    @Test
    void secrets_refused_areNotShown() {
        assertRefusedHidden(() -> Secret.of(CANARY.repeat(1_000)));
        assertRefusedHidden(() -> Secret.of(CANARY + "\ud83d"));
        assertRefusedHidden(() -> AccessToken.parse(CANARY));
        assertRefusedHidden(() -> AccessToken.parse("trb_" + CANARY));
        assertRefusedHidden(() -> Secrets.MINT.hashPassword(Secret.of(CANARY.substring(0, 11))));
        assertRefusedHidden(() -> Secrets.MINT.hashPassword(Secret.of(CANARY + "\n")));
        assertRefusedHidden(() -> Secrets.MINT.hashPassword(Secret.of(CANARY.repeat(100))));
    }

    @Test
    void values_toString_showNoSecret() throws Exception {
        Secret secret = Secret.of(CANARY);
        AccessToken token = Secrets.MINT.token();
        List<Object> values = new ArrayList<>();
        values.add(secret);
        values.add(Secrets.MINT.hashPassword(secret));
        values.add(new AccessToken("id", secret));
        values.add(new Presented.Token(new AccessToken("id", secret)));
        values.add(new Presented.Password(CANARY, secret));
        values.add(new Presented.OtherBearer(secret));
        values.add(new ProofKeys(Secrets.RANDOM).of("row", Secrets.hashOf(CANARY), secret));
        CredentialCheck check = new CredentialCheck(new SystemClock(), Secrets.RANDOM, 2);
        check.check("row", Secrets.hashOf(CANARY), secret);
        values.add(check);
        values.forEach(value -> assertHidden(value.toString()));

        assertHidden(token.toString(), token.secret().reveal().substring(17));
    }

    private interface Refused {
        Object get() throws SecretException;
    }

    private static void assertRefusedHidden(Refused refused) {
        try {
            fail("was taken: %s", refused.get());
        } catch (SecretException e) {
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all));
            assertHidden(all.toString());
        }
    }

    private static void assertHidden(String shown) {
        assertHidden(shown, CANARY);
    }

    private static void assertHidden(String shown, String secret) {
        for (int i = 0; i + PIECE_LENGTH <= secret.length(); i++) {
            assertThat(shown).doesNotContain(secret.substring(i, i + PIECE_LENGTH));
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(bytes(credentials));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
