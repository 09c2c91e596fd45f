package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.json.Base64Url;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.KeyFetcher;
import io.tributary.gateway.jwt.keys.KeySource;
import io.tributary.gateway.jwt.keys.SigningKey;
import io.tributary.runtime.clock.SimulatedClock;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Tokens and rules for tests.
final class Tokens {
    /// When tokens of these tests are looked at, in seconds.
    static final long NOW = 1_800_000_000;

    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "tributary-gateway";

    /// An issuer's keys, made once.
    static final SigningKey RSA = SigningKey.of("rsa-1", JwtAlgorithm.RS256);

    static final SigningKey EC = SigningKey.of("ec-1", JwtAlgorithm.ES256);

    static final SigningKey ED = SigningKey.of("ed-1", JwtAlgorithm.EDDSA);

    /// Keys stand in the rule; whoever asks for some fails.
    static final KeyFetcher NOWHERE =
            uri -> {
                throw new AssertionError("asked for " + uri);
            };

    private Tokens() {}

    /// Claims as JSON: a change makes another.
    record Payload(Map<String, String> members) {
        /// What a good token of `alice` says.
        static Payload good() {
            return new Payload(Map.of())
                    .with("iss", quoted(ISSUER))
                    .with("sub", quoted("alice"))
                    .with("aud", quoted(AUDIENCE))
                    .with("iat", NOW - 60)
                    .with("exp", NOW + 600);
        }

        Payload with(String name, Object json) {
            Map<String, String> changed = new LinkedHashMap<>(members);
            changed.put(name, json.toString());
            return new Payload(changed);
        }

        Payload without(String name) {
            Map<String, String> changed = new LinkedHashMap<>(members);
            changed.remove(name);
            return new Payload(changed);
        }

        String json() {
            return members.entrySet().stream()
                    .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /// A token as an issuer makes them.
    static String signed(SigningKey key, Payload payload) {
        return signed(key, header(key), payload.json());
    }

    static String header(SigningKey key) {
        return "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}"
                .formatted(key.algorithm().word(), key.id());
    }

    /// A token with this header and payload, whatever they are, genuinely signed.
    static String signed(SigningKey key, String header, String payload) {
        String input = unsigned(header, payload);
        return input + "." + Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /// The first two parts.
    static String unsigned(String header, String payload) {
        return base64(header) + "." + base64(payload);
    }

    static String base64(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Without a rule, at `NOW`.
    static TokenVerifier verifier() {
        return new TokenVerifier(new SimulatedClock(NOW * 1_000), NOWHERE);
    }

    /// A rule for the issuer of these tests, with its keys.
    static IssuerRule rule() {
        return IssuerRule.of("example", ISSUER, Set.of(AUDIENCE), keys());
    }

    static KeySource keys() {
        return new KeySource.Inline(SigningKey.set(RSA.jwk(), EC.jwk(), ED.jwk()));
    }
}
