package io.tributary.gateway.jwt.keys;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// How a token may be signed (RFC 7518, RFC 8037). What is not here (`none`, and HMAC, whose key
/// would be ours to keep secret) is accepted by no configuration.
public enum JwtAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    /// Ed25519 alone, not Ed448.
    EDDSA("EdDSA");

    /// Every one.
    public static final Set<JwtAlgorithm> ALL =
            Collections.unmodifiableSet(EnumSet.allOf(JwtAlgorithm.class));

    /// Those of a key of RSA.
    static final Set<JwtAlgorithm> RSA = Collections.unmodifiableSet(EnumSet.range(RS256, PS512));

    private final String word;

    JwtAlgorithm() {
        word = name();
    }

    JwtAlgorithm(String word) {
        this.word = word;
    }

    /// As `alg` has it.
    public String word() {
        return word;
    }

    /// The one that `alg` names; letters count as they are.
    public static Optional<JwtAlgorithm> find(String word) {
        for (JwtAlgorithm algorithm : ALL) {
            if (algorithm.word.equals(word)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
