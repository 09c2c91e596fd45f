package io.tributary.gateway.registry;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a principal is there for. What each may call stands in one table, {@link
/// io.tributary.gateway.identity.Permission}.
public enum Role {
    /// Appends to its tenant and cluster, and can do nothing else.
    WRITER("writer"),
    /// Asks within its tenants and its label policy.
    READER("reader"),
    /// Writes rules.
    RULES("rules"),
    /// Sees to its own tenants: their clusters, credentials, audit.
    TENANT_ADMIN("tenant-admin"),
    /// Sees to all of the registry and the server itself; reads no samples by that.
    PLATFORM_ADMIN("platform-admin"),
    /// Checks: audit, evidence, the server's own metrics; reads no samples by that.
    AUDITOR("auditor");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// Whether it means nothing without tenants.
    boolean isOfTenants() {
        return this == WRITER || this == READER || this == RULES || this == TENANT_ADMIN;
    }

    /// All words, for messages.
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
    }

    /// By its word.
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
