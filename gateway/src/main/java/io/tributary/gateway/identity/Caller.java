package io.tributary.gateway.identity;

import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Role;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Who sends a request, and what is granted to them: a principal, as the registry has it now.
///
/// @param name of the credential, for counters, the audit and the query log
/// @param makesTenants whether writing to a tenant that is not there makes it: while authentication
///   is off
/// @param tenants what may be chosen among
/// @param cluster the workload cluster that writes; empty where it is none
/// @param defaultTenant what is meant where several are granted and none is named
/// @param match what a series must match to be seen
/// @param backlog whether gaps behind live data may be filled
/// @param imports whether a past that was kept elsewhere may be brought now
/// @param agent the id of an agent that has a certificate of ours; empty where it is none
public record Caller(
        String name,
        boolean makesTenants,
        Set<Role> roles,
        Granted tenants,
        Optional<String> cluster,
        Optional<String> defaultTenant,
        List<Matcher> match,
        boolean backlog,
        boolean imports,
        Optional<UUID> agent) {
    /// Somebody who was not asked.
    public static final Caller NOBODY = withoutTenant("", Set.of());

    /// Whoever comes, while authentication is off.
    public static final Caller OPEN =
            new Caller(
                    "anonymous",
                    true,
                    EnumSet.allOf(Role.class),
                    new Granted.Every(),
                    Optional.empty(),
                    Optional.of(Tenant.ANONYMOUS),
                    List.of(),
                    true,
                    true,
                    Optional.empty());

    /// The process itself, which records what it measures.
    public static final Caller SELF =
            new Caller(
                    "self",
                    true,
                    Set.of(Role.WRITER),
                    new Granted.Listed(List.of(Tenant.ANONYMOUS)),
                    Optional.empty(),
                    Optional.of(Tenant.ANONYMOUS),
                    List.of(),
                    true,
                    Optional.empty());

    public Caller {
        roles = Set.copyOf(roles);
        match = List.copyOf(match);
    }

    /// Somebody who brings no past.
    public Caller(
            String name,
            boolean makesTenants,
            Set<Role> roles,
            Granted tenants,
            Optional<String> cluster,
            Optional<String> defaultTenant,
            List<Matcher> match,
            boolean backlog,
            Optional<UUID> agent) {
        this(
                name,
                makesTenants,
                roles,
                tenants,
                cluster,
                defaultTenant,
                match,
                backlog,
                false,
                agent);
    }

    /// Somebody who is granted no tenant.
    static Caller withoutTenant(String name, Set<Role> roles) {
        return new Caller(
                name,
                false,
                roles,
                new Granted.Listed(List.of()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty());
    }

    /// Whether it is an agent that was enrolled: its clock is held to more.
    public boolean enrolled() {
        return agent.isPresent();
    }

    public boolean may(Permission permission) {
        return !permission.asksWho() || !Collections.disjoint(roles, permission.roles());
    }

    /// Goes on where the caller may.
    ///
    /// @throws IdentityException 403 where not
    public void require(Permission permission) throws IdentityException {
        if (!may(permission)) {
            throw IdentityException.forbidden(
                    "role",
                    "%s may not do this: %s needs one of the roles %s"
                            .formatted(
                                    name,
                                    permission.what(),
                                    permission.roles().stream().map(Role::word).sorted().toList()));
        }
    }
}
