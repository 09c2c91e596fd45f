package io.tributary.server;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpObserver;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Histogram;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the server counts about its answers. Label values are bounded: routes as declared,
/// statuses, reasons, tenants.
final class ServerMetrics implements HttpObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NO_ROUTE = "none";
    private static final String TOO_LARGE = "too_large";
    private static final double[] SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120
    };

    private final Labeled<Counter> requests;
    private final Labeled<Histogram> durations;
    private final Labeled<Counter> samples;
    private final Labeled<Counter> repeated;
    private final Labeled<Counter> late;
    private final Labeled<Counter> refused;
    private final Labeled<Counter> turnedAway;
    private final Labeled<Counter> overRate;
    private final Labeled<Counter> heldApart;

    ServerMetrics(Metrics metrics) {
        requests =
                metrics.counters(
                        "tributary_http_requests_total",
                        "Requests answered; 499: the client left first",
                        "path",
                        "status");
        durations =
                metrics.histograms(
                        "tributary_http_request_duration_seconds",
                        "From the headers of a request to the end of its answer",
                        SECONDS,
                        "path");
        samples =
                metrics.counters(
                        "tributary_ingest_samples_total",
                        "Samples told durable to their senders, repeats included",
                        "tenant");
        repeated =
                metrics.counters(
                        "tributary_ingest_repeated_samples_total",
                        "Samples that had been stored before with the same bits",
                        "tenant");
        late =
                metrics.counters(
                        "tributary_ingest_late_samples_total",
                        "Samples stored behind the newest of their series",
                        "tenant");
        refused =
                metrics.counters(
                        "tributary_ingest_refused_samples_total",
                        "Samples refused for good",
                        "tenant",
                        "reason");
        turnedAway =
                metrics.counters(
                        "tributary_ingest_unavailable_total",
                        "Writes of which nothing was stored; to be repeated, but for too_large",
                        "tenant",
                        "reason");
        overRate =
                metrics.counters(
                        "tributary_ingest_over_rate_total",
                        "Writes that came faster than their tenant or cluster may send",
                        "tenant",
                        "cluster");
        heldApart =
                metrics.counters(
                        "tributary_ingest_quarantined_samples_total",
                        "Samples told durable and kept apart, in quarantine",
                        "tenant",
                        "cluster");
    }

    @Override
    public void answered(String method, String path, int status, long durationNanos) {
        String route = path.isEmpty() ? NO_ROUTE : path;
        requests.of(route, Integer.toString(status)).increment();
        durations.of(route).observe(durationNanos / NANOS_PER_SECOND);
    }

    @Override
    public void failed(String method, String path, Throwable failure) {
        LOG.error("request failed method={} path={}", method, path, failure);
    }

    /// Counts a write that came too fast.
    void overRate(Route route) {
        String tenant = route.tenant().name();
        turnedAway.of(tenant, Unavailable.RATE.word()).increment();
        overRate.of(tenant, cluster(route)).increment();
    }

    void written(Route route, WriteResult result) {
        Tenant tenant = route.tenant();
        switch (result) {
            case WriteResult.Accepted accepted -> {
                if (route.isApart()) {
                    heldApart
                            .of(tenant.name(), cluster(route))
                            .add(accepted.samplesWritten() + accepted.histogramsWritten());
                }
                samples.of(tenant.name()).add(accepted.samplesWritten());
                repeated.of(tenant.name()).add(accepted.samplesRepeated());
                late.of(tenant.name()).add(accepted.samplesLate());
                for (Map.Entry<Refusal, Integer> reason : accepted.refused().entrySet()) {
                    refused.of(tenant.name(), reason.getKey().word()).add(reason.getValue());
                }
            }
            case WriteResult.Busy busy ->
                    turnedAway.of(tenant.name(), busy.reason().word()).increment();
            case WriteResult.TooLarge _ -> turnedAway.of(tenant.name(), TOO_LARGE).increment();
        }
    }

    private static String cluster(Route route) {
        return route.limits().cluster().map(Route.OfCluster::name).orElse("");
    }
}
