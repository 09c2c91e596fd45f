package io.tributary.gateway.identity;

import io.tributary.model.Tenant;
import io.tributary.model.flow.TenantDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tenants in memory.
public final class MapDirectory implements TenantDirectory {
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Tenant> find(String name) {
        return Optional.ofNullable(tenants.get(name));
    }

    @Override
    public synchronized Optional<Tenant> find(UUID id) {
        return tenants.values().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
    }

    @Override
    public synchronized Tenant register(Tenant tenant) {
        return find(tenant.id())
                .orElseGet(() -> {
                    tenants.put(tenant.name(), tenant);
                    return tenant;
                });
    }

    @Override
    public synchronized Optional<Tenant> findOrCreate(String name, int limit) {
        if (!tenants.containsKey(name) && tenants.size() >= limit) {
            return Optional.empty();
        }
        return Optional.of(
                tenants.computeIfAbsent(
                        name, absent -> new Tenant(new UUID(7, tenants.size()), name)));
    }

    @Override
    public synchronized List<Tenant> all() {
        return List.copyOf(tenants.values());
    }
}
