package io.tributary.gateway.registry;

import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.secret.SecretHash;
import io.tributary.model.Matcher;
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
/// @param match conditions on the labels as stored, for reads; all must match
/// @param backlog whether it may fill gaps behind live data
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
        List<Matcher> match,
        boolean backlog,
        Optional<Instant> expires,
        boolean disabled)
        implements RegistryObject {
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
}
