package io.tributary.gateway.jwt;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What somebody is given: words that mean something to who reads them.
///
/// @param roles in the order of their names, as all here
/// @param tenants names of tenants
/// @param cluster the cluster that somebody speaks for, if any
public record Grant(Set<String> roles, Set<String> tenants, Optional<String> cluster) {
    /// Nothing.
    public static final Grant NOTHING = new Grant(Set.of(), Set.of(), Optional.empty());

    public Grant {
        roles = sorted(roles);
        tenants = sorted(tenants);
    }

    static Set<String> sorted(Set<String> words) {
        return Collections.unmodifiableSet(new TreeSet<>(words));
    }
}
