package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonValue;
import java.util.List;
import java.util.Optional;

/// What a token says of itself (RFC 7519 4.1). Not yet believed.
///
/// @param expiresMillis since 1970, as all times here
/// @param notBeforeMillis 0 where it does not say
/// @param all the claims as they stand there
record Claims(
        String issuer,
        String subject,
        List<String> audiences,
        long expiresMillis,
        long issuedMillis,
        long notBeforeMillis,
        Optional<String> id,
        Optional<ServiceAccount> workload,
        JsonValue.Fields all) {
    private static final int NAME_LENGTH_MAX = 1_024;

    /// The last second of the year 9999.
    private static final double SECONDS_MAX = 253_402_300_799.0;

    /// Reads claims. What every token has to have, it has then.
    ///
    /// @throws JsonException if one is missing or has another type
    static Claims of(JsonValue.Fields all) throws JsonException {
        Claims claims =
                new Claims(
                        name(all, "iss"),
                        name(all, "sub"),
                        audiences(all),
                        time(all, "exp").orElseThrow(() -> new JsonException("exp is missing")),
                        time(all, "iat").orElseThrow(() -> new JsonException("iat is missing")),
                        time(all, "nbf").orElse(0L),
                        all.text("jti"),
                        ServiceAccount.of(all),
                        all);
        Optional<ServiceAccount> workload = claims.workload;
        if (workload.isPresent() && !workload.get().subject().equals(claims.subject)) {
            throw new JsonException("sub and kubernetes.io name different accounts");
        }
        return claims;
    }

    private static String name(JsonValue.Fields all, String claim) throws JsonException {
        String name = all.text(claim).orElseThrow(() -> new JsonException(claim + " is missing"));
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new JsonException(
                    "%s is empty or longer than %d characters".formatted(claim, NAME_LENGTH_MAX));
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new JsonException(claim + " has a control character");
        }
        return name;
    }

    private static List<String> audiences(JsonValue.Fields all) throws JsonException {
        List<String> audiences = all.texts("aud");
        if (audiences.isEmpty()) {
            throw new JsonException("aud is missing");
        }
        return audiences;
    }

    /// A NumericDate, to the millisecond.
    private static Optional<Long> time(JsonValue.Fields all, String claim) throws JsonException {
        Optional<JsonValue> value = all.find(claim);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!(value.get() instanceof JsonValue.Numeral(double seconds))) {
            throw new JsonException(claim + " is " + value.get().kind() + ", not a number");
        }
        if (!(seconds >= 0 && seconds <= SECONDS_MAX)) {
            throw new JsonException(claim + " is no time");
        }
        return Optional.of((long) (seconds * 1_000));
    }
}
