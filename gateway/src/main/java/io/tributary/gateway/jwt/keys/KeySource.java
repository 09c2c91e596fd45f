package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.JsonException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where the keys of an issuer come from. Fixed by who configures us; a token has no say in it.
public sealed interface KeySource {
    /// How often keys are asked for, where nobody says otherwise.
    Duration REFRESH = Duration.ofMinutes(5);

    /// Least and most of that. Keys that are not asked for anew go when they are a day old.
    Duration REFRESH_MIN = Duration.ofSeconds(10);

    Duration REFRESH_MAX = Duration.ofHours(12);

    /// What is wrong with it, for keys of this issuer; nothing if it can be used.
    Optional<String> problem(String issuer);

    /// Asked of the issuer: `<issuer>/.well-known/openid-configuration` names the address of the
    /// keys (OpenID Connect Discovery 1.0, 4).
    record Discovery(Duration refresh) implements KeySource {
        @Override
        public Optional<String> problem(String issuer) {
            Optional<String> wrong = KeyUris.problem(issuer).map(why -> "the issuer is " + why);
            return wrong.isPresent() ? wrong : refreshProblem(refresh);
        }
    }

    /// Asked for at a fixed address.
    record Address(String url, Duration refresh) implements KeySource {
        @Override
        public Optional<String> problem(String issuer) {
            Optional<String> wrong = KeyUris.problem(url).map(why -> "the address is " + why);
            return wrong.isPresent() ? wrong : refreshProblem(refresh);
        }
    }

    /// Given with the rule, and asked for nowhere: a cluster whose API server we cannot reach.
    ///
    /// @param jwks the text of a JSON Web Key Set, as `/openid/v1/jwks` of an API server answers it
    record Inline(String jwks) implements KeySource {
        /// Unlike keys that are fetched, each of these has to be of use: who wrote them is told.
        @Override
        public Optional<String> problem(String issuer) {
            try {
                KeySet set = KeySet.parse(jwks);
                List<String> ignored = set.ignored();
                if (!ignored.isEmpty()) {
                    return Optional.of(String.join("; ", ignored));
                }
                return set.keys().isEmpty() ? Optional.of("holds no key") : Optional.empty();
            } catch (JsonException e) {
                return Optional.of(e.why());
            }
        }

        @Override
        public String toString() {
            return "Inline[" + jwks.length() + " characters]";
        }
    }

    private static Optional<String> refreshProblem(Duration refresh) {
        return refresh.compareTo(REFRESH_MIN) < 0 || refresh.compareTo(REFRESH_MAX) > 0
                ? Optional.of(
                        "keys are asked for every %d s; between %d and %d s is possible"
                                .formatted(
                                        refresh.toSeconds(),
                                        REFRESH_MIN.toSeconds(),
                                        REFRESH_MAX.toSeconds()))
                : Optional.empty();
    }
}
