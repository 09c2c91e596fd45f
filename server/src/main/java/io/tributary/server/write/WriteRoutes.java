package io.tributary.server.write;

import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.limits.IngestRates;
import io.tributary.model.Tenant;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.clusters.ClustersApi;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedHandler;
import io.tributary.server.door.GuardedRoutes;
import java.util.List;

/// The routes on which samples are sent.
public final class WriteRoutes {
    /// Where remote write is taken besides `/api/v1/write`: as Mimir, Thanos and Cortex have it.
    private static final List<String> REMOTE_WRITE_PATHS =
            List.of("/api/v1/push", "/api/v1/receive", "/api/v1/prom/write", "/api/prom/push");

    private final WriteFlow flow;
    private final GuardedHandler remoteWrite;
    private final Influx influx;

    /// What writes go through, and who is told of them.
    ///
    /// @param budget of bytes in flight, by tenant
    /// @param maxBodyBytes of a request as it is sent
    /// @param maxRawBytes of a request unpacked
    public record Surroundings(
            Gate gate,
            ByteBudget<Tenant> budget,
            IngestRates rates,
            int maxBodyBytes,
            int maxRawBytes,
            WriteCounters counters,
            AuditTrail trail,
            ClustersApi clusters,
            Clock clock) {}

    public WriteRoutes(Surroundings around) {
        this.flow = new WriteFlow(around);
        this.influx = new Influx(around.clock());
        this.remoteWrite = new WriteHandler(flow, RemoteWrite.VERSION_1, RemoteWrite::of);
    }

    /// Adds those below the prefixes of the API.
    public void addTo(ApiRoutes routes) {
        routes.open(
                Kind.WRITTEN,
                "POST",
                "/write",
                Permission.WRITE,
                "remote write 1.0 and 2.0, as at `/push`, `/receive`, `/prom/write` and at `/api/prom/push`: [answers](write-answers.md)",
                remoteWrite);
    }

    /// Adds those that stand elsewhere.
    public void addTo(GuardedRoutes routes) {
        REMOTE_WRITE_PATHS.forEach(path -> routes.add("POST", path, Permission.WRITE, remoteWrite));
        influx.addTo(routes, flow);
    }
}
