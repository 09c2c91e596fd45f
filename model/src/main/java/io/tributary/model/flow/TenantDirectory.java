package io.tributary.model.flow;

import io.tributary.model.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tenants a store knows. Safe from any thread.
public interface TenantDirectory {
    Optional<Tenant> find(String name);

    Optional<Tenant> find(UUID id);

    /// The tenant of this id, made where there is none; as it was made first, under whatever name.
    Tenant register(Tenant tenant);

    /// The tenant of this name, made (with a random id) where there is none.
    ///
    /// @return empty if there are `limit` tenants already
    Optional<Tenant> findOrCreate(String name, int limit);

    /// In the order of their creation.
    List<Tenant> all();
}
