package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.json.Base64Url;
import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonReader;
import io.tributary.gateway.jwt.json.JsonValue;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A token taken apart (RFC 7515 7.1, RFC 7519 7.2), its signature not yet checked.
///
/// Of its header, `alg` and `kid` are used, `typ`, `cty` and `crit` may refuse it, and the rest,
/// among it all that brings or names a key (`jwk`, `jku`, `x5c`, `x5u`), is not looked at.
///
/// Its bytes live as long as the request; {@link Content} is what may be remembered.
final class SignedToken {
    private static final int DEPTH_MAX = 16;
    private static final int VALUES_MAX = 2_000;

    /// What `typ` may say: tokens for other ends (logout, proof of possession) are none for a door
    /// (RFC 8725 3.11).
    private static final List<String> TYPES = List.of("jwt", "at+jwt");

    /// What a token says.
    ///
    /// @param keyId `kid`: compared with names of keys, and used for nothing else
    record Content(JwtAlgorithm algorithm, Optional<String> keyId, Claims claims) {}

    private final Content content;
    private final byte[] signed;
    private final byte[] signature;

    private SignedToken(Content content, byte[] signed, byte[] signature) {
        this.content = content;
        this.signed = signed;
        this.signature = signature;
    }

    Content content() {
        return content;
    }

    /// Whether the owner of a key has signed it.
    boolean isSignedBy(VerifyingKey key) {
        return key.verifies(content.algorithm, signed, signature);
    }

    /// Takes a token apart.
    ///
    /// @throws TokenException if it can be none that is accepted from anybody
    static SignedToken read(String token) throws TokenException {
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() == 5) {
            throw new TokenException(
                    TokenVerdict.Reason.ENCRYPTED, "an encrypted token: signed ones are taken");
        }
        if (parts.size() != 3) {
            throw malformed("a token has 3 parts, this one has " + parts.size());
        }
        JsonValue.Fields header = json("header", parts.get(0));
        JwtAlgorithm algorithm = algorithm(header);
        Optional<String> keyId;
        try {
            checkHeader(header);
            keyId = header.text("kid");
        } catch (JsonException e) {
            throw new TokenException(TokenVerdict.Reason.HEADER, "header: " + e.why());
        }
        JsonValue.Fields payload = json("payload", parts.get(1));
        byte[] signature = bytes("signature", parts.get(2));
        Claims claims;
        try {
            claims = Claims.of(payload);
        } catch (JsonException e) {
            throw new TokenException(TokenVerdict.Reason.CLAIM, e.why());
        }
        String signed = token.substring(0, token.lastIndexOf('.'));
        return new SignedToken(
                new Content(algorithm, keyId, claims),
                signed.getBytes(StandardCharsets.US_ASCII),
                signature);
    }

    private static JwtAlgorithm algorithm(JsonValue.Fields header) throws TokenException {
        try {
            String word = header.text("alg").orElseThrow(() -> new JsonException("alg is missing"));
            return JwtAlgorithm.find(word)
                    .orElseThrow(() -> new JsonException("alg is " + Shown.text(word)));
        } catch (JsonException e) {
            throw new TokenException(
                    TokenVerdict.Reason.ALGORITHM, "not signed as it has to be: " + e.why());
        }
    }

    private static void checkHeader(JsonValue.Fields header) throws JsonException {
        if (header.find("crit").isPresent()) {
            throw new JsonException("crit: something has to be understood, and is not");
        }
        String type = header.text("typ").orElse("JWT").toLowerCase(Locale.ROOT);
        String subtype = type.startsWith("application/") ? type.substring(12) : type;
        if (!TYPES.contains(subtype)) {
            throw new JsonException("typ is " + Shown.text(type));
        }
        if (header.text("cty").orElse("").toLowerCase(Locale.ROOT).endsWith("jwt")) {
            throw new JsonException("cty: a token stands in the token");
        }
    }

    private static JsonValue.Fields json(String part, String text) throws TokenException {
        try {
            return JsonReader.read(bytes(part, text), DEPTH_MAX, VALUES_MAX);
        } catch (JsonException e) {
            throw malformed(part + ": " + e.why());
        }
    }

    private static byte[] bytes(String part, String text) throws TokenException {
        return Base64Url.decode(text).orElseThrow(() -> malformed(part + " is not base64url"));
    }

    private static TokenException malformed(String text) {
        return new TokenException(TokenVerdict.Reason.MALFORMED, text);
    }
}
