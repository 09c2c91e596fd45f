package io.tributary.gateway.jwt.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.tributary.gateway.jwt.json.JsonException;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/// RSA and ECDSA, by Nimbus. What a token's header says reaches it as one algorithm and nothing
/// else.
final class NimbusChecks {
    private static final int RSA_BITS_MIN = 2048;

    /// A signature takes a time that grows with the square of this.
    private static final int RSA_BITS_MAX = 8192;

    /// Exponents are 3 or 65537 by nature; a long one makes each check as slow as a signature.
    private static final int RSA_EXPONENT_BITS_MAX = 33;

    private NimbusChecks() {}

    /// A key of RSA.
    ///
    /// @throws JsonException if it is none to rely on
    static SignatureCheck rsa(byte[] modulus, byte[] exponent) throws JsonException {
        int bits = new BigInteger(1, modulus).bitLength();
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
            throw new JsonException(
                    "RSA of %d bits: %d to %d are taken"
                            .formatted(bits, RSA_BITS_MIN, RSA_BITS_MAX));
        }
        BigInteger e = new BigInteger(1, exponent);
        if (e.compareTo(BigInteger.valueOf(3)) < 0
                || !e.testBit(0)
                || e.bitLength() > RSA_EXPONENT_BITS_MAX) {
            throw new JsonException("RSA with an exponent that is even, below 3 or too long");
        }
        try {
            RSAPublicKey key =
                    new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(exponent))
                            .build()
                            .toRSAPublicKey();
            return check(new RSASSAVerifier(key), (bits + 7) / 8);
        } catch (JOSEException | IllegalArgumentException | IllegalStateException failure) {
            throw new JsonException("no key of RSA");
        }
    }

    /// A key of ECDSA.
    ///
    /// @throws JsonException if the point is not on the curve
    static SignatureCheck ecdsa(JwtAlgorithm algorithm, byte[] x, byte[] y) throws JsonException {
        Curve curve = Curve.forJWSAlgorithm(JWSAlgorithm.parse(algorithm.word())).iterator().next();
        int coordinateBytes =
                (curve.toECParameterSpec().getCurve().getField().getFieldSize() + 7) / 8;
        if (x.length != coordinateBytes || y.length != coordinateBytes) {
            throw new JsonException("coordinates of another length than the curve's");
        }
        try {
            ECKey key = new ECKey.Builder(curve, Base64URL.encode(x), Base64URL.encode(y)).build();
            return check(new ECDSAVerifier(key), 2 * coordinateBytes);
        } catch (JOSEException | IllegalArgumentException | IllegalStateException failure) {
            throw new JsonException("a point that is not on the curve");
        }
    }

    private static SignatureCheck check(JWSVerifier verifier, int signatureBytes) {
        return (algorithm, signed, signature) -> {
            if (signature.length != signatureBytes) {
                return false;
            }
            try {
                JWSHeader header = new JWSHeader(JWSAlgorithm.parse(algorithm.word()));
                return verifier.verify(header, signed, Base64URL.encode(signature));
            } catch (JOSEException e) {
                // Of a signature whose numbers cannot be: nobody's.
                return false;
            }
        };
    }
}
