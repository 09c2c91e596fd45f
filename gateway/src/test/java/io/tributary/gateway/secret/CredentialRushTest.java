package io.tributary.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.secret.CredentialCheck.Verdict;
import io.tributary.runtime.clock.SystemClock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A server that was just started, and all senders at once: `-Dcredentials.count` (80) of them,
/// more than may wait.
final class CredentialRushTest {
    private static final int COUNT = Integer.getInteger("credentials.count", 80);
    private static final long RETRY_MILLIS = 200;

    private record Sender(String row, SecretHash hash, Secret secret) {}

    @Test
    void restart_allAtOnce_allComeInAndEachIsComputedOnce() throws Exception {
        List<Sender> senders = IntStream.range(0, COUNT).mapToObj(i -> sender("row-" + i)).toList();
        CredentialCheck check = new CredentialCheck(new SystemClock(), Secrets.RANDOM, 2);

        List<Integer> retries =
                Crowd.ask(COUNT, i -> () -> retriesUntilRight(check, senders.get(i)));

        assertThat(retries).hasSize(COUNT);
        assertThat(check.counts().computed()).isEqualTo(COUNT);
        assertThat(check.counts().later()).isEqualTo(retries.stream().mapToInt(i -> i).sum());
    }

    private static int retriesUntilRight(CredentialCheck check, Sender sender)
            throws InterruptedException {
        int retries = 0;
        while (true) {
            Verdict verdict = check.check(sender.row, sender.hash, sender.secret);
            if (verdict == Verdict.RIGHT) {
                return retries;
            }
            assertThat(verdict).isEqualTo(Verdict.LATER);
            retries++;
            boolean never = new CountDownLatch(1).await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(never).isFalse();
        }
    }

    private static Sender sender(String row) {
        AccessToken token = Secrets.MINT.token();
        return new Sender(row, Secrets.MINT.hash(token), token.secret());
    }
}
