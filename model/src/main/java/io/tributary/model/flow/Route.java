package io.tributary.model.flow;

import io.tributary.model.Tenant;
import java.util.Optional;

/// Where one sender's writes go: the verdict of authentication, fixed for a policy generation.
///
/// @param id never reused while the process lives; part of every key of the series cache, so
///   identical label bytes of two senders are two entries and a change of policy (a new id) makes
///   all old entries dead at once
/// @param tenant whom the data belongs to
/// @param dialect how label bytes are written
/// @param backlog whether this sender may fill gaps behind its live data and send what is up to 24
///   h late
/// @param futureMillis how far ahead of our clock a sample may be, in milliseconds
/// @param policy what admission does with its series
/// @param limits how much it may bring; no part of what the route is: with other limits it has the
///   same id, so that what is known of its series stays known
public record Route(
        int id,
        Tenant tenant,
        Dialect dialect,
        boolean backlog,
        long futureMillis,
        RoutePolicy policy,
        Limits limits) {
    /// How much a route may bring. 0 stands for no limit, everywhere.
    ///
    /// @param tenant those of its tenant, for all its routes together
    /// @param cluster those of the workload cluster that sends; empty where none does
    public record Limits(OfTenant tenant, Optional<OfCluster> cluster) {
        public static final Limits NONE = new Limits(OfTenant.NONE, Optional.empty());
    }

    /// What a tenant may bring.
    ///
    /// @param dropsOverRate whether its senders are told to drop what is over the rate
    /// @param requestBytes of one request, as it is sent
    /// @param series that are there at once
    /// @param seriesPerMetric that are there at once with one metric name
    public record OfTenant(
            Rate rate, boolean dropsOverRate, long requestBytes, int series, int seriesPerMetric) {
        public static final OfTenant NONE = new OfTenant(Rate.NONE, false, 0, 0, 0);
    }

    /// What a workload cluster may bring.
    ///
    /// @param series that are there at once
    public record OfCluster(String name, Rate rate, int series) {}

    /// How fast samples may come.
    ///
    /// @param samplesPerSecond over a longer time
    /// @param burstSamples at once, after a silence; not 0 where there is a rate
    public record Rate(long samplesPerSecond, long burstSamples) {
        public static final Rate NONE = new Rate(0, 0);

        public Rate {
            if (samplesPerSecond < 0
                    || burstSamples < 0
                    || (samplesPerSecond > 0 && burstSamples == 0)) {
                throw new IllegalArgumentException(
                        "BUG: a rate of %d samples/s with bursts of %d"
                                .formatted(samplesPerSecond, burstSamples));
            }
        }

        public boolean isLimited() {
            return samplesPerSecond > 0;
        }
    }

    /// A route without limits.
    public Route(
            int id,
            Tenant tenant,
            Dialect dialect,
            boolean backlog,
            long futureMillis,
            RoutePolicy policy) {
        this(id, tenant, dialect, backlog, futureMillis, policy, Limits.NONE);
    }
}
