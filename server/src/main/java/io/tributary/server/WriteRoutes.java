package io.tributary.server;

import io.tributary.gateway.frozen.FrozenSettings;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.write.WriteFlow;
import io.tributary.server.write.lines.LineRoutes;
import io.tributary.server.write.otlp.OtlpRoutes;
import io.tributary.server.write.remote.RemoteWriteRoutes;
import java.time.Duration;

/// The routes on which samples are sent, protocol by protocol.
final class WriteRoutes {
    private final RemoteWriteRoutes remoteWrite;
    private final OtlpRoutes otlp;
    private final LineRoutes lines;

    /// @param frozen how each tenant's OTLP is translated
    /// @param lookback of queries
    WriteRoutes(WriteFlow.Surroundings around, FrozenSettings frozen, Duration lookback) {
        WriteFlow flow = new WriteFlow(around);
        this.remoteWrite = new RemoteWriteRoutes(flow);
        this.otlp = new OtlpRoutes(flow, around.gate(), frozen, lookback);
        this.lines = new LineRoutes(flow, around.clock());
    }

    /// Adds those below the prefixes of the API.
    void addTo(ApiRoutes routes) {
        remoteWrite.addTo(routes);
        otlp.addTo(routes);
        lines.addTo(routes);
    }

    /// Adds those that stand elsewhere.
    void addTo(GuardedRoutes routes) {
        remoteWrite.addTo(routes);
        otlp.addTo(routes);
        lines.addTo(routes);
    }
}
