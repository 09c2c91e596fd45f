package io.tributary.gateway.identity;

import io.tributary.gateway.labels.DoorPolicy;
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
/// *Invariants*: no id is ever given to another route; a route, once made, is the same for
/// everybody who asks for it until it is forgotten, and never comes back then under its old id.
///
/// Bounded: beyond a number of routes all are forgotten and made anew as they are asked for.
final class RouteTable {
    /// Most routes at once: ten of each of 10,000 clusters.
    private static final int ROUTES_MAX = 100_000;

    /// What a request says.
    ///
    /// @param version of the registry
    /// @param choice the tenant header; empty where there is none
    record Asked(long version, Caller caller, String choice, Dialect dialect) {}

    /// Where it leads.
    record Target(Tenant tenant, DoorPolicy policy, boolean backlog, long futureMillis) {}

    private record Key(String caller, Dialect dialect, Target target) {}

    private final AtomicInteger lastId = new AtomicInteger();
    private final ConcurrentMap<Asked, Route> byAsked = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Route> routes = new ConcurrentHashMap<>();
    private volatile long version;

    Optional<Route> known(Asked asked) {
        return Optional.ofNullable(byAsked.get(asked));
    }

    /// The route to a target, made where it is new.
    Route add(Asked asked, Target target) {
        forgetOld(asked.version());
        Route route =
                routes.computeIfAbsent(
                        new Key(asked.caller().name(), asked.dialect(), target),
                        key ->
                                new Route(
                                        lastId.incrementAndGet(),
                                        target.tenant(),
                                        key.dialect(),
                                        target.backlog(),
                                        target.futureMillis(),
                                        target.policy()));
        byAsked.put(asked, route);
        return route;
    }

    private void forgetOld(long now) {
        if (version != now || byAsked.size() >= ROUTES_MAX) {
            byAsked.clear();
            version = now;
        }
        if (routes.size() >= ROUTES_MAX) {
            routes.clear();
        }
    }
}
