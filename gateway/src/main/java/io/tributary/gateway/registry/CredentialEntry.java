package io.tributary.gateway.registry;

import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.gateway.secret.SecretHash;
import io.tributary.model.Matcher;
import io.tributary.runtime.yaml.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A credential that is registered, and what it proves.
///
/// @param name also the user name where it is a password
/// @param tenants what it may choose among
/// @param cluster whose it is; empty where it is bound to none
/// @param defaultTenant what is meant where it has several tenants and names none
/// @param routing to which tenants the series that it writes go; empty where they go to one
/// @param match conditions on the labels as stored, for reads; all must match
/// @param backlog whether it may fill gaps behind live data
/// @param importUntil until when it may bring what is older than anybody else may; empty: never.
///   Not for longer than {@link #IMPORT_MAX}
/// @param expires when it stops being one
/// @param disabled revoked, but kept by name
public record CredentialEntry(
        String name,
        String source,
        Proof proof,
        Set<Role> roles,
        Granted tenants,
        Optional<String> cluster,
        Optional<String> defaultTenant,
        Optional<RoutingPolicy> routing,
        List<Matcher> match,
        boolean backlog,
        Optional<Instant> importUntil,
        Optional<Instant> expires,
        boolean disabled)
        implements RegistryObject {
    /// The longest that one may be let import.
    public static final Duration IMPORT_MAX = Duration.ofDays(30);

    /// What is presented.
    public sealed interface Proof {
        /// A bearer token.
        ///
        /// @param id its public part, by which it is found
        /// @param hash of the whole token
        record Token(String id, SecretHash hash) implements Proof {}

        /// A password, with the credential's name as user.
        record Password(SecretHash hash) implements Proof {}

        /// A client certificate that a trusted CA vouches for.
        record Certificate(CertificateName name) implements Proof {}
    }

    public CredentialEntry {
        roles = Set.copyOf(roles);
        match = List.copyOf(match);
    }

    /// Whether it may bring what is older than anybody else may.
    public boolean imports(Instant now) {
        return importUntil.filter(end -> now.isBefore(end) && !isTooFar(end, now)).isPresent();
    }

    /// Notes where it is to be let import for longer than anybody may.
    void checkImport(Instant now, Problems problems) {
        if (importUntil.filter(end -> isTooFar(end, now)).isPresent()) {
            problems.add(
                    source,
                    name,
                    "found importUntil %s, expected at most %d days from now"
                            .formatted(importUntil.get(), IMPORT_MAX.toDays()));
        }
    }

    private static boolean isTooFar(Instant end, Instant now) {
        return end.isAfter(now.plus(IMPORT_MAX));
    }
}
