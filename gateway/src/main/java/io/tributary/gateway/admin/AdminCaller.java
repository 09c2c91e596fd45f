package io.tributary.gateway.admin;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.registry.Role;

/// Who asks the registry's API.
///
/// @param from the address that they come from
public record AdminCaller(Caller caller, String from) {
    /// Whether they see to the site.
    boolean seesAll() {
        return caller.roles().contains(Role.PLATFORM_ADMIN);
    }

    String name() {
        return caller.name();
    }
}
