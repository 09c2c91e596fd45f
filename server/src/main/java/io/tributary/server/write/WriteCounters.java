package io.tributary.server.write;

import io.tributary.gateway.identity.Caller;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;

/// What the server counts about writes, by tenant. Label values are bounded: tenants, clusters,
/// credentials that may import, reasons. Safe from any thread.
public final class WriteCounters {
    private static final String TOO_LARGE = "too_large";

    private final Labeled<Counter> samples;
    private final Labeled<Counter> repeated;
    private final Labeled<Counter> late;
    private final Labeled<Counter> refused;
    private final Labeled<Counter> dropped;
    private final Labeled<Counter> turnedAway;
    private final Labeled<Counter> overRate;
    private final Labeled<Counter> heldApart;
    private final Labeled<Counter> imported;

    public WriteCounters(Metrics metrics) {
        samples =
                metrics.counters(
                        "tributary_ingest_samples_total",
                        "Samples told durable to their senders, native histograms and repeats included",
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
        dropped =
                metrics.counters(
                        "tributary_ingest_dropped_values_total",
                        "Values of stored writes that are left out by design, as text is",
                        "tenant");
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
        imported =
                metrics.counters(
                        "tributary_ingest_imported_samples_total",
                        "Samples told durable to a sender that brought the past (import=true)",
                        "tenant",
                        "credential");
    }

    /// Counts a write that came too fast.
    void overRate(Route route) {
        String tenant = route.tenant().name();
        turnedAway.of(tenant, Unavailable.RATE.word()).increment();
        overRate.of(tenant, cluster(route)).increment();
    }

    /// Counts what a sender brought who imports.
    void imported(Route route, Caller caller, WriteResult.Accepted accepted) {
        imported.of(route.tenant().name(), caller.name()).add(accepted.written());
    }

    /// Counts what became of a write, and what its decoder left out.
    void written(Route route, WriteResult result, LeftOut leftOut) {
        Tenant tenant = route.tenant();
        switch (result) {
            case WriteResult.Accepted accepted -> {
                if (route.isApart()) {
                    heldApart.of(tenant.name(), cluster(route)).add(accepted.written());
                }
                samples.of(tenant.name()).add(accepted.written());
                repeated.of(tenant.name()).add(accepted.samplesRepeated());
                late.of(tenant.name()).add(accepted.samplesLate());
                for (Map.Entry<Refusal, Integer> reason : accepted.refused().entrySet()) {
                    refused.of(tenant.name(), reason.getKey().word()).add(reason.getValue());
                }
                leftOut(route, leftOut);
            }
            case WriteResult.Busy busy ->
                    turnedAway.of(tenant.name(), busy.reason().word()).increment();
            case WriteResult.TooLarge _ -> turnedAway.of(tenant.name(), TOO_LARGE).increment();
        }
    }

    private void leftOut(Route route, LeftOut leftOut) {
        String tenant = route.tenant().name();
        leftOut.refused().forEach((reason, count) -> refused.of(tenant, reason).add(count));
        if (leftOut.dropped() > 0) {
            dropped.of(tenant).add(leftOut.dropped());
        }
    }

    private static String cluster(Route route) {
        return route.limits().cluster().map(Route.OfCluster::name).orElse("");
    }
}
