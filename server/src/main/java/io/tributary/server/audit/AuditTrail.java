package io.tributary.server.audit;

import io.tributary.gateway.admin.AdminWitness;
import io.tributary.gateway.audit.AuditEvent;
import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.audit.AuditLog;
import io.tributary.gateway.audit.Origin;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.labels.DoorPolicy;
import io.tributary.gateway.labels.StampWitness;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.model.Label;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.door.DoorWitness;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// What happens at the doors, as the audit stream has it. There before the stream is open, which it
/// is once the store has its directory: what happens until then waits, up to a bound.
///
/// Safe from any thread; blocks on no disk but for {@link #changed}.
public final class AuditTrail implements DoorWitness, StampWitness, AdminWitness, AutoCloseable {
    /// Most events that wait for the stream; more are not told one by one, nor counted in it, but
    /// in the metric.
    private static final int EARLY_MAX = 10_000;

    private final Clock clock;
    private final Labeled<Counter> refused;
    private final Labeled<Counter> overwritten;
    private final Queue<AuditEvent> early = new ArrayDeque<>();
    private volatile Optional<AuditLog> log = Optional.empty();

    public AuditTrail(Clock clock, Metrics metrics) {
        this.clock = clock;
        refused =
                metrics.counters(
                        "tributary_requests_refused_total",
                        "Requests of senders who were not known, or might not do it",
                        "status",
                        "reason");
        overwritten =
                metrics.counters(
                        "tributary_ingest_stamps_differing_total",
                        "New series whose sender gave a label that the server stamps another value",
                        "tenant",
                        "label");
    }

    /// Has everything go to this stream from now on; it is closed with this.
    public void open(AuditLog opened) {
        synchronized (early) {
            log = Optional.of(opened);
            early.forEach(opened::record);
            early.clear();
        }
    }

    /// The stream; empty before it is open.
    Optional<AuditLog> log() {
        return log;
    }

    @Override
    public void refused(HttpExchange exchange, Caller caller, IdentityException why) {
        refused.of(Integer.toString(why.kind().status()), why.reason()).increment();
        Kind kind =
                switch (why.kind()) {
                    case UNAUTHENTICATED -> Kind.AUTHENTICATION_FAILURE;
                    case FORBIDDEN -> Kind.DENIAL;
                    case BAD_REQUEST ->
                            // What says who it is cannot be read, or what a known caller asks for.
                            caller.equals(Caller.NOBODY)
                                    ? Kind.AUTHENTICATION_FAILURE
                                    : Kind.REFUSAL;
                    case UNAVAILABLE -> Kind.REFUSAL;
                };
        boolean told = kind != Kind.REFUSAL;
        if (told) {
            record(
                    AuditEvent.of(
                            clock.wallMillis(),
                            kind,
                            origin(exchange, caller, Optional.empty()),
                            why.reason(),
                            String.valueOf(why.getMessage())));
        }
    }

    /// Something else happened at a door.
    ///
    /// @param reason one word of a small closed set
    public void told(
            HttpExchange exchange, Caller caller, Kind kind, String reason, String detail) {
        record(
                AuditEvent.of(
                        clock.wallMillis(),
                        kind,
                        origin(exchange, caller, Optional.empty()),
                        reason,
                        detail));
    }

    /// An administrator is about to do something; durable when this returns.
    ///
    /// @param reason one word of a small closed set
    /// @throws IOException if it cannot be made durable: it must not be done then
    public void toldFirst(HttpExchange exchange, Caller caller, String reason, String detail)
            throws IOException {
        AuditEvent event =
                AuditEvent.of(
                        clock.wallMillis(),
                        Kind.ADMIN,
                        origin(exchange, caller, Optional.empty()),
                        reason,
                        detail);
        if (log.isPresent()) {
            log.get().recordDurably(event);
        } else {
            record(event);
        }
    }

    /// A write was decided. Costs two comparisons where there is nothing to tell. Of what is kept
    /// in quarantine there are counts, and no examples: its series and values are in no answer.
    public void written(
            HttpExchange exchange, Caller caller, Route route, WriteResult.Accepted result) {
        if (result.refused().isEmpty() && result.samplesLate() == 0) {
            return;
        }
        Origin origin = origin(exchange, caller, Optional.of(route.tenant()));
        if (route.isApart()) {
            log.ifPresent(open -> open.counted(origin, result));
            return;
        }
        log.ifPresent(open -> open.written(clock.wallMillis(), origin, result));
    }

    @Override
    public void differs(Route route, Label stamp, String given) {
        overwritten.of(route.tenant().name(), stamp.name()).increment();
        if (route.policy() instanceof DoorPolicy policy) {
            record(
                    AuditEvent.of(
                            clock.wallMillis(),
                            Kind.DENIAL,
                            new Origin(
                                    policy.sender(),
                                    policy.sender(),
                                    Optional.of(route.tenant()),
                                    policy.cluster(),
                                    "",
                                    ""),
                            "stamped_label",
                            "label %s was sent as %s, and is stamped %s"
                                    .formatted(
                                            stamp.name(),
                                            route.isApart() ? "another value" : given,
                                            stamp.value())));
        }
    }

    @Override
    public void changed(HistoryEntry change) {
        recordDurably(
                AuditEvent.of(
                        change.time().toEpochMilli(),
                        Kind.ADMIN,
                        new Origin(
                                change.who(),
                                change.who(),
                                Optional.empty(),
                                "",
                                change.from(),
                                ""),
                        change.action().word(),
                        "%s of version %d: %s; fields %s"
                                .formatted(
                                        change.key(),
                                        change.version(),
                                        change.action().word(),
                                        change.fields())));
    }

    @Override
    public void refused(String who, String from, String what) {
        record(
                AuditEvent.of(
                        clock.wallMillis(),
                        Kind.DENIAL,
                        new Origin(who, who, Optional.empty(), "", from, ""),
                        "registry",
                        what));
    }

    @Override
    public void replaced(String who, String from, Tenant tenant, String what) {
        recordDurably(
                AuditEvent.of(
                        clock.wallMillis(),
                        Kind.ADMIN,
                        new Origin(who, who, Optional.of(tenant), "", from, ""),
                        "frozen_settings",
                        what));
    }

    /// Another version of the registry is in force; durable when this returns, where the stream is
    /// open and can be written.
    public void changed(RegistrySnapshot now) {
        AuditEvent event =
                AuditEvent.of(
                        clock.wallMillis(),
                        Kind.POLICY_CHANGE,
                        new Origin("registry", "", Optional.empty(), "", "", ""),
                        "registry",
                        "version %d in force: %d tenants, %d clusters, %d credentials, %d issuers"
                                .formatted(
                                        now.version(),
                                        now.tenants().size(),
                                        now.clusters().size(),
                                        now.credentials().size(),
                                        now.issuers().size()));
        recordDurably(event);
    }

    /// A full disk may not hold up a revocation, nor a change that stands in the journal of the
    /// registry already: what cannot be made durable now is told when there is room.
    void recordDurably(AuditEvent event) {
        try {
            if (log.isPresent()) {
                log.get().recordDurably(event);
                return;
            }
        } catch (IOException e) {
            // As said above.
        }
        record(event);
    }

    private void record(AuditEvent event) {
        if (log.isPresent()) {
            log.get().record(event);
            return;
        }
        synchronized (early) {
            if (log.isPresent()) {
                log.get().record(event);
            } else if (early.size() < EARLY_MAX) {
                early.add(event);
            }
        }
    }

    private static Origin origin(HttpExchange exchange, Caller caller, Optional<Tenant> tenant) {
        return new Origin(
                caller.name(),
                caller.name(),
                tenant,
                caller.cluster().orElse(""),
                exchange.remoteAddress().getAddress().getHostAddress(),
                exchange.path());
    }

    @Override
    public void close() throws IOException {
        if (log.isPresent()) {
            log.get().close();
        }
    }
}
