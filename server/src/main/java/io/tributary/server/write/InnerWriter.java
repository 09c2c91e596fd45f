package io.tributary.server.write;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.Doors;
import io.tributary.server.door.Gate;
import java.io.IOException;
import java.util.Optional;

/// Writes of the process itself, by the same way as everybody's but for HTTP: through the gate,
/// with a route of the gateway, counted, durable on return. They belong to the tenant that a sender
/// who names none has.
public final class InnerWriter {
    private static final TenantHeaders NO_HEADERS =
            new TenantHeaders(Optional.empty(), Optional.empty());

    private static final int RETRY_SECONDS = 1;

    private final Gate gate;
    private final WriteCounters counters;

    public InnerWriter(Gate gate, WriteCounters counters) {
        this.gate = gate;
        this.counters = counters;
    }

    /// Appends a batch, and waits until it is durable.
    ///
    /// @throws IOException if the tenant cannot be made
    public WriteResult record(WriteBatch batch) throws IOException {
        Doors doors;
        try {
            doors = gate.pass();
        } catch (HttpRefusalException e) {
            Unavailable reason = gate.closedBecause().orElse(Unavailable.STARTING);
            return new WriteResult.Busy(reason, RETRY_SECONDS);
        }
        Route route;
        try {
            route = doors.authorizer().writer(Caller.SELF, NO_HEADERS, Dialect.REMOTE_WRITE_1);
        } catch (IdentityException e) {
            throw new IOException("cannot write own samples: " + e.getMessage(), e);
        }
        WriteResult result = doors.sink().append(route, batch);
        if (result instanceof WriteResult.Accepted accepted) {
            doors.sink().awaitDurable(accepted.position());
        }
        counters.written(route, result, LeftOut.NOTHING);
        return result;
    }
}
