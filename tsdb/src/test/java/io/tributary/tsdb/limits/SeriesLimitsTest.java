package io.tributary.tsdb.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Route.Rate;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.usage.SeriesUsage.RefusedMetric;
import io.tributary.model.usage.SeriesUsage.Stamped;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.head.Head;
import io.tributary.tsdb.head.HeadSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Limits of series in a head on a simulated disk.
class SeriesLimitsTest {
    private static final long NOW = 1_790_000_000_000L;

    private final SimulatedClock clock = new SimulatedClock(NOW);
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private Head head;
    private Tenant shop;

    @BeforeEach
    void open() throws IOException {
        head = Head.open(disk, clock, HeadSettings.defaults(), new Stamping(), failure -> {});
        shop = head.tenants().findOrCreate("shop", 10).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        head.close();
    }

    /// The sender's labels as `a=1,b=2`; a route of a cluster has its name stamped.
    private static final class Stamping implements Admission {
        @Override
        public void admit(Route route, WriteBatch batch, int series, Verdict verdict) {
            String text =
                    new String(
                            batch.bytes(),
                            batch.keyOffset(series),
                            batch.keyLength(series),
                            StandardCharsets.UTF_8);
            for (String label : text.split(",", -1)) {
                int equals = label.indexOf('=');
                verdict.key().add(label.substring(0, equals), label.substring(equals + 1));
            }
            route.limits()
                    .cluster()
                    .ifPresent(cluster -> verdict.stamps().add("cluster", cluster.name()));
            verdict.accept(route.target());
        }
    }

    @Test
    void append_beyondTheLimitOfTheTenant_isRefusedAndThoseThereGoOn() {
        Route route = route(100, 0);
        write(route, "a", 0, 100);

        clock.advance(15_000);
        WriteResult.Accepted over = write(route, "a", 0, 110);

        assertThat(over.samplesWritten()).isEqualTo(100);
        assertThat(over.refused()).isEqualTo(Map.of(Refusal.SERIES_OF_TENANT, 10));
        assertThat(over.firstRefusal())
                .isEqualTo(
                        "a new series of a: tenant shop has 100, at most 100 are allowed (limits.max_global_series_per_user)");
        assertThat(head.usage().series(shop)).isEqualTo(100);
        assertThat(head.seriesCount()).isEqualTo(100);
    }

    @Test
    void append_afterTheLimitWasRaised_goesOnByTheNewOne() {
        write(route(100, 0), "a", 0, 110);

        assertThat(write(route(105, 0), "a", 0, 110).refused())
                .isEqualTo(Map.of(Refusal.SERIES_OF_TENANT, 5));
        assertThat(write(route(0, 0), "a", 0, 110).refused()).isEmpty();
        assertThat(write(route(10, 0), "a", 0, 110).refused()).isEmpty();
        assertThat(write(route(10, 0), "b", 0, 1).samplesRefused()).isEqualTo(1);
    }

    @Test
    void append_beyondTheLimitOfAMetric_isRefusedForThatMetricAlone() {
        write(route(0, 0), "a", 0, 40);
        Route route = route(0, 50);

        WriteResult.Accepted over = write(route, "a", 0, 60);
        WriteResult.Accepted other = write(route, "b", 0, 50);

        assertThat(over.refused()).isEqualTo(Map.of(Refusal.SERIES_OF_METRIC, 10));
        assertThat(over.firstRefusal())
                .isEqualTo(
                        "a new series of a: tenant shop has 50 of this metric, at most 50 are allowed (limits.max_global_series_per_metric)");
        assertThat(other.refused()).isEmpty();
        write(route, "b", 50, 53);
        assertThat(head.usage().refused(shop))
                .containsExactly(
                        new RefusedMetric("a", Refusal.SERIES_OF_METRIC, 10, 0),
                        new RefusedMetric("b", Refusal.SERIES_OF_METRIC, 3, 0));
        Tenant bank = head.tenants().findOrCreate("bank", 10).orElseThrow();
        assertThat(write(route(bank, 0, 50, Optional.empty()), "a", 0, 50).refused()).isEmpty();
        assertThat(head.usage().refused(bank)).isEmpty();
    }

    @Test
    void append_beyondTheLimitOfACluster_leavesTheOtherAlone() {
        Route eu = route(shop, 0, 0, Optional.of(new Route.OfCluster("eu-1", Rate.NONE, 20)));
        Route us = route(shop, 0, 0, Optional.of(new Route.OfCluster("us-1", Rate.NONE, 0)));

        WriteResult.Accepted over = write(eu, "a", 0, 25);

        assertThat(over.refused()).isEqualTo(Map.of(Refusal.SERIES_OF_CLUSTER, 5));
        assertThat(over.firstRefusal())
                .isEqualTo(
                        "a new series of a: cluster eu-1 has 20, at most 20 are allowed (limits.max_series_per_cluster)");
        assertThat(write(us, "a", 0, 25).refused()).isEmpty();
        assertThat(write(route(0, 0), "a", 0, 3).refused()).isEmpty();
        assertThat(head.usage().stamped(shop))
                .containsExactlyInAnyOrder(
                        new Stamped(Labels.of("cluster", "eu-1"), 20),
                        new Stamped(Labels.of("cluster", "us-1"), 25),
                        new Stamped(Labels.empty(), 3));
    }

    @Test
    void append_afterARestart_isHeldToTheSameCounts() throws IOException {
        Route eu = route(shop, 0, 30, Optional.of(new Route.OfCluster("eu-1", Rate.NONE, 20)));
        write(eu, "a", 0, 25);
        write(route(0, 0), "b", 0, 30);
        List<Stamped> before = head.usage().stamped(shop);
        head.close();

        open();

        assertThat(head.usage().stamped(shop)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(write(eu, "a", 0, 25).refused()).isEqualTo(Map.of(Refusal.SERIES_OF_CLUSTER, 5));
        assertThat(write(route(0, 30), "b", 0, 31).refused())
                .isEqualTo(Map.of(Refusal.SERIES_OF_METRIC, 1));
        assertThat(write(route(51, 0), "c", 0, 5).refused())
                .isEqualTo(Map.of(Refusal.SERIES_OF_TENANT, 4));
    }

    /// Eight senders of series of their own, and one limit.
    @Test
    void append_byManyThreads_makesAsManyAsAllowedAndNotOneMore() throws Exception {
        Route route = route(1_000, 700);
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int first = i * 300;
                all.add(
                        threads.submit(() -> {
                            for (int from = first; from < first + 300; from += 10) {
                                String metric = from % 20 == 0 ? "a" : "b";
                                refused.addAndGet(
                                        write(route, metric, from, from + 10).samplesRefused());
                            }
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        assertThat(head.usage().series(shop)).isEqualTo(1_000);
        assertThat(head.seriesCount()).isEqualTo(1_000);
        assertThat(refused).hasValue(1_400);
    }

    @Test
    void refused_moreMetricsThanAreKept_namesTheWorst() {
        RefusedSeries counts = new RefusedSeries();
        for (int round = 0; round < 1_000; round++) {
            counts.add(shop, "worst", Refusal.SERIES_OF_METRIC);
            counts.add(shop, "rare-" + round, Refusal.SERIES_OF_METRIC);
        }

        List<RefusedMetric> told = counts.of(shop);
        assertThat(told).hasSize(RefusedSeries.METRICS_KEPT);
        assertThat(told.getFirst())
                .isEqualTo(new RefusedMetric("worst", Refusal.SERIES_OF_METRIC, 1_000, 0));
        assertThat(told.stream().skip(1))
                .allMatch(metric -> metric.count() - metric.overcount() == 1);
    }

    private Route route(int series, int perMetric) {
        return route(shop, series, perMetric, Optional.empty());
    }

    private static Route route(
            Tenant tenant, int series, int perMetric, Optional<Route.OfCluster> cluster) {
        // Each cluster's labels are its own, so each has a route.
        int id = 1 + cluster.map(of -> of.name().hashCode()).orElse(0) + tenant.name().hashCode();
        return new Route(
                id,
                tenant,
                tenant,
                Dialect.REMOTE_WRITE_1,
                true,
                300_000,
                RoutePolicy.NONE,
                new Route.Limits(
                        new Route.OfTenant(Rate.NONE, false, 0, series, perMetric, 0),
                        cluster,
                        Route.Late.USUAL));
    }

    /// One sample of each of the series `from` to `to` of a metric.
    private WriteResult.Accepted write(Route route, String metric, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> offsets = new ArrayList<>();
        for (int i = from; i < to; i++) {
            offsets.add(bytes.size());
            bytes.writeBytes(("__name__=" + metric + ",i=" + i).getBytes(StandardCharsets.UTF_8));
        }
        offsets.add(bytes.size());
        WriteBatch batch = new WriteBatch();
        batch.reset(bytes.toByteArray());
        for (int i = 0; i < to - from; i++) {
            batch.beginSeries(offsets.get(i), offsets.get(i + 1) - offsets.get(i));
            batch.addSample(clock.wallMillis(), Double.doubleToRawLongBits(i));
        }
        if (head.append(route, batch) instanceof WriteResult.Accepted accepted) {
            head.awaitDurable(accepted.position());
            return accepted;
        }
        throw new AssertionError("not accepted");
    }
}
