package io.tributary.server.door;

import io.tributary.gateway.identity.Permission;
import io.tributary.runtime.http.Routes;
import java.util.ArrayList;
import java.util.List;

/// Every route of the server, each with what it asks of its caller: there is no other way to add
/// one. Filled by one thread before the server starts, read-only then.
public final class GuardedRoutes {
    /// A route, and what it asks for.
    ///
    /// @param path as declared, its parameter as `{name}`
    public record Entry(String method, String path, Permission permission) {}

    private final Guard guard;
    private final Routes routes = new Routes();
    private final List<Entry> entries = new ArrayList<>();

    public GuardedRoutes(Guard guard) {
        this.guard = guard;
    }

    public GuardedRoutes add(
            String method, String path, Permission permission, GuardedHandler handler) {
        routes.add(method, path, guard.before(handler, permission));
        entries.add(new Entry(method, path, permission));
        return this;
    }

    /// For the server.
    public Routes routes() {
        return routes;
    }

    /// In the order of their declaration.
    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
