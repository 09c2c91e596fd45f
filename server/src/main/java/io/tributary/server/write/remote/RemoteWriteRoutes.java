package io.tributary.server.write.remote;

import io.tributary.gateway.identity.Permission;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.GuardedHandler;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.write.WriteFlow;
import java.util.List;

/// Where remote write is taken.
public final class RemoteWriteRoutes {
    /// Besides `/api/v1/write`: as Mimir, Thanos and Cortex have it.
    private static final List<String> PATHS =
            List.of("/api/v1/push", "/api/v1/receive", "/api/v1/prom/write", "/api/prom/push");

    private final GuardedHandler handler;

    public RemoteWriteRoutes(WriteFlow flow) {
        this.handler = flow.handler(RemoteWrite.VERSION_1, RemoteWrite::of);
    }

    /// Adds those below the prefixes of the API.
    public void addTo(ApiRoutes routes) {
        routes.open(
                Kind.WRITTEN,
                "POST",
                "/write",
                Permission.WRITE,
                "remote write 1.0 and 2.0, as at `/push`, `/receive`, `/prom/write` and at `/api/prom/push`: [answers](write-answers.md)",
                handler);
    }

    /// Adds those that stand elsewhere.
    public void addTo(GuardedRoutes routes) {
        PATHS.forEach(path -> routes.add("POST", path, Permission.WRITE, handler));
    }
}
