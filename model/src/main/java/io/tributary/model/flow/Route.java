package io.tributary.model.flow;

import io.tributary.model.Tenant;
import java.util.Optional;

/// Where one sender's writes go: the verdict of authentication, fixed for a policy generation.
///
/// @param id never reused while the process lives; part of every key of the series cache, so
///   identical label bytes of two senders are two entries and a change of policy (a new id) makes
///   all old entries dead at once
/// @param tenant whom the data belongs to, and in whose name it is limited, counted and told of
/// @param target where the store keeps it: the same, or a tenant apart that nobody reads by its
///   name
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
        Tenant target,
        Dialect dialect,
        boolean backlog,
        long futureMillis,
        RoutePolicy policy,
        Limits limits) {
    /// How much a route may bring. 0 stands for no limit, but for late samples and exemplars.
    ///
    /// @param tenant those of its tenant, for all its routes together
    /// @param cluster those of the workload cluster that sends; empty where none does
    /// @param late what may come behind the newest sample of a series
    public record Limits(OfTenant tenant, Optional<OfCluster> cluster, Late late) {
        public static final Limits NONE = new Limits(OfTenant.NONE, Optional.empty(), Late.USUAL);
    }

    /// What a tenant may bring.
    ///
    /// @param dropsOverRate whether its senders are told to drop what is over the rate
    /// @param requestBytes of one request, as it is sent
    /// @param series that are there at once
    /// @param seriesPerMetric that are there at once with one metric name
    /// @param exemplars that are kept; 0: none, and those that come are dropped
    public record OfTenant(
            Rate rate,
            boolean dropsOverRate,
            long requestBytes,
            int series,
            int seriesPerMetric,
            int exemplars) {
        /// As many exemplars as are kept where nothing is said of them.
        public static final int EXEMPLARS = 10_000;

        public static final OfTenant NONE = new OfTenant(Rate.NONE, false, 0, 0, 0, EXEMPLARS);
    }

    /// What a workload cluster may bring.
    ///
    /// @param series that are there at once
    public record OfCluster(String name, Rate rate, int series) {}

    /// What may come behind the newest sample of a series, into slots that are empty. It changes
    /// nothing of what is stored: another value for a sample that is there is refused whatever this
    /// says.
    ///
    /// @param windowMillis how old such a sample may be; 0: none is taken. Not of senders that may
    ///   send backlog, which have the store's own
    /// @param anywhere whether any empty slot may be filled, and not only a hole; so it is for
    ///   series that tell of events, which have no usual spacing
    /// @param imports whether samples may be of any age, behind the newest of their series and
    ///   ahead of it: the sender brings a past that was kept elsewhere
    public record Late(long windowMillis, boolean anywhere, boolean imports) {
        /// Holes, for an hour.
        public static final Late USUAL = new Late(3_600_000, false);

        /// Of a sender that brings no past.
        public Late(long windowMillis, boolean anywhere) {
            this(windowMillis, anywhere, false);
        }

        public Late {
            if (windowMillis < 0) {
                throw new IllegalArgumentException(
                        "BUG: a window of %d ms".formatted(windowMillis));
            }
        }

        /// The same, of a sender that brings the past.
        public Late importing() {
            return new Late(windowMillis, anywhere, true);
        }
    }

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

    /// A route to the tenant's own data, without limits.
    public Route(
            int id,
            Tenant tenant,
            Dialect dialect,
            boolean backlog,
            long futureMillis,
            RoutePolicy policy) {
        this(id, tenant, tenant, dialect, backlog, futureMillis, policy, Limits.NONE);
    }

    /// Whether what comes is kept apart from the tenant's own.
    public boolean isApart() {
        return !target.equals(tenant);
    }
}
