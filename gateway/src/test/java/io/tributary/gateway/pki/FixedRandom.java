package io.tributary.gateway.pki;

import java.security.SecureRandom;

/// Counts instead of being random: 0, 1, 2 … So what is sealed is the same each time.
public final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private byte next;

    @Override
    public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = next++;
        }
    }
}
