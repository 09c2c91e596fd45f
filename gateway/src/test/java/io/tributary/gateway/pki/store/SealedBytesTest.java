package io.tributary.gateway.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.gateway.pki.store.SealedBytes.Content;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealedBytesTest {
    /// Cheap, for tests that open thousands of times.
    private static final Derivation.Argon2id CHEAP = new Derivation.Argon2id(8, 1, 1);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] PLAIN = "what nobody may read".getBytes(StandardCharsets.UTF_8);
    private static final int HASH_BYTES = 32;

    @Test
    void open_underTheSamePassphrase_givesTheBytes() throws StoredStateException {
        byte[] sealed = seal(SealingSecret.passphrase("correct horse".toCharArray()));

        byte[] plain = open(sealed, SealingSecret.passphrase("correct horse".toCharArray()));

        assertThat(plain).isEqualTo(PLAIN);
        assertThat(sealed).hasSize(PLAIN.length + SealedBytes.OVERHEAD_BYTES);
    }

    @Test
    void open_underTheSameKey_givesTheBytes() throws StoredStateException {
        byte[] key = new byte[48];
        RANDOM.nextBytes(key);

        assertThat(open(seal(SealingSecret.key(key)), SealingSecret.key(key))).isEqualTo(PLAIN);
    }

    @Test
    void open_underAnother_saysSo() {
        SealingSecret one = passphrase("passphrase one");
        SealingSecret key = SealingSecret.key(new byte[32]);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> open(seal(one), passphrase("passphrase two")))
                .withMessageContaining("the file does not open")
                .withMessageContaining("another passphrase")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SECRET));
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> open(seal(one), key))
                .withMessageContaining("sealed under a passphrase, and a key file was given");
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> open(seal(key), one))
                .withMessageContaining("sealed under a key file, and a passphrase was given");
    }

    @Test
    void open_ofOtherContent_isRefused() {
        SealingSecret secret = passphrase("passphrase");

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(
                        () -> SealedBytes.open(Content.BACKUP, seal(secret), secret, "the file"))
                .withMessageContaining("is not a backup of a registry");
    }

    @Test
    void open_withAnyByteChanged_isRefused() {
        for (SealingSecret secret :
                new SealingSecret[] {passphrase("passphrase"), SealingSecret.key(new byte[32])}) {
            byte[] sealed = seal(secret);
            for (int at = 0; at < sealed.length; at++) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    byte[] flipped = sealed.clone();
                    flipped[at] ^= (byte) (1 << bit);
                    assertThatExceptionOfType(StoredStateException.class)
                            .as("bit %d of byte %d", bit, at)
                            .isThrownBy(() -> open(flipped, secret))
                            .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
                }
            }
        }
    }

    /// Who can write the file can write its hash, too.
    @Test
    void open_withAnyByteChangedAndTheHashMadeAnew_isRefused() throws Exception {
        SealingSecret secret = SealingSecret.key(new byte[32]);
        byte[] sealed = seal(secret);
        for (int at = 0; at < sealed.length - HASH_BYTES; at++) {
            byte[] forged = sealed.clone();
            forged[at] ^= 1;
            hash(forged);
            assertThatExceptionOfType(StoredStateException.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> open(forged, secret));
        }
    }

    @Test
    void open_cutAnywhere_isRefused() {
        SealingSecret secret = SealingSecret.key(new byte[32]);
        byte[] sealed = seal(secret);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatExceptionOfType(StoredStateException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> open(cut, secret));
        }
    }

    @Test
    void open_thatAsksForTooMuchMemory_isRefused() throws Exception {
        SealingSecret secret = passphrase("passphrase");
        byte[] sealed = seal(secret);
        ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).putInt(8, Integer.MAX_VALUE);
        hash(sealed);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> open(sealed, secret))
                .withMessageContaining("asks for a key by way 1")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FORMAT));
    }

    @Test
    void seal_twice_hasNoBytesInCommonButTheHeader() {
        SealingKey key = SealingKey.fresh(SealingSecret.key(new byte[32]), RANDOM);

        byte[] one = SealedBytes.seal(Content.AUTHORITY, PLAIN, key, RANDOM);
        byte[] two = SealedBytes.seal(Content.AUTHORITY, PLAIN, key, RANDOM);

        // The first bytes that differ are a nonce, of which some may be equal by chance.
        assertThat(Arrays.mismatch(one, two)).isBetween(52, 59);
    }

    @Test
    void secrets_areOfSomeLength_andNeverShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> passphrase("short"))
                .withMessage("passphrase has 5 characters, must have 8 to 1024");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingSecret.key(new byte[31]))
                .withMessage("key has 31 bytes, must have 32 to 4096");
        SealingSecret secret = passphrase("never to be shown");
        assertThat(secret).hasToString("a passphrase");
        assertThat(SealingKey.fresh(secret, RANDOM)).hasToString("a key of a passphrase");
    }

    private static SealingSecret passphrase(String text) {
        return SealingSecret.passphrase(text.toCharArray(), CHEAP);
    }

    private static byte[] seal(SealingSecret secret) {
        return SealedBytes.seal(Content.AUTHORITY, PLAIN, SealingKey.fresh(secret, RANDOM), RANDOM);
    }

    private static byte[] open(byte[] sealed, SealingSecret secret) throws StoredStateException {
        return SealedBytes.open(Content.AUTHORITY, sealed, secret, "the file").plain();
    }

    private static void hash(byte[] sealed) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(sealed, 0, sealed.length - HASH_BYTES);
        digest.digest(sealed, sealed.length - HASH_BYTES, HASH_BYTES);
    }
}
