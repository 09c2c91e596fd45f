package io.tributary.gateway.secret;

import static io.tributary.gateway.secret.Secrets.hash;
import static io.tributary.gateway.secret.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is remembered, under which key, and how much of it.
final class RememberedTest {
    private static final SecretHash HASH =
            hash(
                    "$argon2id$v=19$m=7168,t=5,p=1$AAECAwQFBgcICQoLDA0ODw$"
                            + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    private static final SecretHash OTHER_SALT = hash(HASH.phc().replace("AAECA", "BAECA"));

    private final ProofKeys keys = new ProofKeys(Secrets.RANDOM);

    @Test
    void key_eachPartChanged_isAnother() {
        assertThat(
                        Set.of(
                                keys.of("row", HASH, secret("secret")),
                                keys.of("rov", HASH, secret("secret")),
                                keys.of("row", OTHER_SALT, secret("secret")),
                                keys.of("row", HASH, secret("Secret")),
                                keys.of("ro", HASH, secret("wsecret")),
                                keys.of("rows", HASH, secret("ecret")),
                                keys.of("r\u016fw", HASH, secret("secret")),
                                new ProofKeys(Secrets.RANDOM).of("row", HASH, secret("secret"))))
                .hasSize(8);
    }

    @Test
    void key_sameQuestion_isTheSame() {
        ProofKey key = keys.of("row", HASH, secret("secret"));

        assertThat(keys.of("row", HASH, secret("secret")).isSameAs(key)).isTrue();
        assertThat(keys.of("row", HASH, secret("secret"))).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void wrongGuesses_areBoundAndGoOldestFirst() {
        WrongGuesses wrong = new WrongGuesses();
        for (int i = 0; i < 10 * WrongGuesses.COUNT_MAX; i++) {
            wrong.add(guess(i), 0);
        }

        assertThat(wrong.count()).isEqualTo(WrongGuesses.COUNT_MAX);
        assertThat(wrong.has(guess(9 * WrongGuesses.COUNT_MAX - 1), 0)).isFalse();
        assertThat(wrong.has(guess(9 * WrongGuesses.COUNT_MAX), 0)).isTrue();
    }

    @Test
    void wrongGuesses_endAfterTheirTimeAndAreRemoved() {
        WrongGuesses wrong = new WrongGuesses();
        wrong.add(guess(1), 0);
        wrong.add(guess(2), 5);

        assertThat(wrong.has(guess(1), WrongGuesses.NANOS)).isTrue();
        assertThat(wrong.has(guess(1), WrongGuesses.NANOS + 1)).isFalse();
        wrong.add(guess(3), WrongGuesses.NANOS + 5);
        assertThat(wrong.count()).isEqualTo(2);
        assertThat(wrong.has(guess(2), WrongGuesses.NANOS + 5)).isTrue();
    }

    @Test
    void proofs_areOneARowAndTheOldestGoes() {
        Proofs proofs = new Proofs();
        for (int i = 0; i < Proofs.COUNT_MAX; i++) {
            proofs.add("row-" + i, guess(i), i);
        }
        proofs.add("row-0", guess(0), Proofs.COUNT_MAX);

        proofs.add("row-x", guess(7), Proofs.COUNT_MAX + 1);

        assertThat(proofs.count()).isEqualTo(Proofs.COUNT_MAX);
        assertThat(proofs.find("row-0", guess(0))).isNotNull();
        assertThat(proofs.find("row-1", guess(1))).isNull();
        assertThat(proofs.find("row-2", guess(2))).isNotNull();
        assertThat(proofs.find("row-2", guess(3))).isNull();
    }

    private static ProofKey guess(int number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 4; i++) {
            bytes[7 - i] = (byte) (number >>> (8 * i));
        }
        return new ProofKey(bytes);
    }
}
