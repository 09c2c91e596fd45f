package io.tributary.gateway.jwt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a token is remembered by: HMAC-SHA256 under a key that this process made up and never
/// tells. So memory holds no tokens to be stolen, and nobody can aim at a place in a table.
final class TokenSeal {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    TokenSeal(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// The 256 bits that stand for a token.
    record Sealed(long a, long b, long c, long d) {}

    Sealed of(String token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            ByteBuffer bits = ByteBuffer.wrap(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
            return new Sealed(bits.getLong(), bits.getLong(), bits.getLong(), bits.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: every JDK has HmacSHA256", e);
        }
    }
}
