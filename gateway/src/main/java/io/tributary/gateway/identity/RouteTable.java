package io.tributary.gateway.identity;

import io.tributary.gateway.labels.DoorPolicy;
import io.tributary.gateway.routing.Destination;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The routes in use. A route stays the same as long as its caller's name, tenant, dialect and
/// policy do, whatever else changes in the registry: so the store's cache of series stays warm for
/// everybody but those whose policy changed.
///
/// *Invariants*: no id is ever given to another route; a route has the same id for everybody who
/// asks for it until it is forgotten, and never comes back then under its old id. Its limits are
/// those of the registry's version asked for; they change nothing of its id.
///
/// Bounded: beyond a number of routes all are forgotten and made anew as they are asked for.
final class RouteTable {
    /// Most routes at once: ten of each of 10,000 clusters.
    private static final int ROUTES_MAX = 100_000;

    /// What a request says.
    ///
    /// @param version of the registry
    /// @param choice the tenant header; empty where there is none
    /// @param imports whether it asks to bring a past that was kept elsewhere
    record Asked(long version, Caller caller, String choice, Dialect dialect, boolean imports) {}

    /// Where it leads.
    ///
    /// @param kept the tenant of the store that it is kept in: in quarantine another than `tenant`
    /// @param routing how labels choose tenants of what its caller writes, to this one or another;
    ///   empty where they choose none
    record Target(
            Tenant tenant,
            Tenant kept,
            DoorPolicy policy,
            Optional<RoutingPolicy> routing,
            boolean backlog,
            long futureMillis) {}

    private record Key(String caller, Dialect dialect, Target target) {}

    private final AtomicInteger lastId = new AtomicInteger();
    private final ConcurrentMap<Asked, Destination> byAsked = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Integer> ids = new ConcurrentHashMap<>();
    private volatile long version;

    Optional<Destination> known(Asked asked) {
        return Optional.ofNullable(byAsked.get(asked));
    }

    /// Keeps what a request asked for.
    Destination add(Asked asked, Destination destination) {
        forgetOld(asked.version());
        byAsked.put(asked, destination);
        return destination;
    }

    /// The route to a target, made where it is new.
    Route route(Asked asked, Target target, Route.Limits limits) {
        if (ids.size() >= ROUTES_MAX) {
            ids.clear();
        }
        int id =
                ids.computeIfAbsent(
                        new Key(asked.caller().name(), asked.dialect(), target),
                        key -> lastId.incrementAndGet());
        return new Route(
                id,
                target.tenant(),
                target.kept(),
                asked.dialect(),
                target.backlog(),
                target.futureMillis(),
                target.policy(),
                limits);
    }

    private void forgetOld(long now) {
        if (version != now || byAsked.size() >= ROUTES_MAX) {
            byAsked.clear();
            version = now;
        }
    }
}
