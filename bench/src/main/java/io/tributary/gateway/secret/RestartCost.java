package io.tributary.gateway.secret;

import io.tributary.runtime.clock.SystemClock;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What a restart costs: so many senders (1,000), each with a token of its own, all at once, and
/// each comes back in one second, or two by a jitter, where it is told to come later. Prints when
/// the first, the middle and the last came in, how often one was sent away, and the CPU that it
/// took.
///
/// ```
/// java -cp bench/target/benchmarks.jar io.tributary.gateway.secret.RestartCost 1000
/// ```
public final class RestartCost {
    private static final int SENDERS = 1_000;

    private record Sender(String row, SecretHash hash, Secret secret) {}

    private RestartCost() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SENDERS;
        SecureRandom random = new SecureRandom();
        CredentialMint mint = new CredentialMint(random);
        List<Sender> senders =
                IntStream.range(0, count).parallel().mapToObj(i -> sender(mint, i)).toList();
        int cores = Runtime.getRuntime().availableProcessors();
        CredentialCheck check = new CredentialCheck(new SystemClock(), random, cores);

        long cpuBefore = cpuNanos();
        long begin = System.nanoTime();
        long[] cameNanos = new long[count];
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> came = new ArrayList<>();
            for (Sender sender : senders) {
                came.add(
                        threads.submit(() -> {
                            comeIn(check, sender);
                            return System.nanoTime() - begin;
                        }));
            }
            for (int i = 0; i < count; i++) {
                cameNanos[i] = came.get(i).get();
            }
        }
        long cpu = cpuNanos() - cpuBefore;
        Arrays.sort(cameNanos);
        System.out.printf(
                "%d senders, %d cores: first %.2f s, middle %.1f s, last %.1f s; %s; CPU %.1f s%n",
                count,
                cores,
                cameNanos[0] / 1e9,
                cameNanos[count / 2] / 1e9,
                cameNanos[count - 1] / 1e9,
                check.counts(),
                cpu / 1e9);
    }

    private static void comeIn(CredentialCheck check, Sender sender) throws InterruptedException {
        Random jitter = new Random(sender.row.hashCode());
        while (check.check(sender.row, sender.hash, sender.secret)
                != CredentialCheck.Verdict.RIGHT) {
            TimeUnit.SECONDS.sleep(1 + jitter.nextInt(2));
        }
    }

    private static Sender sender(CredentialMint mint, int number) {
        AccessToken token = mint.token();
        return new Sender("row-" + number, mint.hash(token), token.secret());
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
