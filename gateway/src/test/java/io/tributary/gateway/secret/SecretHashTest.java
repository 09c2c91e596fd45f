package io.tributary.gateway.secret;

import static io.tributary.gateway.secret.Secrets.hash;
import static io.tributary.gateway.secret.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.fuzz.FuzzCorpus;
import org.junit.jupiter.api.Test;

final class SecretHashTest {
    /// Of the reference implementation's tests (phc-winner-argon2, `src/test.c`).
    private static final String FOREIGN =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static final String SALT = "AAECAwQFBgcICQoLDA0ODw";
    private static final String HASH = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    @Test
    void isOf_hashOfTheReferenceImplementation_tellsItsPassword() {
        assertThat(hash(FOREIGN).isOf(secret("password"))).isTrue();
        assertThat(hash(FOREIGN).isOf(secret("passwore"))).isFalse();
    }

    @Test
    void make_token_isReadAgainAndTellsIt() {
        AccessToken token = Secrets.MINT.token();
        SecretHash made = Secrets.MINT.hash(token);
        SecretHash read = hash(made.phc());

        assertThat(made.phc()).startsWith("$argon2id$v=19$m=7168,t=5,p=1$").hasSize(96);
        assertThat(read).isEqualTo(made);
        assertThat(read.isOf(token.secret())).isTrue();
        assertThat(read.isOf(Secrets.MINT.token().secret())).isFalse();
    }

    @Test
    void make_sameSecretTwice_hasOtherSalts() {
        assertThat(Secrets.hashOf("correct horse")).isNotEqualTo(Secrets.hashOf("correct horse"));
    }

    @Test
    void isOf_longerThanIsHashed_isFalseWithoutComputing() {
        assertThat(hash(phc("m=262144,t=10,p=4", SALT, HASH)).isOf(secret("x".repeat(1_025))))
                .isFalse();
    }

    @Test
    void hashPassword_shortLongAndControls_areRefused() throws SecretException {
        assertRefused("elevenchars", "password has 11 characters, at least 12");
        assertRefused("é".repeat(11), "password has 11 characters, at least 12");
        assertRefused("x".repeat(1_025), "password has 1025 bytes, at most 1024");
        assertRefused(
                "correct\thorse",
                "password has a control character, which basic authentication cannot carry");
        SecretHash hash = Secrets.MINT.hashPassword(secret("x".repeat(1_024)));
        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hash.isOf(secret("x".repeat(1_024)))).isTrue();
    }

    @Test
    void toString_showsTheCostOnly() {
        assertThat(hash(FOREIGN)).hasToString("$argon2id$v=19$m=65536,t=2,p=1$***");
    }

    @Test
    void parse_costs_areWithinBounds() {
        for (String cost :
                new String[] {
                    "m=47104,t=1,p=1",
                    "m=19456,t=2,p=1",
                    "m=12288,t=3,p=1",
                    "m=9216,t=4,p=1",
                    "m=7168,t=5,p=1",
                    "m=262144,t=10,p=4"
                }) {
            assertThat(hash(phc(cost, SALT, HASH)).phc()).isEqualTo(phc(cost, SALT, HASH));
        }
        assertCost("m=262145,t=1,p=1", "hash asks for m=262145 KiB, at most 262144");
        assertCost("m=19456,t=11,p=1", "hash asks for t=11, at most 10");
        assertCost("m=19456,t=2,p=5", "hash asks for p=5, 1 to 4");
        assertCost("m=19456,t=2,p=0", "hash asks for p=0, 1 to 4");
        for (String weak : new String[] {"m=47103,t=1,p=1", "m=19455,t=2,p=1", "m=7167,t=10,p=4"}) {
            assertThatThrownBy(() -> SecretHash.parse(phc(weak, SALT, HASH)))
                    .hasMessageContaining(
                            weak.substring(0, weak.length() - 4)
                                    + " only, at least one of m=47104");
        }
        assertThatThrownBy(() -> SecretHash.parse(phc("m=19456,t=0,p=1", SALT, HASH)))
                .hasMessageContaining("at least one of");
    }

    @Test
    void parse_otherAlgorithms_areNamed() {
        assertThatThrownBy(() -> SecretHash.parse("$2b$12$K3lZ"))
                .hasMessageStartingWith("hash begins with $2b$, want $argon2id$v=19$m=");
        assertThatThrownBy(() -> SecretHash.parse(FOREIGN.replace("v=19", "v=16")))
                .hasMessageStartingWith("hash begins with $argon2id$v=16$, want");
        assertThatThrownBy(() -> SecretHash.parse(FOREIGN.replace("2id", "2i")))
                .hasMessageStartingWith("hash begins with $argon2i$, want");
        assertThatThrownBy(() -> SecretHash.parse("hunter2"))
                .hasMessageStartingWith("hash does not begin with $argon2id$v=19$, want")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void parse_otherForms_areRefused() {
        String cost = "m=19456,t=2,p=1";
        assertRefusedHash("", "hash does not begin with");
        assertRefusedHash(phc("t=2,m=19456,p=1", SALT, HASH), "no m= with a number");
        assertRefusedHash(phc("m=19456,t=2", SALT, HASH), "2 parameters, want m, t and p");
        assertRefusedHash(phc(cost + ",data=AA", SALT, HASH), "4 parameters, want m, t and p");
        assertRefusedHash(phc("m=,t=2,p=1", SALT, HASH), "no m= with a number");
        assertRefusedHash(phc("m=99999999,t=2,p=1", SALT, HASH), "number of 1 to 7 digits");
        assertRefusedHash(phc("m=-1,t=2,p=1", SALT, HASH), "m= that is no number");
        assertRefusedHash(phc("m=019456,t=2,p=1", SALT, HASH), "a leading zero");
        assertRefusedHash(phc(cost, SALT, HASH) + "$", "4 parts behind its version, want 3");
        assertRefusedHash(phc(cost, SALT, HASH).substring(0, 53), "2 parts behind its version");
        assertRefusedHash(phc(cost, "AAEC", HASH), "salt of 3 bytes, want 8 to 48");
        assertRefusedHash(phc(cost, SALT, "AAEC"), "value of 3 bytes, want 16 to 64");
        assertRefusedHash(phc(cost, SALT + "*", HASH), "salt that is no base64");
        assertRefusedHash(phc(cost, SALT, HASH + "="), "base64 with spare bits");
        assertRefusedHash(phc(cost, SALT, HASH.substring(0, 42) + "9"), "base64 with spare bits");
        assertRefusedHash("$argon2id$v=19$" + "x".repeat(1_000), "1015 characters, at most 256");
    }

    @Test
    void parse_longestWithinBounds_fits() {
        String longest = phc("m=262144,t=10,p=4", "A".repeat(64), "A".repeat(86));

        assertThat(hash(longest).phc()).hasSize(184);
    }

    @Test
    void parse_corpusAndMutations_isWrittenAsReadOrRefused() {
        FuzzCorpus.run("phc", 50_000, SecretHashFuzzer::fuzzerTestOneInput);
    }

    private static String phc(String cost, String salt, String hash) {
        return "$argon2id$v=19$" + cost + "$" + salt + "$" + hash;
    }

    private static void assertCost(String cost, String message) {
        assertThatThrownBy(() -> SecretHash.parse(phc(cost, SALT, HASH)))
                .isInstanceOf(SecretException.class)
                .hasMessage(message);
    }

    private static void assertRefusedHash(String text, String message) {
        assertThatThrownBy(() -> SecretHash.parse(text))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(message);
    }

    private static void assertRefused(String password, String message) {
        assertThatThrownBy(() -> Secrets.MINT.hashPassword(secret(password)))
                .isInstanceOf(SecretException.class)
                .hasMessage(message);
    }
}
