package io.tributary.server;

import io.tributary.format.remotewrite.MalformedRequestException;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.limits.IngestRates;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.concurrent.FairPermits;
import io.tributary.runtime.http.BytePool;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.clusters.ClustersApi;
import io.tributary.server.door.Doors;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedHandler;

/// Remote write 1.0.
///
/// ```
/// headers → tenant → room → body → turn: unpack, decode, rate, append → wait until durable → answer
/// ```
///
/// *Invariants*: no byte of a body is read before its sender is known and its room taken; no permit
/// is held while waiting, for the body or for the disk; nothing is answered before it is durable.
final class WriteHandler implements GuardedHandler {
    /// Raw messages kept for the next request, in bytes.
    private static final long RAW_POOL_BYTES_MAX = 32L * 1024 * 1024;

    private final Gate gate;
    private final FairPermits<String> permits;
    private final ByteBudget<Tenant> budget;
    private final int maxBodyBytes;
    private final int maxRawBytes;
    private final IngestRates rates;
    private final ServerMetrics metrics;
    private final AuditTrail trail;
    private final ClustersApi clusters;
    private final BytePool rawPool = new BytePool(RAW_POOL_BYTES_MAX);
    private final WriteScratch.Pool scratches;

    WriteHandler(
            Gate gate,
            FairPermits<String> permits,
            ByteBudget<Tenant> budget,
            IngestRates rates,
            ServerSettings settings,
            ServerMetrics metrics,
            AuditTrail trail,
            ClustersApi clusters) {
        this.trail = trail;
        this.clusters = clusters;
        this.gate = gate;
        this.permits = permits;
        this.budget = budget;
        this.rates = rates;
        this.maxBodyBytes = settings.maxBodyBytes();
        this.maxRawBytes = settings.maxRawBytes();
        this.metrics = metrics;
        this.scratches = new WriteScratch.Pool(2 * Runtime.getRuntime().availableProcessors());
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange, Caller caller) throws InterruptedException {
        try {
            Doors doors = gate.pass();
            WriteEncoding encoding = WriteEncoding.of(exchange);
            Route route = doors.writer(exchange, caller, Dialect.REMOTE_WRITE_1);
            WriteResult result = write(exchange, caller, doors, route, encoding);
            metrics.written(route, result);
            return switch (result) {
                case WriteResult.Accepted accepted -> {
                    trail.written(exchange, caller, route, accepted);
                    if (accepted.samplesWritten() + accepted.histogramsWritten() > 0) {
                        clusters.written(caller);
                    }
                    yield WriteAnswer.of(accepted);
                }
                case WriteResult.Busy busy -> WriteAnswer.of(busy);
                case WriteResult.TooLarge tooLarge -> WriteAnswer.of(tooLarge);
            };
        } catch (HttpRefusalException e) {
            return WriteAnswer.of(e);
        }
    }

    @Override
    public HttpAnswer refused(HttpRefusalException refusal) {
        return WriteAnswer.of(refusal);
    }

    private WriteResult write(
            HttpExchange exchange, Caller caller, Doors doors, Route route, WriteEncoding encoding)
            throws InterruptedException {
        try (ByteBudget<Tenant>.Lease lease = lease(route.tenant())) {
            WriteResult result;
            try (HttpBody body = body(exchange, route, lease);
                    FairPermits<String>.Permit permit = permit(route, caller)) {
                result = append(body, doors, route, encoding, lease, permit);
            }
            if (result instanceof WriteResult.Accepted accepted) {
                doors.sink().awaitDurable(accepted.position());
            }
            return result;
        }
    }

    private WriteResult append(
            HttpBody body,
            Doors doors,
            Route route,
            WriteEncoding encoding,
            ByteBudget<Tenant>.Lease lease,
            FairPermits<String>.Permit permit) {
        WriteScratch scratch = scratches.take();
        try (WriteEncoding.Raw raw = encoding.unpack(body, rawPool, lease, maxRawBytes)) {
            permit.costs(raw.length());
            scratch.decoder().decode(raw.bytes(), 0, raw.length(), scratch.batch());
            return append(doors, route, scratch.batch());
        } catch (MalformedRequestException e) {
            throw new HttpRefusalException(400, String.valueOf(e.getMessage()));
        } finally {
            scratches.giveBack(scratch);
        }
    }

    /// Appends what may come now.
    private WriteResult append(Doors doors, Route route, WriteBatch batch) {
        int samples = batch.sampleCount() + batch.histogramCount();
        switch (rates.take(route, samples)) {
            case IngestRates.Answer.Taken _ -> {}
            case IngestRates.Answer.Later later -> {
                metrics.overRate(route);
                throw refusal(route, later);
            }
            case IngestRates.Answer.TooMany(var why) -> {
                return new WriteResult.TooLarge(why);
            }
        }
        WriteResult result = doors.sink().append(route, batch);
        if (!(result instanceof WriteResult.Accepted)) {
            rates.giveBack(route, samples);
        }
        return result;
    }

    /// Waits for the turn of a sender: tenants share what there is, and the senders of each its
    /// part.
    private FairPermits<String>.Permit permit(Route route, Caller caller)
            throws InterruptedException {
        String sender = caller.cluster().orElse(caller.name());
        return permits.queue(route.tenant().id().toString(), sender)
                .orElseThrow(() ->
                        HttpRefusalException.unavailable(
                                "too many writes of tenant %s wait already"
                                        .formatted(route.tenant().name()),
                                1))
                .await(Long.MAX_VALUE)
                .orElseThrow(() -> new IllegalStateException("BUG: nobody left the queue"));
    }

    private static HttpRefusalException refusal(Route route, IngestRates.Answer.Later later) {
        if (route.limits().tenant().dropsOverRate()) {
            return new HttpRefusalException(429, "nothing was stored: rate: " + later.why());
        }
        return HttpRefusalException.unavailable(
                "nothing was stored, try again: rate: " + later.why(), later.seconds());
    }

    private HttpBody body(HttpExchange exchange, Route route, ByteBudget<Tenant>.Lease lease)
            throws InterruptedException {
        long ofTenant = route.limits().tenant().requestBytes();
        if (ofTenant == 0 || ofTenant >= maxBodyBytes) {
            return exchange.body(maxBodyBytes, lease::takeMore);
        }
        try {
            return exchange.body((int) ofTenant, lease::takeMore);
        } catch (HttpRefusalException e) {
            if (e.status() != 413) {
                throw e;
            }
            throw new HttpRefusalException(
                    413,
                    "%s of tenant %s (limits.max_request_bytes)"
                            .formatted(e.text(), route.tenant().name()));
        }
    }

    private ByteBudget<Tenant>.Lease lease(Tenant tenant) {
        return budget.take(tenant, 0)
                .orElseThrow(() ->
                        HttpRefusalException.unavailable(
                                "no room for the body now: too many bytes in flight", 1));
    }
}
