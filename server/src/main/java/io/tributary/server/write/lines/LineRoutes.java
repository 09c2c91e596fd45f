package io.tributary.server.write.lines;

import io.tributary.runtime.clock.Clock;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.write.WriteFlow;

/// Where lines are taken.
public final class LineRoutes {
    private final WriteFlow flow;
    private final Influx influx;
    private final Exposition exposition;
    private final JsonLines jsonLines = new JsonLines();

    public LineRoutes(WriteFlow flow, Clock clock) {
        this.flow = flow;
        this.influx = new Influx(clock);
        this.exposition = new Exposition(clock);
    }

    /// Adds those below the prefixes of the API.
    public void addTo(ApiRoutes routes) {
        exposition.addTo(routes, flow);
        jsonLines.addTo(routes, flow);
    }

    /// Adds those that stand elsewhere.
    public void addTo(GuardedRoutes routes) {
        influx.addTo(routes, flow);
        exposition.addTo(routes, flow);
    }
}
