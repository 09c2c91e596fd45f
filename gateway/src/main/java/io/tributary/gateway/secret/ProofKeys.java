package io.tributary.gateway.secret;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Names what was presented for which hash of which row, so that it can be known again without
/// being kept: HMAC-SHA256 under a key that this process made and nobody else has.
///
/// *Invariant*: two keys are the same only if row, hash and secret are (lengths stand before the
/// texts, so that no two questions read alike). So whatever Argon2 said of one holds for the other.
///
/// Safe from any thread: the keyed state is only cloned.
final class ProofKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Mac keyed;

    ProofKeys(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: every JDK has " + ALGORITHM, e);
        }
    }

    ProofKey of(String row, SecretHash hash, Secret presented) {
        Mac mac = copy();
        updateLength(mac, row.length());
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            mac.update((byte) (c >>> 8));
            mac.update((byte) c);
        }
        updateLength(mac, hash.phcBytes().length);
        mac.update(hash.phcBytes());
        updateLength(mac, presented.sizeBytes());
        mac.update(presented.utf8());
        return new ProofKey(mac.doFinal());
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("BUG: the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }

    private static void updateLength(Mac mac, int length) {
        mac.update((byte) (length >>> 24));
        mac.update((byte) (length >>> 16));
        mac.update((byte) (length >>> 8));
        mac.update((byte) length);
    }
}
