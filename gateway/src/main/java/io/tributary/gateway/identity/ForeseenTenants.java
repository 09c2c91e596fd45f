package io.tributary.gateway.identity;

import io.tributary.model.Tenant;
import io.tributary.model.flow.TenantDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The tenants of a store, and those that would be made there if somebody wrote: the store has none
/// of these. Safe from any thread.
final class ForeseenTenants implements TenantDirectory {
    private final TenantDirectory stored;
    private final Map<UUID, Tenant> foreseen = new ConcurrentHashMap<>();

    ForeseenTenants(TenantDirectory stored) {
        this.stored = stored;
    }

    @Override
    public Optional<Tenant> find(String name) {
        return stored.find(name)
                .or(() ->
                        foreseen.values().stream()
                                .filter(tenant -> tenant.name().equals(name))
                                .findFirst());
    }

    @Override
    public Optional<Tenant> find(UUID id) {
        return stored.find(id).or(() -> Optional.ofNullable(foreseen.get(id)));
    }

    @Override
    public Tenant register(Tenant tenant) {
        return stored.find(tenant.id())
                .orElseGet(() -> foreseen.computeIfAbsent(tenant.id(), _ -> tenant));
    }

    @Override
    public synchronized Optional<Tenant> findOrCreate(String name, int limit) {
        Optional<Tenant> known = find(name);
        if (known.isPresent() || all().size() >= limit) {
            return known;
        }
        return Optional.of(register(new Tenant(UUID.randomUUID(), name)));
    }

    @Override
    public List<Tenant> all() {
        List<Tenant> all = new ArrayList<>(stored.all());
        all.addAll(foreseen.values());
        return all;
    }
}
