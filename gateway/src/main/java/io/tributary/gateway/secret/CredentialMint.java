package io.tributary.gateway.secret;

import java.security.SecureRandom;

/// Makes what is given to a sender or reader, and what is kept of it. Safe from any thread; hashing
/// takes tens of milliseconds of CPU.
public final class CredentialMint {
    /// Fewest characters of a password.
    public static final int PASSWORD_CHARACTERS_MIN = 12;

    /// Longest password, in bytes of UTF-8.
    public static final int PASSWORD_BYTES_MAX = SecretHash.SECRET_BYTES_MAX;

    private final SecureRandom random;

    public CredentialMint(SecureRandom random) {
        this.random = random;
    }

    /// A new token. Its id has 60 random bits: two alike are not to be expected, but who keeps them
    /// makes sure.
    public AccessToken token() {
        return AccessToken.make(random);
    }

    /// What is kept of a token.
    public SecretHash hash(AccessToken token) {
        return SecretHash.make(token.secret(), HashCost.TOKEN, random);
    }

    /// What is kept of a password.
    ///
    /// @throws SecretException if it is shorter than {@link #PASSWORD_CHARACTERS_MIN}, longer than
    ///   {@link #PASSWORD_BYTES_MAX}, or has a character that HTTP cannot carry
    public SecretHash hashPassword(Secret password) throws SecretException {
        if (password.characterCount() < PASSWORD_CHARACTERS_MIN) {
            throw new SecretException(
                    "password has %d characters, at least %d"
                            .formatted(password.characterCount(), PASSWORD_CHARACTERS_MIN));
        }
        if (password.sizeBytes() > PASSWORD_BYTES_MAX) {
            throw new SecretException(
                    "password has %d bytes, at most %d"
                            .formatted(password.sizeBytes(), PASSWORD_BYTES_MAX));
        }
        if (password.hasControlCharacter()) {
            throw new SecretException(
                    "password has a control character, which basic authentication cannot carry");
        }
        return SecretHash.make(password, HashCost.PASSWORD, random);
    }
}
