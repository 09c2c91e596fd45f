package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.keys.KeySource;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A token as an API server projects it into a pod, and the rule that takes it.
record IssuedToken(String text, IssuerRule rule) {
    static final long NOW_SECONDS = 1_800_000_000;

    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final String SUBJECT = "system:serviceaccount:monitoring:prometheus";
    private static final String CLAIMS =
            """
            {"aud":["tributary-gateway"],"exp":%d,"iat":%d,"iss":"%s",\
            "jti":"0b9f1a52-6f1f-4f4c-8a39-7d1e9c6c2a10","kubernetes.io":{"namespace":"monitoring",\
            "node":{"name":"worker-1","uid":"b5a1e8f0-70f8-4b5b-9be2-3e0c1cba3a55"},\
            "pod":{"name":"prometheus-0","uid":"1d1f3f83-1c0f-46a6-b63f-6d5f0e7a5bb1"},\
            "serviceaccount":{"name":"prometheus","uid":"f0d57bb7-8a2c-4b0a-9f6e-63b1f27d7ac9"}},\
            "nbf":%d,"sub":"%s"}\
            """
                    .formatted(
                            NOW_SECONDS + 3_540,
                            NOW_SECONDS - 60,
                            ISSUER,
                            NOW_SECONDS - 60,
                            SUBJECT);

    /// A token signed so, by a new key.
    static IssuedToken of(String algorithm) throws GeneralSecurityException {
        KeyPair pair =
                switch (algorithm) {
                    case "RS256" -> {
                        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                        generator.initialize(2048);
                        yield generator.generateKeyPair();
                    }
                    case "ES256" -> {
                        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                        generator.initialize(new ECGenParameterSpec("secp256r1"));
                        yield generator.generateKeyPair();
                    }
                    case "EdDSA" -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                    default -> throw new IllegalArgumentException(algorithm);
                };
        Signature signature =
                Signature.getInstance(
                        switch (algorithm) {
                            case "RS256" -> "SHA256withRSA";
                            case "ES256" -> "SHA256withECDSAinP1363Format";
                            default -> "Ed25519";
                        });
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"a\"}";
        String input = base64(utf8(header)) + "." + base64(utf8(CLAIMS));
        signature.initSign(pair.getPrivate());
        signature.update(utf8(input));
        return new IssuedToken(input + "." + base64(signature.sign()), rule(jwk(pair)));
    }

    private static IssuerRule rule(String jwk) {
        IssuerRule rule =
                IssuerRule.of(
                        "west",
                        ISSUER,
                        Set.of("tributary-gateway"),
                        new KeySource.Inline("{\"keys\":[" + jwk + "]}"));
        return new IssuerRule(
                rule.name(),
                rule.issuer(),
                rule.audiences(),
                rule.keys(),
                rule.policy(),
                rule.roles(),
                rule.tenants(),
                rule.cluster(),
                new Grant(Set.of(), Set.of("team-a"), Optional.of("west")),
                Map.of(SUBJECT, new Grant(Set.of("writer"), Set.of(), Optional.empty())),
                rule.revocations());
    }

    private static String jwk(KeyPair pair) {
        return switch (pair.getPublic()) {
            case RSAPublicKey key ->
                    "{\"kid\":\"a\",\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"}"
                            .formatted(unsigned(key.getModulus(), 256));
            case ECPublicKey key ->
                    "{\"kid\":\"a\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
                            .formatted(
                                    unsigned(key.getW().getAffineX(), 32),
                                    unsigned(key.getW().getAffineY(), 32));
            default -> {
                byte[] key = pair.getPublic().getEncoded();
                yield "{\"kid\":\"a\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
                        .formatted(base64(Arrays.copyOfRange(key, key.length - 32, key.length)));
            }
        };
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[length];
        int copied = Math.min(length, signed.length);
        System.arraycopy(signed, signed.length - copied, bytes, length - copied, copied);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
