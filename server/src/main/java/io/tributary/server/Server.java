package io.tributary.server;

import io.tributary.gateway.audit.AuditLog;
import io.tributary.gateway.audit.AuditSettings;
import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.labels.LabelAdmission;
import io.tributary.gateway.limits.IngestRates;
import io.tributary.gateway.silence.ClusterActivity;
import io.tributary.gateway.tenants.MergedSeries;
import io.tributary.gateway.tenants.TenantExemplars;
import io.tributary.gateway.tenants.TenantLabels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.promql.Engine;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.http.HttpServer;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.audit.AuditTrail;
import io.tributary.server.clusters.ClustersApi;
import io.tributary.server.door.Doors;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.enroll.Authority;
import io.tributary.server.query.QueryLog;
import io.tributary.server.query.QueryLogFile;
import io.tributary.server.status.ProcessFacts;
import io.tributary.server.status.StatusApi;
import io.tributary.server.write.InnerWriter;
import io.tributary.server.write.RoutingCounters;
import io.tributary.server.write.WriteCounters;
import io.tributary.server.write.WriteFlow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One process that takes writes, keeps them and answers questions, its parts built in the order
/// data flows.
///
/// ```
///            ┌ WriteFlow ─── Authorizer ─ budget ─ permit ── ─────────→ Store.sink   ┐ LabelAdmission
/// HttpServer ┤                                                                       ├ Store
///            └ ApiRoutes ─┬── ApiRoute ─ Authorizer ─ QueryApi ─ permit ─ Engine → Store.source ┘
///                         └── SeriesApi …, StatusApi, EmptyApi
/// ```
///
/// It listens first and answers 503 until its store is open: {@link #listen}, then {@link #open}.
/// Safe from any thread.
public final class Server implements AutoCloseable {
    /// Where Prometheus' API is answered.
    private static final List<String> API_PREFIXES = List.of("/api/v1", "/prometheus/api/v1");

    /// Where what stands beside it is.
    private static final List<String> BESIDE_PREFIXES = List.of("", "/prometheus");

    /// Where the audit stream stands in the data directory.
    private static final Path AUDIT = Path.of("audit");

    /// Where what is registered, and known of it, stands there.
    private static final Path REGISTRY = Path.of("registry");

    private final Config config;
    private final ServerSettings settings;
    private final StoreOpener opener;
    private final Clock clock;
    private final Metrics metrics;
    private final Entrance entrance;
    private final AuditTrail trail;
    private final ClustersApi clusters;
    private final Administration administration;
    private final GuardedRoutes routes;
    private final Gate gate;
    private final Engine engine;
    private final QuestionRoutes questions;
    private final QueryLog queryLog;
    private final HttpServer http;
    private final InnerWriter innerWriter;
    private Optional<Store> store = Optional.empty();
    private boolean closed;

    private Server(
            Config config,
            StoreOpener opener,
            Clock clock,
            Metrics metrics,
            Entrance entrance,
            AuditTrail trail,
            ClustersApi clusters,
            Administration administration,
            GuardedRoutes routes,
            Gate gate,
            Engine engine,
            QuestionRoutes questions,
            QueryLog queryLog,
            HttpServer http,
            InnerWriter innerWriter) {
        this.config = config;
        this.settings = new ServerSettings(config);
        this.opener = opener;
        this.clock = clock;
        this.metrics = metrics;
        this.entrance = entrance;
        this.trail = trail;
        this.clusters = clusters;
        this.administration = administration;
        this.routes = routes;
        this.gate = gate;
        this.engine = engine;
        this.questions = questions;
        this.queryLog = queryLog;
        this.http = http;
        this.innerWriter = innerWriter;
    }

    /// Looks at all that a start reads besides the data directory: where it would listen, the files
    /// of the registry, those of TLS. Changes nothing.
    ///
    /// @throws ConfigException if a start would be refused
    /// @throws IOException if a file cannot be read
    public static void check(Config config, Clock clock) throws IOException, ConfigException {
        ServerSettings settings = new ServerSettings(config);
        List<InetSocketAddress> _ = settings.addresses();
        Entrance.check(config, settings, clock);
    }

    /// Builds everything but the store, and listens.
    ///
    /// @throws ConfigException if it may not listen where it should, or as it should
    /// @throws IOException if it cannot; the message names the address
    public static Server listen(Config config, StoreOpener opener, Clock clock)
            throws IOException, ConfigException {
        ServerSettings settings = new ServerSettings(config);
        List<InetSocketAddress> addresses = settings.addresses();
        Metrics metrics = new Metrics();
        AuditTrail trail = new AuditTrail(clock, metrics);
        Entrance entrance = Entrance.open(config, settings, clock, metrics, trail);
        ServerMetrics counters = new ServerMetrics(metrics);
        ClustersApi clusters = new ClustersApi(entrance.registry(), metrics);
        Gate gate = new Gate();
        Engine engine = new Engine(settings.engine());

        IngestRates rates = new IngestRates(clock);
        WriteCounters written = new WriteCounters(metrics);
        WriteRoutes writes =
                new WriteRoutes(
                        writes(gate, settings, metrics, rates, written, trail, clusters, clock),
                        entrance.frozen().settings(),
                        settings.lookback());
        QueryLog queryLog = queryLog(settings, metrics);
        StatusApi status = new StatusApi(gate, metrics, facts(config, settings, clock));
        QuestionRoutes questions =
                QuestionRoutes.of(
                        gate, engine, settings, clock, metrics, counters, rates, writes, status,
                        queryLog, trail, clusters);

        GuardedRoutes routes = new GuardedRoutes(entrance.guard());
        writes.addTo(routes);
        API_PREFIXES.forEach(prefix -> questions.api().addTo(routes, prefix));
        BESIDE_PREFIXES.forEach(prefix -> questions.beside().addTo(routes, prefix));
        status.addTo(routes);
        Administration administration = Administration.of(config, entrance, gate, trail, clock);
        administration.addTo(routes);
        HttpServer http =
                HttpServer.start(
                        settings.http(addresses, entrance.certificates().tls()),
                        routes.routes(),
                        counters);
        return new Server(
                config,
                opener,
                clock,
                metrics,
                entrance,
                trail,
                clusters,
                administration,
                routes,
                gate,
                engine,
                questions,
                queryLog,
                http,
                new InnerWriter(gate, written));
    }

    private static WriteFlow.Surroundings writes(
            Gate gate,
            ServerSettings settings,
            Metrics metrics,
            IngestRates rates,
            WriteCounters written,
            AuditTrail trail,
            ClustersApi clusters,
            Clock clock) {
        return new WriteFlow.Surroundings(
                gate,
                ingestBudget(settings, metrics),
                rates,
                settings.maxBodyBytes(),
                settings.maxRawBytes(),
                written,
                new RoutingCounters(metrics),
                trail,
                clusters,
                clock);
    }

    private static ByteBudget<Tenant> ingestBudget(ServerSettings settings, Metrics metrics) {
        ByteBudget<Tenant> budget = new ByteBudget<>(settings.budgetBytes());
        metrics.gaugeOf(
                "tributary_ingest_budget_used_bytes",
                "Bytes of writes in flight",
                () -> (double) budget.usedBytes());
        return budget;
    }

    private static ProcessFacts facts(Config config, ServerSettings settings, Clock clock)
            throws ConfigException {
        return new ProcessFacts(
                Version.text(),
                clock.wallMillis(),
                clock,
                config,
                settings.engine(),
                settings.admission());
    }

    /// Opens the store and lets requests in. Blocks until then.
    ///
    /// @param onFatal ends the process: the store cannot make anything durable any more
    /// @throws IOException if the store cannot be opened
    public void open(Consumer<IOException> onFatal) throws IOException {
        LabelAdmission admission = new LabelAdmission(trail);
        Store opened =
                opener.open(
                        new StoreOpener.Surroundings(
                                settings.data(), config, clock, admission, metrics, onFatal));
        synchronized (this) {
            if (!closed) {
                store = Optional.of(opened);
                trail.open(auditLog());
                clusters.open(
                        ClusterActivity.open(LocalDisk.open(settings.data()), REGISTRY, clock));
                Authorizer authorizer =
                        new Authorizer(
                                opened.tenants(),
                                entrance.registry(),
                                config,
                                settings.futureMillis());
                administration.open(LocalDisk.open(settings.data()), clock);
                gate.open(
                        new Doors(
                                opened.sink(),
                                new TenantLabels(new MergedSeries(opened.source())),
                                opened.extents(),
                                new TenantExemplars(opened.exemplars()),
                                opened.metadata(),
                                opened.usage(),
                                authorizer,
                                entrance.guard(),
                                () -> warnings(opened),
                                opened::lossCount));
                return;
            }
        }
        opened.close();
    }

    /// Writes samples of the process itself, for the tenant of senders that name none, and waits
    /// until they are durable.
    ///
    /// @throws IOException if that tenant cannot be made
    public WriteResult record(WriteBatch batch) throws IOException {
        return innerWriter.record(batch);
    }

    /// What the process measures of itself.
    public Metrics metrics() {
        return metrics;
    }

    /// The certificate authority of its own; empty without one.
    Optional<Authority> authority() {
        return entrance.certificates().authority();
    }

    /// Every route, with what it asks of its caller.
    GuardedRoutes routes() {
        return routes;
    }

    /// What it answers of what is stored.
    QuestionRoutes questions() {
        return questions;
    }

    /// `https` where it speaks TLS, else `http`.
    public String scheme() {
        return entrance.certificates().tls().isPresent() ? "https" : "http";
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return http.address();
    }

    /// How long {@link #close} may take before it is given up.
    public Duration closeWithin() {
        return settings.stopTimeout().plusSeconds(30);
    }

    /// Turns new requests away, lets those in flight end, then closes the store.
    @Override
    public void close() throws IOException {
        Optional<Store> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = store;
        }
        gate.shut();
        http.close();
        engine.close();
        try (AutoCloseable _ = open.isPresent() ? open.get() : () -> {};
                Entrance _ = entrance;
                AuditTrail _ = trail;
                ClustersApi _ = clusters) {
            queryLog.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("BUG: a store that closes with " + e, e);
        }
    }

    private List<String> warnings(Store opened) {
        List<String> all = new ArrayList<>(opened.warnings());
        all.addAll(entrance.registry().warnings());
        int frozen = entrance.frozen().warnings(entrance.registry().current()).size();
        if (frozen > 0) {
            all.add(
                    "registry: %d settings of tenants are declared otherwise than they are frozen, and not in force: the log names them"
                            .formatted(frozen));
        }
        return all;
    }

    private AuditLog auditLog() throws IOException {
        return AuditLog.open(
                LocalDisk.open(settings.data()), AUDIT, AuditSettings.of(config), clock, metrics);
    }

    private static QueryLog queryLog(ServerSettings settings, Metrics metrics) throws IOException {
        Counter dropped =
                metrics.counter(
                        "tributary_query_log_dropped_total",
                        "Lines of the query log that could not be written");
        Optional<Path> name = settings.queryLogFile();
        if (name.isEmpty()) {
            return new QueryLog(settings.queryLogKept(), Optional.empty());
        }
        QueryLogFile file = QueryLogFile.open(name.get(), settings.queryLogBytesMax(), dropped);
        return new QueryLog(settings.queryLogKept(), Optional.of(file));
    }
}
