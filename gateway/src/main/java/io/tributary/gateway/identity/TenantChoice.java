package io.tributary.gateway.identity;

import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.TenantEntry;
import java.util.List;
import java.util.Optional;

/// Which tenant a caller means, and whether it is granted.
final class TenantChoice {
    private TenantChoice() {}

    /// The tenant meant where none is named.
    static String theOne(RegistrySnapshot snapshot, Caller caller) throws IdentityException {
        if (caller.defaultTenant().isPresent()) {
            return caller.defaultTenant().get();
        }
        List<String> granted = granted(snapshot, caller);
        if (granted.size() == 1) {
            return granted.getFirst();
        }
        throw IdentityException.badRequest(
                granted.isEmpty()
                        ? "%s has no tenants".formatted(caller.name())
                        : "%s has several tenants, name one in X-Scope-OrgID: %s"
                                .formatted(caller.name(), shown(granted)));
    }

    /// The tenant that is a sender's own, although it may have several.
    static String own(RegistrySnapshot snapshot, Caller caller) throws IdentityException {
        List<String> granted = granted(snapshot, caller);
        return caller.defaultTenant().isEmpty() && granted.size() > 1
                ? granted.getFirst()
                : theOne(snapshot, caller);
    }

    static boolean isGranted(RegistrySnapshot snapshot, Caller caller, String name) {
        return switch (caller.tenants()) {
            case Granted.Every _ -> caller.makesTenants() || snapshot.tenant(name).isPresent();
            case Granted.Listed(var names) ->
                    names.contains(name) || isAliasOfOne(snapshot, names, name);
        };
    }

    /// The same answer whether the tenant is there or not.
    static IdentityException notGranted(Caller caller, String name) {
        return IdentityException.forbidden(
                "tenant", "%s may not use tenant %s".formatted(caller.name(), name));
    }

    private static List<String> granted(RegistrySnapshot snapshot, Caller caller) {
        return switch (caller.tenants()) {
            case Granted.Listed(var names) -> names;
            case Granted.Every _ -> snapshot.tenants().stream().map(TenantEntry::name).toList();
        };
    }

    private static String shown(List<String> names) {
        int most = 20;
        return names.size() <= most
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, most))
                        + " and %d more".formatted(names.size() - most);
    }

    private static boolean isAliasOfOne(
            RegistrySnapshot snapshot, List<String> granted, String name) {
        Optional<TenantEntry> meant = snapshot.tenant(name);
        return meant.isPresent()
                && granted.stream()
                        .anyMatch(other ->
                                snapshot.tenant(other).filter(meant.get()::equals).isPresent());
    }
}
