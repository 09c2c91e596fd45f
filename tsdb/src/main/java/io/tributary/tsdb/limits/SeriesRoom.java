package io.tributary.tsdb.limits;

import io.tributary.model.Label;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.tsdb.series.SeriesDirectory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whether the limits of a route have room for one more series. A cluster's series are those of its
/// tenant with the labels that are stamped on what it sends. Counted where they are kept: a route
/// that keeps its series apart has all the room of its tenant there.
///
/// Under the append lock. Costs nothing for known series, and a comparison for each new one where
/// there are no limits.
public final class SeriesRoom {
    private static final byte[] METRIC_NAME = Label.METRIC_NAME.getBytes(StandardCharsets.UTF_8);

    private final SeriesDirectory directory;
    private Route.Limits limits = Route.Limits.NONE;
    private String tenantName = "";
    private boolean isLimited;

    public SeriesRoom(SeriesDirectory directory) {
        this.directory = directory;
    }

    /// Goes by the limits of a route from here on.
    public void begin(Route route) {
        limits = route.limits();
        tenantName = route.tenant().name();
        isLimited =
                limits.tenant().series() > 0
                        || limits.tenant().seriesPerMetric() > 0
                        || ofCluster() > 0;
    }

    /// Why the series of a verdict, which is not there, may not be made; empty where it may.
    public Optional<Refusal> refusal(Verdict verdict) {
        if (!isLimited) {
            return Optional.empty();
        }
        Route.OfTenant tenant = limits.tenant();
        if (tenant.series() > 0 && directory.tenantCount(verdict) >= tenant.series()) {
            return Optional.of(Refusal.SERIES_OF_TENANT);
        }
        if (ofCluster() > 0 && directory.stampedCount(verdict) >= ofCluster()) {
            return Optional.of(Refusal.SERIES_OF_CLUSTER);
        }
        if (tenant.seriesPerMetric() > 0) {
            int metric = verdict.key().find(METRIC_NAME);
            if (metric >= 0 && directory.labelCount(verdict, metric) >= tenant.seriesPerMetric()) {
                return Optional.of(Refusal.SERIES_OF_METRIC);
            }
        }
        return Optional.empty();
    }

    /// A refusal in words, naming whose limit it is.
    public String why(Refusal reason, Verdict verdict) {
        String metric = shownMetric(verdict);
        return switch (reason) {
            case SERIES_OF_TENANT ->
                    "a new series of %s: tenant %s has %d, at most %d are allowed (limits.max_global_series_per_user)"
                            .formatted(
                                    metric,
                                    tenantName,
                                    directory.tenantCount(verdict),
                                    limits.tenant().series());
            case SERIES_OF_CLUSTER ->
                    "a new series of %s: cluster %s has %d, at most %d are allowed (limits.max_series_per_cluster)"
                            .formatted(
                                    metric,
                                    limits.cluster().map(Route.OfCluster::name).orElse(""),
                                    directory.stampedCount(verdict),
                                    ofCluster());
            case SERIES_OF_METRIC ->
                    "a new series of %s: tenant %s has %d of this metric, at most %d are allowed (limits.max_global_series_per_metric)"
                            .formatted(
                                    metric,
                                    tenantName,
                                    directory.labelCount(verdict, verdict.key().find(METRIC_NAME)),
                                    limits.tenant().seriesPerMetric());
            default -> throw new IllegalArgumentException("BUG: no limit of series: " + reason);
        };
    }

    private int ofCluster() {
        return limits.cluster().isPresent() ? limits.cluster().get().series() : 0;
    }

    /// The metric name of a series, as far as it is shown.
    static String shownMetric(Verdict verdict) {
        int index = verdict.key().find(METRIC_NAME);
        String name = index < 0 ? "" : verdict.key().value(index);
        return name.length() <= RefusedSeries.METRIC_SHOWN
                ? name
                : name.substring(0, RefusedSeries.METRIC_SHOWN);
    }
}
