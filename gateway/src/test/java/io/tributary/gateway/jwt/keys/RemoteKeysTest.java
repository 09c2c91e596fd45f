package io.tributary.gateway.jwt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SimulatedClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemoteKeysTest {
    private static final String KEYS = SigningKey.set(SigningKey.of("k", JwtAlgorithm.EDDSA).jwk());

    private final SimulatedClock clock = new SimulatedClock(0);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);

    private RemoteKeys keys(KeyFetcher fetcher) {
        KeyFetcher counted =
                uri -> {
                    asked.incrementAndGet();
                    return fetcher.fetch(uri);
                };
        return new RemoteKeys(
                new KeyQuestion("i", Optional.of("https://keys.example/"), counted),
                KeySource.REFRESH,
                clock);
    }

    @Test
    void renewed_manyWait_aBoundedNumberDoes() throws Exception {
        RemoteKeys keys =
                keys(uri -> {
                    open.await();
                    return KEYS;
                });
        LinkedBlockingQueue<IssuerKeys.Renewal> answered = new LinkedBlockingQueue<>();
        List<Future<?>> requests = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 150; i++) {
                requests.add(threads.submit(() -> answered.add(keys.renewed())));
            }
            for (int i = 0; i < 50; i++) {
                IssuerKeys.Renewal early = answered.take();
                assertThat(early.isSure()).isFalse();
                assertThat(early.why()).isEqualTo("too many requests wait for them");
            }
            assertThat(answered).isEmpty();
            open.countDown();
        }
        for (Future<?> request : requests) {
            request.get();
        }
        assertThat(answered).hasSize(100).allMatch(renewal -> renewal.keys().isPresent());
        assertThat(answered).filteredOn(IssuerKeys.Renewal::isSure).hasSize(1);
        assertThat(asked).hasValue(1);
    }

    /// Who came while the question was on its way cannot know whether the answer is newer.
    @Test
    void renewed_withinTenSeconds_isNotSureAndAsksNobody() throws Exception {
        RemoteKeys keys = keys(uri -> KEYS);
        assertThat(keys.current()).isEmpty();
        assertThat(keys.renewed().isSure()).isTrue();
        clock.advance(9_999);
        IssuerKeys.Renewal second = keys.renewed();
        assertThat(second.isSure()).isFalse();
        assertThat(second.keys()).isPresent();
        assertThat(second.why()).isEqualTo("they were asked for just now");
        assertThat(asked).hasValue(1);
        clock.advance(1);
        assertThat(keys.renewed().isSure()).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void refreshIfDue_goesByTheRefresh_andAfterAFailureByThePause() throws Exception {
        RemoteKeys keys =
                keys(uri -> {
                    if (asked.get() == 2) {
                        throw new IOException("down");
                    }
                    return KEYS;
                });
        keys.refreshIfDue();
        awaitEnd(keys);
        clock.advance(KeySource.REFRESH.toMillis() - 1);
        keys.refreshIfDue();
        assertThat(asked).hasValue(1);
        clock.advance(1);
        keys.refreshIfDue();
        awaitEnd(keys);
        assertThat(asked).hasValue(2);
        assertThat(keys.status().failure()).isEqualTo("down");
        assertThat(keys.current()).isPresent();
        clock.advance(9_999);
        keys.refreshIfDue();
        assertThat(asked).hasValue(2);
        clock.advance(1);
        keys.refreshIfDue();
        awaitEnd(keys);
        assertThat(asked).hasValue(3);
        assertThat(keys.status().failure()).isEmpty();
        assertThat(keys.status().asked()).isEqualTo(3);
        assertThat(keys.status().failed()).isEqualTo(1);
    }

    /// A defect of ours ends the attempt, not those who wait for it.
    @Test
    void renewed_attemptThatDies_letsThemGo() throws Exception {
        RemoteKeys keys =
                keys(uri -> {
                    throw new IllegalStateException("BUG: for a test");
                });
        assertThat(keys.renewed().why()).isEqualTo("asking ended unexpectedly");
        clock.advance(10_000);
        assertThat(keys.renewed().why()).isEqualTo("asking ended unexpectedly");
        assertThat(asked).hasValue(2);
    }

    /// Within ten seconds nobody is asked, and who wants keys waits for those who are.
    private static void awaitEnd(RemoteKeys keys) throws InterruptedException {
        keys.renewed();
    }
}
