package io.tributary.model;

import java.util.UUID;

/// Who data belongs to: identity is the id; the name is what headers and people say.
public record Tenant(UUID id, String name) {
    /// The tenant of a request that names none while authentication is off (Mimir's and Thanos'
    /// name for it).
    public static final String ANONYMOUS = "anonymous";
}
