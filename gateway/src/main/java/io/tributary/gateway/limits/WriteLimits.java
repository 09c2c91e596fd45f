package io.tributary.gateway.limits;

import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Route.Rate;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.util.Optional;

/// The limits of what is written, as they are set. Mimir's names, where it has them.
public final class WriteLimits {
    /// What is answered to what comes too fast.
    private enum OverRate {
        /// 503: senders keep it and come again.
        RETRY,
        /// 429: senders drop it, as Prometheus does unless it is told otherwise.
        DROP
    }

    private static final long SAMPLES_MAX = 1_000_000_000;

    /// Seconds of the rate that a burst has where none is set: those of Mimir's two defaults.
    private static final long BURST_SECONDS = 20;

    private static final long GIB = 1L << 30;

    private static final Setting<Long> RATE =
            Setting.number(
                    "limits.ingestion_rate",
                    0,
                    0,
                    SAMPLES_MAX,
                    "Samples a second that a tenant may send, and each of its clusters; 0: any");

    private static final Setting<Long> BURST =
            Setting.number(
                    "limits.ingestion_burst_size",
                    0,
                    0,
                    SAMPLES_MAX,
                    "Samples that may come at once after a silence, where there is a rate; 0: those of 20 s");

    private static final Setting<OverRate> OVER_RATE =
            Setting.choice(
                    "limits.ingestion_rate_answer",
                    OverRate.RETRY,
                    "What a request over the rate is answered: retry (503) or drop (429)");

    private static final Setting<Long> REQUEST_BYTES =
            Setting.size(
                    "limits.max_request_bytes",
                    0,
                    0,
                    GIB,
                    "Largest body of a write of a tenant, as sent; 0: ingest.maxBodyBytes");

    private static final Setting<Integer> SERIES =
            Setting.integer(
                    "limits.max_global_series_per_user",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "Series a tenant may have at once; further new ones are refused; 0: any");

    private static final Setting<Integer> SERIES_PER_METRIC =
            Setting.integer(
                    "limits.max_global_series_per_metric",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "Series of one metric name that a tenant may have at once; 0: any");

    private static final Setting<Integer> SERIES_PER_CLUSTER =
            Setting.integer(
                    "limits.max_series_per_cluster",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "Series that each workload cluster may have at once; 0: any");

    /// What a cluster may have of its own.
    public static final Settings OF_CLUSTERS = Settings.of(RATE, BURST, SERIES_PER_CLUSTER);

    /// What a tenant may have of its own.
    public static final Settings OF_TENANTS =
            Settings.union(
                    OF_CLUSTERS, Settings.of(OVER_RATE, REQUEST_BYTES, SERIES, SERIES_PER_METRIC));

    private WriteLimits() {}

    /// Those of a route.
    ///
    /// @param cluster that sends
    public static Route.Limits of(Config ofTenant, Optional<ClusterEntry> cluster) {
        return new Route.Limits(
                new Route.OfTenant(
                        rate(ofTenant),
                        ofTenant.value(OVER_RATE) == OverRate.DROP,
                        ofTenant.value(REQUEST_BYTES),
                        ofTenant.value(SERIES),
                        ofTenant.value(SERIES_PER_METRIC)),
                cluster.map(WriteLimits::ofCluster));
    }

    private static Route.OfCluster ofCluster(ClusterEntry cluster) {
        return new Route.OfCluster(
                cluster.name(), rate(cluster.config()), cluster.config().value(SERIES_PER_CLUSTER));
    }

    private static Rate rate(Config config) {
        long rate = config.value(RATE);
        if (rate == 0) {
            return Rate.NONE;
        }
        long burst = config.value(BURST);
        return new Rate(rate, burst > 0 ? burst : Math.min(SAMPLES_MAX, rate * BURST_SECONDS));
    }
}
