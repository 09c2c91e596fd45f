package io.tributary.gateway.identity;

import io.tributary.gateway.registry.Role;
import java.util.EnumSet;
import java.util.Set;

/// What a route asks of its caller.
public enum Permission {
    /// Nobody is asked who they are: whether the server is alive and ready.
    NOBODY("whether the server is alive and ready"),
    WRITE("writing samples"),
    /// Within the caller's tenants and label policy.
    READ("asking for series, samples and what is told of them"),
    /// What says nothing of data or settings.
    KNOWN("asking what the server is"),
    /// Within the caller's tenants.
    TENANTS("seeing to tenants"),
    /// All of it for who sees to the site, else within the caller's tenants.
    AUDIT("the audit stream"),
    REGISTRY("declaring all that is registered"),
    METRICS("the server's own metrics"),
    SERVER("settings and state of the server");

    private final String what;

    Permission(String what) {
        this.what = what;
    }

    /// What it allows, in words.
    public String what() {
        return what;
    }

    /// Whose it is; none where nobody is asked. This is the one table of which role may call which
    /// route: each route has a permission.
    public Set<Role> roles() {
        return switch (this) {
            case NOBODY -> EnumSet.noneOf(Role.class);
            case WRITE -> EnumSet.of(Role.WRITER);
            case READ -> EnumSet.of(Role.READER, Role.TENANT_ADMIN);
            case KNOWN -> EnumSet.allOf(Role.class);
            case TENANTS -> EnumSet.of(Role.TENANT_ADMIN, Role.PLATFORM_ADMIN);
            case AUDIT -> EnumSet.of(Role.AUDITOR, Role.TENANT_ADMIN, Role.PLATFORM_ADMIN);
            case METRICS -> EnumSet.of(Role.AUDITOR, Role.PLATFORM_ADMIN);
            case REGISTRY, SERVER -> EnumSet.of(Role.PLATFORM_ADMIN);
        };
    }

    /// Whether the caller has to be known.
    public boolean asksWho() {
        return this != NOBODY;
    }
}
