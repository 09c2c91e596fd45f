package io.tributary.gateway.pki.store;

import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;

/// A key made of a secret and a salt, kept so that what was opened can be sealed again without
/// asking for the secret. Never shown.
public final class SealingKey {
    private final Derivation derivation;
    private final byte[] salt;
    private final SecretKeySpec key;

    private SealingKey(Derivation derivation, byte[] salt, SecretKeySpec key) {
        this.derivation = derivation;
        this.salt = salt;
        this.key = key;
    }

    /// A key with a salt of its own. Slow for a passphrase: that is its purpose.
    public static SealingKey fresh(SealingSecret secret, SecureRandom random) {
        byte[] salt = new byte[Derivation.SALT_BYTES];
        random.nextBytes(salt);
        return of(secret, secret.derivation(), salt);
    }

    static SealingKey of(SealingSecret secret, Derivation derivation, byte[] salt) {
        return new SealingKey(derivation, salt.clone(), derivation.derive(secret, salt));
    }

    Derivation derivation() {
        return derivation;
    }

    byte[] salt() {
        return salt.clone();
    }

    SecretKeySpec key() {
        return key;
    }

    @Override
    public String toString() {
        return "a key of a " + derivation.secretName();
    }
}
