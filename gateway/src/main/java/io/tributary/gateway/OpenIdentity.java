package io.tributary.gateway;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.notes.ExemplarSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Who asks, while authentication is off: one principal, whoever can reach us, with every right. A
/// header chooses the tenant.
///
/// A write to a name not seen before makes the tenant; a read does not, and sees nothing there.
///
/// *Invariant*: one route per (tenant, dialect), its id never given to another.
public final class OpenIdentity {
    /// Tenants that may come into being by being named. More must be registered.
    public static final int TENANTS_MAX = 1_000;

    /// What says whose a series is, where several tenants were asked for. Nobody can write it.
    public static final String TENANT_LABEL = LabelAdmission.TENANT_LABEL;

    private final TenantDirectory tenants;
    private final long futureMillis;
    private final AtomicInteger lastRouteId = new AtomicInteger();
    private final ConcurrentMap<RouteKey, Route> routes = new ConcurrentHashMap<>();

    private record RouteKey(String tenant, Dialect dialect) {}

    /// Identities of the tenants in a directory.
    ///
    /// @param futureMillis how far ahead of our clock a sample may be
    public OpenIdentity(TenantDirectory tenants, long futureMillis) {
        this.tenants = tenants;
        this.futureMillis = futureMillis;
    }

    /// Whether a tenant may be called so.
    public static boolean isName(String name) {
        try {
            TenantName.check(name);
            return true;
        } catch (IdentityException e) {
            return false;
        }
    }

    /// Where a write goes.
    ///
    /// @throws IdentityException if no one tenant is named as it must be, or there are too many
    public Route writer(TenantHeaders headers, Dialect dialect) throws IdentityException {
        String name = headers.choice().orElse(Tenant.ANONYMOUS);
        RouteKey key = new RouteKey(name, dialect);
        Route known = routes.get(key);
        return known != null ? known : newRoute(key);
    }

    /// What a read sees.
    ///
    /// @throws IdentityException if a name is none
    public ReadScope reader(TenantHeaders headers) throws IdentityException {
        List<ReadScope.TenantScope> scopes = new ArrayList<>();
        List<String> names = TenantName.checkAll(headers.choice().orElse(Tenant.ANONYMOUS));
        for (String name : names) {
            Optional<Tenant> tenant = tenants.find(name);
            tenant.ifPresent(found -> scopes.add(new ReadScope.TenantScope(found, List.of())));
        }
        return new ReadScope(scopes, names.size() > 1);
    }

    /// The same source for scopes of ours: where several tenants were asked for, series say whose
    /// they are (`__tenant_id__`), and matchers on that choose among the tenants.
    public static SeriesSource labelled(SeriesSource source) {
        return new TenantLabels(source);
    }

    /// Likewise for exemplars.
    public static ExemplarSource labelled(ExemplarSource source) {
        return new TenantExemplars(source);
    }

    private Route newRoute(RouteKey key) throws IdentityException {
        TenantName.check(key.tenant());
        Tenant tenant =
                tenants.findOrCreate(key.tenant(), TENANTS_MAX)
                        .orElseThrow(() ->
                                new IdentityException(
                                        "tenant %s is not known, and there are %d tenants already: no further one is made"
                                                .formatted(key.tenant(), TENANTS_MAX)));
        return routes.computeIfAbsent(
                key,
                absent ->
                        new Route(
                                lastRouteId.incrementAndGet(),
                                tenant,
                                key.dialect(),
                                true,
                                futureMillis));
    }
}
