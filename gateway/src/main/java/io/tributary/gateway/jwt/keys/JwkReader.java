package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.Base64Url;
import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads one key of a set (RFC 7517, RFC 7518 6, RFC 8037 2). Only what a signature needs is looked
/// at: certificates and addresses beside the key (`x5c`, `x5u`) are not.
final class JwkReader {
    /// Longest name of a key.
    private static final int ID_LENGTH_MAX = 512;

    private final JsonValue.Fields jwk;

    private JwkReader(JsonValue.Fields jwk) {
        this.jwk = jwk;
    }

    /// The key.
    ///
    /// @throws JsonException if no token may be checked with it; the message says why
    static VerifyingKey read(JsonValue.Fields jwk) throws JsonException {
        return new JwkReader(jwk).key();
    }

    private VerifyingKey key() throws JsonException {
        Optional<String> id = jwk.text("kid");
        if (id.isPresent() && id.get().length() > ID_LENGTH_MAX) {
            throw new JsonException("kid is longer than " + ID_LENGTH_MAX + " characters");
        }
        String type = jwk.text("kty").orElseThrow(() -> new JsonException("no kty"));
        if (type.equals("oct")) {
            throw new JsonException("symmetric: whoever checks a token could make one");
        }
        if (jwk.find("d").isPresent()) {
            throw new JsonException("private: it must not be here");
        }
        requireSigning();
        return switch (type) {
            case "RSA" -> rsa(id);
            case "EC" -> ecdsa(id);
            case "OKP" -> ed25519(id);
            default -> throw new JsonException("of an unknown kind");
        };
    }

    private VerifyingKey rsa(Optional<String> id) throws JsonException {
        byte[] modulus = bytes("n");
        byte[] exponent = bytes("e");
        return key(id, JwtAlgorithm.RSA, NimbusChecks.rsa(modulus, exponent), modulus, exponent);
    }

    private VerifyingKey ecdsa(Optional<String> id) throws JsonException {
        JwtAlgorithm algorithm =
                switch (jwk.text("crv").orElse("")) {
                    case "P-256" -> JwtAlgorithm.ES256;
                    case "P-384" -> JwtAlgorithm.ES384;
                    case "P-521" -> JwtAlgorithm.ES512;
                    default -> throw new JsonException("of a curve that is not taken");
                };
        byte[] x = bytes("x");
        byte[] y = bytes("y");
        return key(id, Set.of(algorithm), NimbusChecks.ecdsa(algorithm, x, y), x, y);
    }

    private VerifyingKey ed25519(Optional<String> id) throws JsonException {
        if (!jwk.text("crv").equals(Optional.of("Ed25519"))) {
            throw new JsonException("of a curve that is not taken");
        }
        byte[] x = bytes("x");
        return key(id, Set.of(JwtAlgorithm.EDDSA), Ed25519Check.of(x), x);
    }

    private VerifyingKey key(
            Optional<String> id, Set<JwtAlgorithm> kind, SignatureCheck check, byte[]... material)
            throws JsonException {
        StringBuilder text = new StringBuilder();
        for (byte[] part : material) {
            text.append(Base64Url.encode(part)).append('.');
        }
        return new VerifyingKey(id, narrowed(kind), text.toString(), check);
    }

    /// The algorithms of a kind of key, or the one of them that `alg` says it is for.
    private Set<JwtAlgorithm> narrowed(Set<JwtAlgorithm> kind) throws JsonException {
        Optional<String> said = jwk.text("alg");
        if (said.isEmpty()) {
            return kind;
        }
        JwtAlgorithm algorithm =
                JwtAlgorithm.find(said.get())
                        .filter(kind::contains)
                        .orElseThrow(() -> new JsonException("for an algorithm that is not taken"));
        return Set.of(algorithm);
    }

    private void requireSigning() throws JsonException {
        Optional<String> use = jwk.text("use");
        List<String> operations = jwk.texts("key_ops");
        if ((use.isPresent() && !use.get().equals("sig"))
                || (jwk.find("key_ops").isPresent() && !operations.contains("verify"))) {
            throw new JsonException("not for signatures");
        }
    }

    private byte[] bytes(String name) throws JsonException {
        String text = jwk.text(name).orElseThrow(() -> new JsonException("no " + name));
        return Base64Url.decode(text)
                .orElseThrow(() -> new JsonException(name + " is not base64url"));
    }
}
