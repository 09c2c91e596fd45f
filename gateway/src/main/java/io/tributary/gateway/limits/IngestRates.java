package io.tributary.gateway.limits;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Route.Rate;
import io.tributary.runtime.clock.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How fast samples come, by tenant and by workload cluster, and what is too fast.
///
/// A request is taken whole or not at all, by its tenant and by its cluster: what one of them
/// refuses takes nothing of the other.
///
/// Bounded: beyond a number of tenants and clusters those that were silent longest are forgotten;
/// they begin anew with a full burst.
///
/// Safe from any thread.
public final class IngestRates {
    /// As many as there may be routes.
    private static final int BUCKETS_MAX = 100_000;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// What becomes of a request.
    public sealed interface Answer {
        /// It may be stored.
        record Taken() implements Answer {}

        /// Not now.
        ///
        /// @param why in words, naming whose limit
        /// @param seconds until there is room, rounded up
        record Later(String why, int seconds) implements Answer {}

        /// It has more samples than may ever come at once.
        record TooMany(String why) implements Answer {}
    }

    /// What came of one tenant or cluster.
    ///
    /// @param samplesPerSecond taken, on average over the last minute
    /// @param throttledRequests that were over the rate, since the start
    /// @param throttledSamples of these
    public record Usage(double samplesPerSecond, long throttledRequests, long throttledSamples) {
        static final Usage NONE = new Usage(0, 0, 0);
    }

    private sealed interface Key {
        record OfTenant(Tenant tenant) implements Key {
            @Override
            public String toString() {
                return "tenant " + tenant.name();
            }
        }

        record OfCluster(String name) implements Key {
            @Override
            public String toString() {
                return "cluster " + name;
            }
        }
    }

    private static final Answer TAKEN = new Answer.Taken();

    private final Clock clock;

    /// In the order in which they were used last.
    private final Map<Key, SampleBucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, SampleBucket> eldest) {
                    return size() > BUCKETS_MAX;
                }
            };

    public IngestRates(Clock clock) {
        this.clock = clock;
    }

    /// What of a request goes to one tenant.
    public record Share(Route route, long samples) {}

    /// Takes the samples of a request that goes to several tenants: what cannot come to one of them
    /// at all, or not now and is to be dropped then, is left out; where others have to wait, or the
    /// cluster that sends, all of it waits and nothing is taken.
    ///
    /// @param sent how many samples the cluster sent, of which each tenant may have a copy
    /// @param refused gets the answer to each share that is left out, by its place; or to the one
    ///   that all wait for
    /// @return an answer to all that is not left out
    public synchronized Answer take(
            List<Share> shares, Route home, long sent, Map<Integer, Answer> refused) {
        long now = clock.monotonicNanos();
        Answer[] answers = new Answer[shares.size()];
        for (int i = 0; i < answers.length; i++) {
            Route route = shares.get(i).route();
            Key.OfTenant tenant = new Key.OfTenant(route.tenant());
            Route.OfTenant limits = route.limits().tenant();
            answers[i] =
                    refusal(
                                    tenant,
                                    bucket(tenant, now),
                                    limits.rate(),
                                    shares.get(i).samples(),
                                    now)
                            .orElse(TAKEN);
            if (answers[i] instanceof Answer.Later later && !limits.dropsOverRate()) {
                refused.put(i, later);
                return later;
            }
        }
        Optional<Answer> refusedOfCluster = takeOfCluster(home, sent, now);
        if (refusedOfCluster.isPresent()) {
            return refusedOfCluster.get();
        }
        for (int i = 0; i < answers.length; i++) {
            Route route = shares.get(i).route();
            if (answers[i] instanceof Answer.Taken) {
                bucket(new Key.OfTenant(route.tenant()), now)
                        .take(route.limits().tenant().rate(), shares.get(i).samples(), now);
            } else {
                refused.put(i, answers[i]);
            }
        }
        return TAKEN;
    }

    /// Gives back what was taken for shares of which nothing was stored.
    public synchronized void giveBack(List<Share> shares, Route home, long sent) {
        long now = clock.monotonicNanos();
        for (Share share : shares) {
            bucket(new Key.OfTenant(share.route().tenant()), now).giveBack(share.samples(), now);
        }
        home.limits()
                .cluster()
                .ifPresent(cluster ->
                        bucket(new Key.OfCluster(cluster.name()), now).giveBack(sent, now));
    }

    /// Takes the samples of a request, if they may come now.
    public synchronized Answer take(Route route, long samples) {
        long now = clock.monotonicNanos();
        Key.OfTenant tenant = new Key.OfTenant(route.tenant());
        Rate ofTenant = route.limits().tenant().rate();
        SampleBucket tenants = bucket(tenant, now);
        Optional<Answer> refused = refusal(tenant, tenants, ofTenant, samples, now);
        if (refused.isEmpty()) {
            refused = takeOfCluster(route, samples, now);
        }
        if (refused.isPresent()) {
            return refused.get();
        }
        tenants.take(ofTenant, samples, now);
        return TAKEN;
    }

    /// Takes what the cluster sends that a route is of, or says why not.
    private Optional<Answer> takeOfCluster(Route route, long samples, long now) {
        Optional<Route.OfCluster> cluster = route.limits().cluster();
        if (cluster.isEmpty()) {
            return Optional.empty();
        }
        Key.OfCluster key = new Key.OfCluster(cluster.get().name());
        SampleBucket bucket = bucket(key, now);
        Optional<Answer> refused = refusal(key, bucket, cluster.get().rate(), samples, now);
        if (refused.isEmpty()) {
            bucket.take(cluster.get().rate(), samples, now);
        }
        return refused;
    }

    /// Gives back what was taken for a request of which nothing was stored.
    public void giveBack(Route route, long samples) {
        giveBack(List.of(new Share(route, samples)), route, samples);
    }

    public Usage usage(Tenant tenant) {
        return usage(new Key.OfTenant(tenant));
    }

    public Usage usageOfCluster(String name) {
        return usage(new Key.OfCluster(name));
    }

    private synchronized Usage usage(Key key) {
        SampleBucket bucket = buckets.get(key);
        return bucket == null ? Usage.NONE : bucket.usage(clock.monotonicNanos());
    }

    private SampleBucket bucket(Key key, long now) {
        return buckets.computeIfAbsent(key, made -> new SampleBucket(now));
    }

    private static Optional<Answer> refusal(
            Key whose, SampleBucket bucket, Rate rate, long samples, long now) {
        if (!rate.isLimited()) {
            return Optional.empty();
        }
        if (samples > rate.burstSamples()) {
            return Optional.of(
                    new Answer.TooMany(
                            "a request of %d samples, and %s may send at most %d at once (limits.ingestion_burst_size)"
                                    .formatted(samples, whose, rate.burstSamples())));
        }
        long wait = bucket.waitNanos(rate, samples, now);
        if (wait == 0) {
            return Optional.empty();
        }
        bucket.throttled(samples);
        long seconds = (wait + SECOND_NANOS - 1) / SECOND_NANOS;
        return Optional.of(
                new Answer.Later(
                        "%s may send %d samples/s, %d at once (limits.ingestion_rate), and there is no room for %d now"
                                .formatted(
                                        whose,
                                        rate.samplesPerSecond(),
                                        rate.burstSamples(),
                                        samples),
                        (int) Math.min(Integer.MAX_VALUE / 2, seconds)));
    }
}
