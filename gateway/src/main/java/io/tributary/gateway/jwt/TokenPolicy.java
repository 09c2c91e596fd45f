package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What tokens of an issuer have to be like. That they expire is not up to it.
///
/// @param algorithms how they may be signed; at least one
/// @param skew how far the issuer's clock and ours may be apart
/// @param lifetimeMax the longest time from issue to expiry
public record TokenPolicy(Set<JwtAlgorithm> algorithms, Duration skew, Duration lifetimeMax) {
    /// The largest skew there may be.
    public static final Duration SKEW_MAX = Duration.ofMinutes(5);

    /// The longest lifetime there may be.
    public static final Duration LIFETIME_MAX = Duration.ofDays(366);

    /// Where nobody says otherwise: all algorithms, a minute, a day.
    public static final TokenPolicy DEFAULT =
            new TokenPolicy(JwtAlgorithm.ALL, Duration.ofMinutes(1), Duration.ofDays(1));

    public TokenPolicy {
        EnumSet<JwtAlgorithm> copied = EnumSet.noneOf(JwtAlgorithm.class);
        copied.addAll(algorithms);
        algorithms = Collections.unmodifiableSet(copied);
    }
}
