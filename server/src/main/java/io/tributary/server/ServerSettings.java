package io.tributary.server;

import io.tributary.gateway.audit.AuditSettings;
import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.silence.ClusterActivity;
import io.tributary.promql.EngineSettings;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.http.HttpServer;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.tls.ServerTls;
import io.tributary.server.backup.BackupRoutes;
import io.tributary.server.enroll.AuthoritySettings;
import io.tributary.server.ha.HaPairs;
import io.tributary.server.query.BlockedQueries;
import io.tributary.server.query.QueryLimits;
import io.tributary.server.raw.ReadSettings;
import io.tributary.server.status.Admission;
import io.tributary.server.write.otlp.OtlpConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of the server itself, read once from a configuration.
public final class ServerSettings {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;
    private static final int BLOCKED_MAX = 100;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEARS = Duration.ofDays(36_525);

    private static final Setting<String> DATA =
            Setting.text("data", "data", "Directory of everything that is stored");

    private static final Setting<Boolean> INSECURE =
            Setting.flag(
                    "insecure",
                    false,
                    "Listen on other addresses than loopback although nobody is authenticated");

    private static final Setting<String> REGISTRY_FILE =
            Setting.text(
                    "registry.file",
                    "",
                    "Where tenants, clusters and credentials are declared: a YAML file, or a directory of them; watched. Turns authentication on");

    private static final Setting<Boolean> REGISTRY_API =
            Setting.flag(
                    "registry.api",
                    false,
                    "Tenants, clusters and credentials are declared by /admin/v1, too. Turns authentication on");

    private static final Setting<String> ADMIN_TOKEN_FILE =
            Setting.text(
                    "registry.adminTokenFile",
                    "",
                    "A file with the token of a platform-admin, by which the first credentials are declared; empty: with registry.api one is made where nobody else may declare");

    private static final Setting<Integer> CONNECTIONS_MAX =
            Setting.integer("http.maxConnections", 4096, 1, 1_000_000, "Connections at once");

    private static final Setting<Integer> REQUESTS_MAX =
            Setting.integer("http.maxRequests", 8192, 1, 1_000_000, "Requests at once, above: 503");

    private static final Setting<Duration> BODY_TIMEOUT =
            Setting.duration(
                    "http.bodyTimeout",
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1),
                    DAY,
                    "How long a request's body may take to arrive");

    private static final Setting<Duration> IDLE_TIMEOUT =
            Setting.duration(
                    "http.idleTimeout",
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(1),
                    DAY,
                    "How long a connection may lie unused");

    private static final Setting<Duration> STOP_TIMEOUT =
            Setting.duration(
                    "http.stopTimeout",
                    Duration.ofSeconds(10),
                    Duration.ofMillis(1),
                    DAY,
                    "How long requests in flight may take once the server stops");

    private static final Setting<Long> MAX_BODY_BYTES =
            Setting.size(
                    "ingest.maxBodyBytes", 8 * MIB, KIB, GIB, "Largest body of a write, as sent");

    private static final Setting<Long> MAX_RAW_BYTES =
            Setting.size(
                    "ingest.maxRawBytes",
                    32 * MIB,
                    KIB,
                    32 * MIB,
                    "Largest body of a write, unpacked");

    private static final Setting<Long> BUDGET_BYTES =
            Setting.size(
                    "ingest.budgetBytes",
                    64 * MIB,
                    MIB,
                    64 * GIB,
                    "Bytes of writes in flight, packed and unpacked; one tenant at most half");

    private static final Setting<Duration> TOO_FAR_IN_FUTURE =
            Setting.duration(
                    "ingest.tooFarInFuture",
                    Duration.ofMinutes(5),
                    Duration.ZERO,
                    DAY,
                    "How far ahead of our clock a sample may be");

    /// Of the store; what tenants say of late samples is held to it.
    static final Setting<Duration> BACKLOG_LATE_WINDOW =
            Setting.duration(
                    "head.backlogLateWindow",
                    DAY,
                    Duration.ofMinutes(1),
                    YEARS,
                    "The same as limits.out_of_order_time_window, for senders that may send backlog; without authentication all may");

    private static final Setting<Duration> QUERY_TIMEOUT =
            Setting.duration(
                    "query.timeout",
                    Duration.ofMinutes(2),
                    Duration.ofMillis(1),
                    DAY,
                    "How long a query may take");

    private static final Setting<Duration> LOOKBACK =
            Setting.duration(
                    "query.lookback",
                    Duration.ofMinutes(5),
                    Duration.ofMillis(1),
                    Duration.ofDays(7),
                    "How old a sample may be to count as current");

    private static final Setting<Duration> SUBQUERY_STEP =
            Setting.duration(
                    "query.subqueryStep",
                    Duration.ofMinutes(1),
                    Duration.ofMillis(1),
                    DAY,
                    "The step of a subquery that names none");

    private static final Setting<Long> QUERY_BYTES_MAX =
            Setting.size(
                    "query.maxBytes", 64 * MIB, MIB, 64 * GIB, "What one query may hold in memory");

    private static final Setting<Long> QUERIES_BYTES_MAX =
            Setting.size(
                    "query.totalBytesMax",
                    256 * MIB,
                    MIB,
                    64 * GIB,
                    "What all queries together may hold in memory; above: 503");

    private static final Setting<Long> SAMPLES_MAX =
            Setting.number(
                    "query.maxSamplesRead",
                    50_000_000,
                    1,
                    Long.MAX_VALUE,
                    "Samples one query may read");

    private static final Setting<Integer> QUERIES_MAX =
            Setting.integer(
                    "query.maxConcurrent",
                    20,
                    1,
                    10_000,
                    "Queries at once; further ones wait. Of a tenant: its own at once");

    private static final Setting<String> QUERY_LOG_FILE =
            Setting.text(
                    "query.logFile",
                    "",
                    "Where a line of JSON is written for each query that is over; empty: nowhere");

    private static final Setting<Long> QUERY_LOG_BYTES_MAX =
            Setting.size(
                    "query.logFileBytesMax",
                    64 * MIB,
                    64 * KIB,
                    64 * GIB,
                    "How large that file grows before it is renamed to FILE.1, in place of an older one");

    private static final Setting<Integer> QUERY_LOG_KEPT =
            Setting.integer(
                    "query.logKept",
                    1_000,
                    0,
                    100_000,
                    "Queries that are over, kept in memory to be asked for");

    private static final Setting<List<String>> QUERY_BLOCKED =
            Setting.lines(
                    "query.blocked",
                    BLOCKED_MAX,
                    BlockedQueries.LINES_EXPECTED,
                    BlockedQueries::checkLine,
                    "Queries that are refused");

    /// What a tenant may have of its own.
    static final Settings OF_TENANTS =
            Settings.union(
                    Authorizer.OF_TENANTS,
                    ClusterActivity.SETTINGS,
                    QueryLimits.SETTINGS,
                    LanguageSwitches.SETTINGS,
                    HaPairs.SETTINGS,
                    OtlpConfig.SETTINGS,
                    Settings.of(
                            QUERY_TIMEOUT,
                            QUERY_BYTES_MAX,
                            SAMPLES_MAX,
                            QUERIES_MAX,
                            QUERY_BLOCKED));

    /// What a cluster may have of its own.
    static final Settings OF_CLUSTERS =
            Settings.union(Authorizer.OF_CLUSTERS, ClusterActivity.SETTINGS);

    /// Of the server and of the parts it is made of, the store's own excepted.
    public static final Settings ALL =
            Settings.union(
                    AuditSettings.SETTINGS,
                    AuthoritySettings.SETTINGS,
                    BackupRoutes.SETTINGS,
                    OF_TENANTS,
                    ListenSettings.SETTINGS,
                    TlsSettings.SETTINGS,
                    ReadSettings.SETTINGS,
                    Settings.of(
                            DATA,
                            INSECURE,
                            REGISTRY_FILE,
                            REGISTRY_API,
                            ADMIN_TOKEN_FILE,
                            CONNECTIONS_MAX,
                            REQUESTS_MAX,
                            BODY_TIMEOUT,
                            IDLE_TIMEOUT,
                            STOP_TIMEOUT,
                            MAX_BODY_BYTES,
                            MAX_RAW_BYTES,
                            BUDGET_BYTES,
                            TOO_FAR_IN_FUTURE,
                            BACKLOG_LATE_WINDOW,
                            LOOKBACK,
                            SUBQUERY_STEP,
                            QUERIES_BYTES_MAX,
                            QUERY_LOG_FILE,
                            QUERY_LOG_BYTES_MAX,
                            QUERY_LOG_KEPT));

    private final Config config;

    public ServerSettings(Config config) {
        this.config = config;
    }

    /// Where it listens.
    ///
    /// @throws ConfigException if it cannot, or may not
    List<InetSocketAddress> addresses() throws ConfigException {
        return ListenSettings.addresses(config, authenticates() || insecure());
    }

    public Path data() {
        return Path.of(config.value(DATA));
    }

    /// Whether everybody has to say who they are.
    boolean authenticates() {
        return registryFile().isPresent() || config.value(REGISTRY_API);
    }

    /// Whether the API may change the registry: where it was told so, and where nobody is
    /// authenticated, so that credentials can be declared before they are asked for.
    boolean takesChanges() {
        return config.value(REGISTRY_API) || !authenticates();
    }

    /// The file with the token of whoever declares others; empty where none is given.
    Optional<Path> adminTokenFile() {
        String file = config.value(ADMIN_TOKEN_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
    }

    boolean insecure() {
        return config.value(INSECURE);
    }

    /// Who is let in.
    public Admission admission() {
        if (authenticates()) {
            return Admission.AUTHENTICATED;
        }
        return insecure() ? Admission.INSECURE : Admission.LOOPBACK;
    }

    /// Where the registry is declared; empty where it is not.
    Optional<Path> registryFile() {
        String file = config.value(REGISTRY_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
    }

    /// How HTTP is answered.
    ///
    /// @param tls empty: in clear
    HttpServer.Settings http(List<InetSocketAddress> addresses, Optional<ServerTls> tls) {
        return new HttpServer.Settings(
                addresses,
                config.value(CONNECTIONS_MAX),
                config.value(REQUESTS_MAX),
                config.value(BODY_TIMEOUT).toMillis(),
                config.value(IDLE_TIMEOUT).toMillis(),
                stopTimeout().toMillis(),
                tls);
    }

    Duration stopTimeout() {
        return config.value(STOP_TIMEOUT);
    }

    Duration lookback() {
        return config.value(LOOKBACK);
    }

    int maxBodyBytes() {
        return Math.toIntExact(config.value(MAX_BODY_BYTES));
    }

    int maxRawBytes() {
        return Math.toIntExact(config.value(MAX_RAW_BYTES));
    }

    long budgetBytes() {
        return config.value(BUDGET_BYTES);
    }

    long futureMillis() {
        return config.value(TOO_FAR_IN_FUTURE).toMillis();
    }

    ReadSettings reads() {
        return ReadSettings.of(config);
    }

    int queriesMax() {
        return config.value(QUERIES_MAX);
    }

    long queriesBytesMax() {
        return config.value(QUERIES_BYTES_MAX);
    }

    /// The file for queries that are over; empty where there is to be none.
    Optional<Path> queryLogFile() {
        String file = config.value(QUERY_LOG_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath());
    }

    long queryLogBytesMax() {
        return config.value(QUERY_LOG_BYTES_MAX);
    }

    int queryLogKept() {
        return config.value(QUERY_LOG_KEPT);
    }

    /// @param counts blocked queries, by reason
    QueryLimits queryLimits(Labeled<Counter> counts) {
        EngineSettings engine = engine();
        return QueryLimits.of(
                config,
                engine,
                queriesMax(),
                new BlockedQueries(config.value(QUERY_BLOCKED), engine.syntax(), counts));
    }

    EngineSettings engine() {
        EngineSettings defaults = EngineSettings.defaults();
        return new EngineSettings(
                config.value(LOOKBACK).toMillis(),
                config.value(QUERY_BYTES_MAX),
                config.value(SAMPLES_MAX),
                config.value(QUERY_TIMEOUT).toMillis(),
                defaults.threads(),
                config.value(SUBQUERY_STEP).toMillis(),
                LanguageSwitches.semantics(config),
                LanguageSwitches.syntax(config));
    }
}
