package io.tributary.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.limits.IngestRates.Answer;
import io.tributary.gateway.limits.IngestRates.Share;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Route.Rate;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.runtime.clock.Clock;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The rates of samples, by a clock that stands still until it is told to go.
class IngestRatesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Tenant SHOP = new Tenant(new UUID(0, 1), "shop");
    private static final Tenant BANK = new Tenant(new UUID(0, 2), "bank");

    private final AtomicLong nanos = new AtomicLong(12_345);
    private final IngestRates rates =
            new IngestRates(
                    new Clock() {
                        @Override
                        public long wallMillis() {
                            return 0;
                        }

                        @Override
                        public long monotonicNanos() {
                            return nanos.get();
                        }
                    });

    @Test
    void take_withoutALimit_takesAllAndCountsIt() {
        Route route = route(SHOP, Rate.NONE, Optional.empty());
        for (int i = 0; i < 60; i++) {
            assertTaken(route, 1_000);
            nanos.addAndGet(SECOND);
        }

        assertThat(rates.usage(SHOP).samplesPerSecond()).isBetween(980.0, 1_000.0);
        assertThat(rates.usage(BANK).samplesPerSecond()).isZero();
        nanos.addAndGet(71 * SECOND);
        assertThat(rates.usage(SHOP).samplesPerSecond()).isZero();
    }

    @Test
    void take_overTheRate_isPutOffUntilThereIsRoomAndNotLonger() {
        Route route = route(SHOP, new Rate(10, 100), Optional.empty());
        assertTaken(route, 100);
        assertThat(rates.take(route, 25))
                .isEqualTo(
                        new Answer.Later(
                                "tenant shop may send 10 samples/s, 100 at once (limits.ingestion_rate), and there is no room for 25 now",
                                3));

        nanos.addAndGet(2 * SECOND + SECOND / 2 - 1);
        assertThat(rates.take(route, 25)).isInstanceOf(Answer.Later.class);
        nanos.addAndGet(1);
        assertTaken(route, 25);
        assertThat(rates.take(route, 1)).isInstanceOf(Answer.Later.class);
        assertThat(rates.usage(SHOP))
                .extracting(
                        IngestRates.Usage::throttledRequests, IngestRates.Usage::throttledSamples)
                .containsExactly(3L, 51L);
    }

    /// One of several tenants has to wait: all do, and nothing is taken of anybody.
    @Test
    void take_forSeveralTenantsOfWhomOneHasToWait_takesNothing() {
        Route shop = route(SHOP, new Rate(10, 100), Optional.empty());
        Route bank = route(BANK, new Rate(10, 10), Optional.empty());
        assertTaken(bank, 5);
        Map<Integer, Answer> refused = new HashMap<>();
        List<Share> shares = List.of(new Share(shop, 100), new Share(bank, 6));

        Answer answer = rates.take(shares, shop, 106, refused);

        assertThat(answer).isInstanceOf(Answer.Later.class);
        assertThat(refused).containsOnly(Map.entry(1, answer));
        assertTaken(shop, 100);
        assertTaken(bank, 5);
    }

    /// A tenant that never takes as much at once is left out, others have theirs; the cluster is
    /// charged once, whatever number of copies there are.
    @Test
    void take_forSeveralTenants_leavesOutWhomItIsTooMuchFor() {
        Optional<Rate> cluster = Optional.of(new Rate(10, 100));
        Route shop = route(SHOP, new Rate(10, 100), cluster);
        Route bank = route(BANK, new Rate(10, 10), cluster);
        Map<Integer, Answer> refused = new HashMap<>();
        List<Share> shares = List.of(new Share(bank, 60), new Share(shop, 60));

        assertThat(rates.take(shares, shop, 60, refused)).isInstanceOf(Answer.Taken.class);

        assertThat(refused).containsOnlyKeys(0);
        assertThat(refused.get(0)).isInstanceOf(Answer.TooMany.class);
        assertThat(rates.take(route(BANK, Rate.NONE, cluster), 41))
                .isInstanceOf(Answer.Later.class);
        rates.giveBack(List.of(new Share(shop, 60)), shop, 60);
        assertTaken(shop, 100);
    }

    @Test
    void take_moreThanMayEverComeAtOnce_isTooMany() {
        Route route = route(SHOP, new Rate(10, 100), Optional.empty());

        assertThat(rates.take(route, 101))
                .isEqualTo(
                        new Answer.TooMany(
                                "a request of 101 samples, and tenant shop may send at most 100 at once (limits.ingestion_burst_size)"));
        assertTaken(route, 100);
    }

    @Test
    void take_refusedByTheCluster_takesNothingOfTheTenant() {
        Route noisy = route(SHOP, new Rate(100, 100), Optional.of(new Rate(10, 10)));
        Route quiet = route(SHOP, new Rate(100, 100), Optional.empty());
        assertTaken(noisy, 10);
        for (int i = 0; i < 50; i++) {
            assertThat(rates.take(noisy, 10))
                    .isInstanceOfSatisfying(
                            Answer.Later.class,
                            later -> assertThat(later.why()).startsWith("cluster eu-1 may send"));
        }

        assertTaken(quiet, 90);
        assertThat(rates.take(quiet, 1))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.why()).startsWith("tenant shop may send"));
        assertTaken(route(BANK, new Rate(100, 100), Optional.empty()), 100);
        assertThat(rates.usageOfCluster("eu-1").throttledRequests()).isEqualTo(50);
    }

    @Test
    void giveBack_ofWhatWasNotStored_isRoomAgain() {
        Route route = route(SHOP, new Rate(10, 100), Optional.of(new Rate(10, 100)));
        assertTaken(route, 100);

        rates.giveBack(route, 100);

        assertThat(rates.usage(SHOP).samplesPerSecond()).isZero();
        assertTaken(route, 100);
        rates.giveBack(route, 100);
        rates.giveBack(route, 100);
        assertThat(rates.take(route, 100)).isEqualTo(new Answer.Taken());
        assertThat(rates.take(route, 1)).isInstanceOf(Answer.Later.class);
    }

    @Test
    void take_afterTheLimitChanged_goesByTheNewOne() {
        assertTaken(route(SHOP, new Rate(1, 100), Optional.empty()), 100);
        assertThat(rates.take(route(SHOP, new Rate(1, 100), Optional.empty()), 1))
                .isInstanceOf(Answer.Later.class);

        assertTaken(route(SHOP, Rate.NONE, Optional.empty()), 1_000_000);
        Route raised = route(SHOP, new Rate(1_000, 2_000), Optional.empty());
        assertTaken(raised, 2_000);
        nanos.addAndGet(SECOND);
        assertTaken(raised, 1_000);
        nanos.addAndGet(2 * SECOND);
        Route lowered = route(SHOP, new Rate(1, 5), Optional.empty());
        assertTaken(lowered, 5);
        assertThat(rates.take(lowered, 1)).isInstanceOf(Answer.Later.class);
    }

    /// Against a bucket in whole numbers of any size, asked at odd moments with odd rates.
    @Test
    void take_atAnyMoments_takesWhatAReferenceDoesToTheSample() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Rate rate = new Rate(1 + random.nextInt(999_999_937), 1 + random.nextInt(1_000_000_000));
        Route route = route(SHOP, rate, Optional.empty());
        BigInteger perSample = BigInteger.valueOf(SECOND);
        BigInteger full = BigInteger.valueOf(rate.burstSamples()).multiply(perSample);
        BigInteger level = full;
        int taken = 0;
        int putOff = 0;
        for (int i = 0; i < 20_000; i++) {
            long elapsed = (long) (random.nextDouble() * random.nextDouble() * SECOND);
            nanos.addAndGet(elapsed);
            level =
                    level.add(
                                    BigInteger.valueOf(elapsed)
                                            .multiply(BigInteger.valueOf(rate.samplesPerSecond())))
                            .min(full);
            long samples = 1 + (long) (random.nextDouble() * rate.burstSamples());
            BigInteger wanted = BigInteger.valueOf(samples).multiply(perSample);
            boolean hasRoom = wanted.compareTo(level) <= 0;
            assertThat(rates.take(route, samples) instanceof Answer.Taken).isEqualTo(hasRoom);
            if (hasRoom) {
                level = level.subtract(wanted);
                taken++;
            } else {
                putOff++;
            }
        }
        assertThat(taken).isPositive();
        assertThat(putOff).isPositive();
    }

    @Test
    void take_byManyThreads_isExact() throws Exception {
        Route route = route(SHOP, new Rate(1, 10_000), Optional.of(new Rate(1, 7_000)));
        AtomicLong taken = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Runnable> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(() -> {
                    for (int j = 0; j < 2_000; j++) {
                        if (rates.take(route, 1) instanceof Answer.Taken) {
                            taken.incrementAndGet();
                        }
                    }
                });
            }
            all.forEach(threads::execute);
        }

        assertThat(taken).hasValue(7_000);
    }

    private void assertTaken(Route route, long samples) {
        assertThat(rates.take(route, samples)).isEqualTo(new Answer.Taken());
    }

    private static Route route(Tenant tenant, Rate ofTenant, Optional<Rate> ofCluster) {
        return new Route(
                1,
                tenant,
                tenant,
                Dialect.REMOTE_WRITE_1,
                true,
                0,
                RoutePolicy.NONE,
                new Route.Limits(
                        new Route.OfTenant(ofTenant, false, 0, 0, 0, 0),
                        ofCluster.map(rate -> new Route.OfCluster("eu-1", rate, 0)),
                        Route.Late.USUAL));
    }
}
