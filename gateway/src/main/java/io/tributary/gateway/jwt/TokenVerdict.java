package io.tributary.gateway.jwt;

import java.util.Optional;
import java.util.Set;

/// What became of a token.
public sealed interface TokenVerdict {
    /// It is genuine, in time, and for us.
    ///
    /// @param rule the name of the rule by which
    /// @param subject `sub`
    /// @param tokenId `jti`, where it has one
    /// @param roles given by rule and claims, in the order of their names; may be none
    /// @param tenants likewise
    /// @param cluster the cluster that the subject speaks for, if any
    /// @param workload what Kubernetes says of the subject, where it does
    /// @param expiresAtMillis `exp`, since 1970; the rule's skew is not in it
    record Verified(
            String rule,
            String issuer,
            String subject,
            Optional<String> tokenId,
            Set<String> roles,
            Set<String> tenants,
            Optional<String> cluster,
            Optional<ServiceAccount> workload,
            long expiresAtMillis)
            implements TokenVerdict {
        public Verified {
            roles = Grant.sorted(roles);
            tenants = Grant.sorted(tenants);
        }
    }

    /// It gives nothing: 401.
    ///
    /// @param text why, for the log; shows nothing of the token but what it claims to be
    record Refused(Reason reason, String text) implements TokenVerdict {}

    /// Nobody can say now: 503, and never 401, for senders drop what they are told 401 for.
    ///
    /// @param text why, for the log
    record KeysUnavailable(String text) implements TokenVerdict {}

    /// Why a token was refused.
    enum Reason {
        TOO_LONG("too_long"),
        MALFORMED("malformed"),
        /// Encrypted: we have no key to read it with.
        ENCRYPTED("encrypted"),
        /// Not signed in a way that is accepted for it.
        ALGORITHM("algorithm"),
        /// Its header has something that has to be understood, and is not; or it is no token for a
        /// door.
        HEADER("header"),
        UNKNOWN_ISSUER("unknown_issuer"),
        /// A claim is missing, or is not what it has to be.
        CLAIM("claim"),
        AUDIENCE("audience"),
        EXPIRED("expired"),
        NOT_YET_VALID("not_yet_valid"),
        /// It lasts longer than the rule allows.
        LIFETIME("lifetime"),
        UNKNOWN_KEY("unknown_key"),
        SIGNATURE("signature"),
        REVOKED("revoked"),
        /// Rule and claims name two clusters.
        CLUSTER("cluster"),
        /// It would have more roles or tenants than anybody may have.
        TOO_MANY("too_many");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// As metrics and audits call it.
        public String word() {
            return word;
        }
    }
}
