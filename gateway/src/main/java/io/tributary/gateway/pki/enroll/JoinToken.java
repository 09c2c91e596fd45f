package io.tributary.gateway.pki.enroll;

import io.tributary.runtime.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// A join token as it was made, the only time that its text is known here: `trj_` and 256 random
/// bits. Shown by {@link #text} only.
///
/// @param text what the agent sends
/// @param cluster what the agent will belong to
/// @param expiresMillis when it is forgotten
public record JoinToken(String text, ClusterReference cluster, long expiresMillis) {
    /// What every token begins with, so that it is known where it should not be.
    public static final String PREFIX = "trj_";

    /// Longest text that is looked at.
    static final int CHARACTERS_MAX = 128;

    private static final int RANDOM_BYTES = 32;

    static String newText(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is kept of a token: SHA-256 in hex. As the token is random, nothing slower is needed.
    static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "JoinToken[" + PREFIX + "…, " + cluster + ", " + expiresMillis + "]";
    }
}
