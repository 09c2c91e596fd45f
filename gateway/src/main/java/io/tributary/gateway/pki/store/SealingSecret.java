package io.tributary.gateway.pki.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// What bytes are sealed under: a passphrase of a human, or the random bytes of a key file. Never
/// shown.
public final class SealingSecret {
    /// Shortest passphrase, in characters.
    public static final int PASSPHRASE_CHARACTERS_MIN = 8;

    /// Longest passphrase, in characters.
    public static final int PASSPHRASE_CHARACTERS_MAX = 1_024;

    /// Shortest key, in bytes.
    public static final int KEY_BYTES_MIN = 32;

    /// Longest key, in bytes.
    public static final int KEY_BYTES_MAX = 4_096;

    private final byte[] bytes;
    private final Derivation derivation;

    private SealingSecret(byte[] bytes, Derivation derivation) {
        this.bytes = bytes;
        this.derivation = derivation;
    }

    /// A passphrase, taken as it is in UTF-8: nothing is trimmed or normalised.
    ///
    /// @throws IllegalArgumentException if it is too short or too long
    public static SealingSecret passphrase(char[] passphrase) {
        return passphrase(passphrase, Derivation.Argon2id.CHOSEN);
    }

    static SealingSecret passphrase(char[] passphrase, Derivation.Argon2id cost) {
        if (passphrase.length < PASSPHRASE_CHARACTERS_MIN
                || passphrase.length > PASSPHRASE_CHARACTERS_MAX) {
            throw new IllegalArgumentException(
                    "passphrase has %d characters, must have %d to %d"
                            .formatted(
                                    passphrase.length,
                                    PASSPHRASE_CHARACTERS_MIN,
                                    PASSPHRASE_CHARACTERS_MAX));
        }
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        return new SealingSecret(bytes, cost);
    }

    /// A key, all its bytes, a line's end too.
    ///
    /// @throws IllegalArgumentException if it is too short or too long
    public static SealingSecret key(byte[] key) {
        if (key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "key has %d bytes, must have %d to %d"
                            .formatted(key.length, KEY_BYTES_MIN, KEY_BYTES_MAX));
        }
        return new SealingSecret(key.clone(), new Derivation.Hkdf());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /// How something new is sealed under it.
    Derivation derivation() {
        return derivation;
    }

    @Override
    public String toString() {
        return "a " + derivation.secretName();
    }
}
