package io.tributary.server.write;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.limits.IngestRates;
import io.tributary.gateway.routing.Destination;
import io.tributary.gateway.routing.Router;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.concurrent.FairPermits;
import io.tributary.runtime.http.BytePool;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.clusters.ClustersApi;
import io.tributary.server.door.Doors;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The way of every write, whatever its format.
///
/// ```
/// headers → tenant → room → body → turn: unpack, decode, route, rate, append → wait until durable → count, answer
/// ```
///
/// *Invariants*: no byte of a body is read before its sender is known and its room taken; no permit
/// is held while waiting, for the body or for the disk; nothing is answered, counted as stored or
/// told to the audit stream before it is durable.
///
/// Safe from any thread.
public final class WriteFlow {
    /// Raw messages kept for the next request, in bytes.
    private static final long RAW_POOL_BYTES_MAX = 32L * 1024 * 1024;

    /// What each who waits gets in a round: about a usual request of a Prometheus, unpacked.
    private static final long QUANTUM_BYTES = 128 * 1024;

    /// Writes of one tenant that wait; one more is answered 503.
    private static final int WAITING_MAX = 1_000;

    private final Surroundings around;
    private final RoutedAppend routing;

    /// As many as there are cores, shared by bytes unpacked.
    private final FairPermits<String> permits;

    private final BytePool rawPool = new BytePool(RAW_POOL_BYTES_MAX);
    private final Map<WriteFormat, WriteScratch.Pool> scratches = new ConcurrentHashMap<>();

    /// What writes go through, and who is told of them.
    ///
    /// @param budget of bytes in flight, by tenant
    /// @param maxBodyBytes of a request as it is sent
    /// @param maxRawBytes of a request unpacked
    /// @param routing counts what labels send to several tenants
    /// @param clock by which is measured how long that takes
    public record Surroundings(
            Gate gate,
            ByteBudget<Tenant> budget,
            IngestRates rates,
            int maxBodyBytes,
            int maxRawBytes,
            WriteCounters counters,
            RoutingCounters routing,
            AuditTrail trail,
            ClustersApi clusters,
            Clock clock) {}

    /// What became of a request, and whom else that is to be told once it is durable.
    record Written(WriteFormat.Told told, List<Outcome> outcomes) {
        WriteResult result() {
            return told.result();
        }
    }

    /// What became of a request with one of the tenants it went to, to be counted in that tenant's
    /// name.
    record Outcome(Route route, WriteResult result, LeftOut leftOut) {}

    /// One request, as its headers have it.
    record Request(
            HttpExchange exchange,
            Caller caller,
            Doors doors,
            Destination destination,
            WriteFormat format,
            Packing packing) {
        /// In whose name it is let in.
        Route route() {
            return destination.home();
        }
    }

    public WriteFlow(Surroundings around) {
        this.around = around;
        this.routing = new RoutedAppend(around);
        this.permits = new FairPermits<>(processors(), QUANTUM_BYTES, WAITING_MAX);
    }

    /// A handler of the requests of one route.
    ///
    /// @param usual the format in which is answered where a request's own is not known
    /// @param formats the format that the headers name; may throw {@link HttpRefusalException}
    public GuardedHandler handler(WriteFormat usual, Function<HttpExchange, WriteFormat> formats) {
        return new WriteHandler(this, usual, formats);
    }

    /// A handler of requests that have one format.
    public GuardedHandler handler(WriteFormat format) {
        return handler(format, exchange -> format);
    }

    /// Takes a request through, and waits until what it brought is durable.
    ///
    /// @throws HttpRefusalException if nothing of it was looked at
    Written write(HttpExchange exchange, Caller caller, WriteFormat format)
            throws InterruptedException {
        Doors doors = around.gate().pass();
        Packing packing = format.packing(exchange);
        Destination destination = doors.writer(exchange, caller, format.dialect());
        Request request = new Request(exchange, caller, doors, destination, format, packing);
        Written written = write(request);
        if (written.result() instanceof WriteResult.Accepted accepted && accepted.written() > 0) {
            around.clusters().written(caller);
        }
        return written;
    }

    private Written write(Request request) throws InterruptedException {
        Route route = request.route();
        try (ByteBudget<Tenant>.Lease lease = lease(route.tenant())) {
            Written written;
            try (HttpBody body = body(request.exchange, route, lease);
                    FairPermits<String>.Permit permit = permit(route, request.caller);
                    Packing.Raw raw = unpack(body, request, lease)) {
                permit.costs(raw.length());
                written = append(request, raw, lease);
            }
            if (written.result() instanceof WriteResult.Accepted accepted) {
                request.doors.sink().awaitDurable(accepted.position());
            }
            written.outcomes.forEach(outcome -> told(request, outcome));
            return written;
        }
    }

    private void told(Request request, Outcome outcome) {
        Route route = outcome.route;
        around.counters().written(route, outcome.result, outcome.leftOut);
        if (outcome.result instanceof WriteResult.Accepted accepted) {
            around.trail().written(request.exchange, request.caller, route, accepted);
            if (route.limits().late().imports()) {
                around.counters().imported(route, request.caller, accepted);
            }
        }
    }

    private Packing.Raw unpack(HttpBody body, Request request, ByteBudget<Tenant>.Lease lease) {
        WriteFormat.Packed where = request.format.packed(body, request.packing);
        return where.packing()
                .unpack(
                        body.bytes(),
                        where.offset(),
                        where.length(),
                        rawPool,
                        lease,
                        around.maxRawBytes());
    }

    private Written append(Request request, Packing.Raw raw, ByteBudget<Tenant>.Lease lease) {
        WriteScratch.Pool pool =
                scratches.computeIfAbsent(
                        request.format,
                        own -> new WriteScratch.Pool(own::newDecoder, 2 * processors()));
        return pool.lend(scratch -> append(request, raw, scratch, lease));
    }

    private Written append(
            Request request,
            Packing.Raw raw,
            WriteScratch scratch,
            ByteBudget<Tenant>.Lease lease) {
        try {
            LeftOut leftOut =
                    scratch.decoder()
                            .decode(
                                    request.exchange,
                                    request.route(),
                                    raw.bytes(),
                                    raw.length(),
                                    scratch.batch());
            Optional<Router> router = request.destination.router();
            return router.isPresent()
                    ? routing.append(request, router.get(), scratch, leftOut, lease)
                    : append(request, scratch, leftOut);
        } catch (MalformedRequestException e) {
            throw new HttpRefusalException(400, String.valueOf(e.getMessage()));
        }
    }

    private Written append(Request request, WriteScratch scratch, LeftOut leftOut) {
        Route route = request.route();
        WriteBatch batch = scratch.batch();
        SampleSink.Part part =
                batch.hasPoints()
                        ? scratch.points().part(route, batch)
                        : new SampleSink.Part(route, batch);
        WriteResult result = append(request.doors, part);
        int rejected = leftOut.count() + scratch.points().refused(batch);
        return new Written(
                new WriteFormat.Told(result, leftOut, rejected),
                List.of(new Outcome(route, result, leftOut)));
    }

    /// Appends what may come now.
    private WriteResult append(Doors doors, SampleSink.Part part) {
        Route route = part.route();
        IngestRates rates = around.rates();
        int samples = part.batch().valueCount();
        switch (rates.take(route, samples)) {
            case IngestRates.Answer.Taken _ -> {}
            case IngestRates.Answer.Later later -> {
                around.counters().overRate(route);
                throw refusal(route, later);
            }
            case IngestRates.Answer.TooMany(var why) -> {
                return new WriteResult.TooLarge(why);
            }
        }
        WriteResult result = doors.sink().append(List.of(part)).getFirst();
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

    /// The answer to a request of which all came too fast.
    static HttpRefusalException refusal(Route route, IngestRates.Answer.Later later) {
        if (route.limits().tenant().dropsOverRate()) {
            return new HttpRefusalException(429, "nothing was stored: rate: " + later.why());
        }
        return HttpRefusalException.unavailable(
                "nothing was stored, try again: rate: " + later.why(), later.seconds());
    }

    private HttpBody body(HttpExchange exchange, Route route, ByteBudget<Tenant>.Lease lease)
            throws InterruptedException {
        long ofTenant = route.limits().tenant().requestBytes();
        if (ofTenant == 0 || ofTenant >= around.maxBodyBytes()) {
            return exchange.body(around.maxBodyBytes(), lease::takeMore);
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
        return around.budget()
                .take(tenant, 0)
                .orElseThrow(() ->
                        HttpRefusalException.unavailable(
                                "no room for the body now: too many bytes in flight", 1));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
