package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.Base64Url;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;

/// An issuer's key, by the JDK alone: what Nimbus checks was not signed by Nimbus.
///
/// @param id `kid`
public record SigningKey(String id, JwtAlgorithm algorithm, KeyPair pair) {
    /// A new key for tokens signed so.
    public static SigningKey of(String id, JwtAlgorithm algorithm) {
        return new SigningKey(
                id,
                algorithm,
                switch (algorithm) {
                    case RS256, RS384, RS512, PS256, PS384, PS512 -> rsa(2048);
                    case ES256 -> pair("EC", new ECGenParameterSpec("secp256r1"));
                    case ES384 -> pair("EC", new ECGenParameterSpec("secp384r1"));
                    case ES512 -> pair("EC", new ECGenParameterSpec("secp521r1"));
                    case EDDSA -> ed25519();
                });
    }

    /// The same key under another name, or for another algorithm.
    public SigningKey as(String otherId, JwtAlgorithm otherAlgorithm) {
        return new SigningKey(otherId, otherAlgorithm, pair);
    }

    /// The public key as a set has it, without `alg`.
    public String jwk() {
        return "{\"kid\":\"%s\",\"use\":\"sig\",%s}".formatted(id, material());
    }

    /// What makes it up: `kty` and its numbers.
    public String material() {
        return switch (algorithm) {
            case RS256, RS384, RS512, PS256, PS384, PS512 -> {
                RSAPublicKey key = (RSAPublicKey) pair.getPublic();
                yield "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                        .formatted(
                                unsigned(key.getModulus(), 0),
                                unsigned(key.getPublicExponent(), 0));
            }
            case ES256 -> ec("P-256", 32);
            case ES384 -> ec("P-384", 48);
            case ES512 -> ec("P-521", 66);
            case EDDSA -> {
                byte[] encoded = pair.getPublic().getEncoded();
                byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\""
                        .formatted(Base64Url.encode(point));
            }
        };
    }

    /// A signature of these bytes, as a token has it.
    public byte[] sign(byte[] bytes) {
        try {
            Signature signature =
                    switch (algorithm) {
                        case RS256 -> Signature.getInstance("SHA256withRSA");
                        case RS384 -> Signature.getInstance("SHA384withRSA");
                        case RS512 -> Signature.getInstance("SHA512withRSA");
                        case PS256 -> pss("SHA-256", 32);
                        case PS384 -> pss("SHA-384", 48);
                        case PS512 -> pss("SHA-512", 64);
                        case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
                        case ES384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
                        case ES512 -> Signature.getInstance("SHA512withECDSAinP1363Format");
                        case EDDSA -> Signature.getInstance("Ed25519");
                    };
            signature.initSign(pair.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A set of keys, given as objects.
    public static String set(String... jwks) {
        return "{\"keys\":[" + String.join(",", jwks) + "]}";
    }

    /// A key pair of RSA.
    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String kind, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signature pss(String hash, int saltBytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltBytes, 1));
        return signature;
    }

    private String ec(String curve, int bytes) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return "\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\""
                .formatted(
                        curve,
                        unsigned(key.getW().getAffineX(), bytes),
                        unsigned(key.getW().getAffineY(), bytes));
    }

    /// A number without a sign, at least so long.
    static String unsigned(BigInteger number, int bytesMin) {
        byte[] signed = number.toByteArray();
        int skipped = signed[0] == 0 ? 1 : 0;
        byte[] unsigned = new byte[Math.max(bytesMin, signed.length - skipped)];
        int length = signed.length - skipped;
        System.arraycopy(signed, skipped, unsigned, unsigned.length - length, length);
        return Base64Url.encode(unsigned);
    }
}
