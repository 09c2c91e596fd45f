package io.tributary.gateway.limits;

import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Route.Rate;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.yaml.Problems;
import java.time.Duration;
import java.util.Map;
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

    /// Where late samples may go.
    private enum LateSamples {
        /// Where one is missing.
        FILL,
        /// Into any empty slot.
        ANY
    }

    private static final long SAMPLES_MAX = 1_000_000_000;

    /// Seconds of the rate that a burst has where none is set: those of Mimir's two defaults.
    private static final long BURST_SECONDS = 20;

    private static final long GIB = 1L << 30;
    private static final int EXEMPLARS_MAX = 100_000;
    private static final Duration YEARS = Duration.ofDays(36_525);

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

    private static final Setting<Integer> EXEMPLARS =
            Setting.integer(
                    "limits.max_global_exemplars_per_user",
                    Route.OfTenant.EXEMPLARS,
                    0,
                    EXEMPLARS_MAX,
                    "Exemplars of a tenant that are kept, the newest; 0: none");

    private static final Setting<Duration> LATE_WINDOW =
            Setting.duration(
                    "limits.out_of_order_time_window",
                    Duration.ofMillis(Route.Late.USUAL.windowMillis()),
                    Duration.ZERO,
                    YEARS,
                    "How old a sample may be that is behind the newest of its series; at most head.backlogLateWindow; 0s: none is taken");

    private static final Setting<LateSamples> LATE =
            Setting.choice(
                    "limits.late",
                    LateSamples.FILL,
                    "Where a late sample may go: fill (where one is missing) or any (where none is stored)");

    /// What a cluster may have of its own.
    public static final Settings OF_CLUSTERS =
            Settings.of(RATE, BURST, SERIES_PER_CLUSTER, LATE_WINDOW, LATE);

    /// What a tenant may have of its own.
    public static final Settings OF_TENANTS =
            Settings.union(
                    OF_CLUSTERS,
                    Settings.of(OVER_RATE, REQUEST_BYTES, SERIES, SERIES_PER_METRIC, EXEMPLARS));

    private WriteLimits() {}

    /// Those of a route.
    ///
    /// @param cluster that sends
    /// @param ofLate who lets late samples in: the cluster, or a tenant that is not its own
    public static Route.Limits of(Config ofTenant, Optional<ClusterEntry> cluster, Config ofLate) {
        return new Route.Limits(
                ofTenant(ofTenant), cluster.map(WriteLimits::ofCluster), late(ofLate));
    }

    /// Those of a tenant, whoever sends.
    public static Route.OfTenant ofTenant(Config config) {
        return new Route.OfTenant(
                rate(config),
                config.value(OVER_RATE) == OverRate.DROP,
                config.value(REQUEST_BYTES),
                config.value(SERIES),
                config.value(SERIES_PER_METRIC),
                config.value(EXEMPLARS));
    }

    /// Notes what is wrong with the limits that the server, a tenant or a cluster has, each of them
    /// right in itself: a window for late samples that is longer than the store's own.
    ///
    /// @param windowMax the setting of that one, which the configuration has
    public static void check(Config config, Setting<Duration> windowMax, Problems problems) {
        if (config.value(LATE_WINDOW).compareTo(config.value(windowMax)) > 0) {
            Map<String, String> shown = config.shown();
            problems.add(
                    config.source(LATE_WINDOW),
                    LATE_WINDOW.key(),
                    "found %s, expected at most %s, as %s has it"
                            .formatted(
                                    shown.get(LATE_WINDOW.key()),
                                    shown.get(windowMax.key()),
                                    windowMax.key()));
        }
    }

    private static Route.Late late(Config config) {
        return new Route.Late(
                config.value(LATE_WINDOW).toMillis(), config.value(LATE) == LateSamples.ANY);
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
