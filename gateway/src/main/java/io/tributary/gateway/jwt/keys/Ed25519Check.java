package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.JsonException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/// Ed25519 (RFC 8032), by the JDK: Nimbus asks another library for it.
record Ed25519Check(PublicKey key) implements SignatureCheck {
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    private static final BigInteger FIELD =
            BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /// A key.
    ///
    /// @param point as RFC 8032 writes it: y, least byte first, its top bit the sign of x
    /// @throws JsonException if there is no such point
    static Ed25519Check of(byte[] point) throws JsonException {
        if (point.length != KEY_BYTES) {
            throw new JsonException("a key of Ed25519 that has not 32 bytes");
        }
        byte[] y = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            y[i] = point[KEY_BYTES - 1 - i];
        }
        boolean odd = y[0] < 0;
        y[0] &= 0x7f;
        BigInteger ordinate = new BigInteger(1, y);
        if (ordinate.compareTo(FIELD) >= 0) {
            throw new JsonException("a key of Ed25519 that is not on the curve");
        }
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new EdECPublicKeySpec(
                                            NamedParameterSpec.ED25519,
                                            new EdECPoint(odd, ordinate)));
            Signature.getInstance("Ed25519").initVerify(key);
            return new Ed25519Check(key);
        } catch (GeneralSecurityException e) {
            throw new JsonException("a key of Ed25519 that is not on the curve");
        }
    }

    @Override
    public boolean verifies(JwtAlgorithm algorithm, byte[] signed, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (SignatureException e) {
            // Of numbers that cannot be: nobody's.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: a key that was good for Ed25519 is not", e);
        }
    }
}
