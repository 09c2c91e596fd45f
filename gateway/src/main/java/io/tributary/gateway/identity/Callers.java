package io.tributary.gateway.identity;

import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.CredentialEntry;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Callers as the registry has them, of whom it is known who they are: what they presented, and
/// from where they come, is for others to check. Stateless.
public final class Callers {
    private Callers() {}

    /// Who a credential is.
    ///
    /// @throws IdentityException if it lets nobody in now
    public static Caller of(RegistrySnapshot snapshot, CredentialEntry credential, Instant now)
            throws IdentityException {
        if (credential.disabled()) {
            throw IdentityException.unauthenticated(
                    "revoked", "credential %s is revoked".formatted(credential.name()));
        }
        if (credential.expires().filter(end -> !now.isBefore(end)).isPresent()) {
            throw IdentityException.unauthenticated(
                    "expired",
                    "credential %s expired at %s"
                            .formatted(credential.name(), credential.expires().get()));
        }
        Granted tenants =
                credential
                        .cluster()
                        .flatMap(snapshot::cluster)
                        .map(Callers::tenantOf)
                        .orElse(credential.tenants());
        return new Caller(
                credential.name(),
                false,
                credential.roles(),
                tenants,
                credential.cluster(),
                credential.defaultTenant(),
                credential.match(),
                credential.backlog(),
                credential.imports(now),
                Optional.empty());
    }

    /// Who an agent of ours is.
    ///
    /// @param certified the id of the cluster that its certificate is for
    /// @throws IdentityException if it, or its cluster, is revoked
    public static Caller ofAgent(RegistrySnapshot snapshot, UUID certified, UUID agent)
            throws IdentityException {
        Optional<ClusterEntry> cluster = snapshot.cluster(certified);
        if (cluster.isEmpty()
                || snapshot.agent(agent)
                        .filter(entry -> entry.isTurnedAway(cluster.get()))
                        .isPresent()) {
            throw IdentityException.unauthenticated(
                    "revoked", "agent %s or its cluster is revoked".formatted(agent));
        }
        return new Caller(
                cluster.get().name() + "/" + agent,
                false,
                Set.of(Role.WRITER),
                tenantOf(cluster.get()),
                Optional.of(cluster.get().name()),
                Optional.empty(),
                List.of(),
                true,
                Optional.of(agent));
    }

    /// Whoever writes for a cluster, and is no agent of ours.
    ///
    /// @param name by which it is known
    public static Caller ofCluster(String name, Set<Role> roles, ClusterEntry cluster) {
        return new Caller(
                name,
                false,
                roles,
                tenantOf(cluster),
                Optional.of(cluster.name()),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty());
    }

    /// Somebody by name who may do nothing.
    public static Caller withoutRights(String name) {
        return Caller.withoutTenant(name, Set.of());
    }

    private static Granted tenantOf(ClusterEntry cluster) {
        return new Granted.Listed(List.of(cluster.tenant()));
    }
}
