package io.tributary.server;

import io.tributary.runtime.http.HttpObserver;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Histogram;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the server counts about its answers. Label values are bounded: routes as declared,
/// statuses, reasons.
final class ServerMetrics implements HttpObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NO_ROUTE = "none";
    private static final double[] SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120
    };

    private final Labeled<Counter> requests;
    private final Labeled<Histogram> durations;

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
}
