package io.tributary.gateway.secret;

import java.security.SecureRandom;

/// What the tests of this package share.
final class Secrets {
    static final SecureRandom RANDOM = new SecureRandom();
    static final CredentialMint MINT = new CredentialMint(RANDOM);

    private Secrets() {}

    static Secret secret(String text) {
        try {
            return Secret.of(text);
        } catch (SecretException e) {
            throw new AssertionError(e);
        }
    }

    static SecretHash hash(String phc) {
        try {
            return SecretHash.parse(phc);
        } catch (SecretException e) {
            throw new AssertionError(e);
        }
    }

    /// The hash of a text, at the least cost there is.
    static SecretHash hashOf(String text) {
        return SecretHash.make(secret(text), HashCost.TOKEN, RANDOM);
    }
}
