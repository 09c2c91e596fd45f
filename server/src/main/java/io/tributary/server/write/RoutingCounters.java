package io.tributary.server.write;

import io.tributary.gateway.routing.RoutedWrite;
import io.tributary.gateway.routing.RoutingFault;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Gauge;
import io.tributary.runtime.metrics.Histogram;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the server counts about writes whose labels choose their tenants: by names of ours, and by
/// those of the Injection Proxy, for dashboards that were made for it. Label values are bounded:
/// tenants that are registered, reasons. Safe from any thread.
public final class RoutingCounters {
    private static final double[] MILLIS = {10, 50, 100, 250, 500, 800, 1_200, 2_000};

    private final Labeled<Counter> requests;
    private final Labeled<Counter> series;
    private final Labeled<Counter> metadata;
    private final Labeled<Counter> dropped;
    private final Counter metadataDropped;
    private final Counter failures;
    private final Labeled<Gauge> proxySeries;
    private final Labeled<Gauge> proxyRequests;
    private final Gauge proxyFailures;
    private final Gauge proxyLabels;
    private final Gauge proxyTenants;
    private final Gauge proxyMetadata;
    private final Histogram proxyMillis;

    public RoutingCounters(Metrics metrics) {
        requests =
                metrics.counters(
                        "tributary_routing_requests_total",
                        "Parts of writes that labels sent to a tenant",
                        "tenant");
        series =
                metrics.counters(
                        "tributary_routing_series_total",
                        "Series of writes that labels sent to a tenant, each time they came",
                        "tenant");
        metadata =
                metrics.counters(
                        "tributary_routing_metadata_total",
                        "Entries of metadata that went to a tenant with their metric family",
                        "tenant");
        dropped =
                metrics.counters(
                        "tributary_routing_dropped_samples_total",
                        "Samples that labels led to no tenant, and whose sender was not told, as policy has it",
                        "reason");
        metadataDropped =
                metrics.counter(
                        "tributary_routing_metadata_dropped_total",
                        "Entries of metadata whose family no tenant has got from their sender yet");
        failures =
                metrics.counter(
                        "tributary_routing_failures_total",
                        "Writes to several tenants of which nothing was stored");
        proxySeries = metrics.aliases("open_metrics_proxy_series", alias("series"), "tenant_id");
        proxyRequests =
                metrics.aliases("open_metrics_proxy_requests", alias("requests"), "tenant_id");
        proxyFailures = metrics.aliases("open_metrics_proxy_failures", alias("failures")).of();
        proxyLabels =
                metrics.aliases(
                                "open_metrics_proxy_labels",
                                "Names of tenants that labels gave, a sum")
                        .of();
        proxyTenants =
                metrics.aliases(
                                "open_metrics_proxy_tenants",
                                "Tenants of each write, a sum over all writes")
                        .of();
        proxyMetadata =
                metrics.aliases(
                                "open_metrics_proxy_metadata",
                                "Entries of metadata that went to tenants, a sum")
                        .of();
        proxyMillis =
                metrics.histogramAlias(
                        "open_metrics_proxy_processing_ms",
                        "How long routing and storing a write took, less waiting for the disk, in milliseconds",
                        MILLIS);
    }

    private static String alias(String what) {
        return "As tributary_routing_%s_total".formatted(what);
    }

    /// Counts where a write goes.
    void routed(RoutedWrite routed) {
        int entries = 0;
        for (int part = 0; part < routed.partCount(); part++) {
            String tenant = routed.route(part).tenant().name();
            requests.of(tenant).increment();
            series.of(tenant).add(routed.seriesCount(part));
            metadata.of(tenant).add(routed.metadataCount(part));
            proxyRequests.of(tenant).add(1);
            proxySeries.of(tenant).add(routed.seriesCount(part));
            entries += routed.metadataCount(part);
        }
        for (Map.Entry<RoutingFault, Integer> fault : routed.dropped().entrySet()) {
            dropped.of(fault.getKey().word()).add(fault.getValue());
        }
        metadataDropped.add(routed.metadataDropped());
        proxyLabels.add(routed.labelsFound());
        proxyTenants.add(routed.partCount());
        proxyMetadata.add(entries);
    }

    /// Counts a write of which nothing was stored.
    void failed() {
        failures.increment();
        proxyFailures.add(1);
    }

    /// Notes how long a write took.
    void took(long nanos) {
        proxyMillis.observe((double) nanos / TimeUnit.MILLISECONDS.toNanos(1));
    }
}
