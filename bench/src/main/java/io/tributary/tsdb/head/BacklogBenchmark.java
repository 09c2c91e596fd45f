package io.tributary.tsdb.head;

import io.tributary.bench.BenchHead;
import io.tributary.bench.Scrape;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Half of the series come from senders that were cut off for six hours: live again and, beside
/// that, what was kept for them, oldest first. Against the same series only live; half of the
/// samples of {@link #halfLate} are late. To be run with {@link io.tributary.bench.CpuProfiler}.
///
/// One run is the load of two hours on a head of its own, with the launcher's options of the JVM:
/// 10,000 series, requests of 1,000 samples, every scrape waited for; nanoseconds a sample. The
/// making of the requests is in it, alike in both. Every sample must be taken.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 2)
@Fork(
        value = 3,
        jvmArgs = {
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms40m",
            "-Xmn12m",
            "-Xmx256m",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "--enable-native-access=ALL-UNNAMED"
        })
@State(Scope.Benchmark)
public class BacklogBenchmark {
    private static final int SERIES = 10_000;
    private static final int REQUEST_SERIES = 1_000;
    private static final int STEPS = 480;

    /// Late scrapes of half of the series to a live one of all.
    private static final int LATE_STEPS = 2;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long GAP_MILLIS = 6 * HOUR_MILLIS;

    private final List<Scrape> all =
            IntStream.iterate(0, from -> from < SERIES, from -> from + REQUEST_SERIES)
                    .mapToObj(from -> new Scrape(from, REQUEST_SERIES))
                    .toList();
    private final List<Scrape> cutOff = all.subList(0, all.size() / 2);
    private final long start = System.currentTimeMillis() - 3 * HOUR_MILLIS;

    @Benchmark
    @OperationsPerInvocation(STEPS * SERIES)
    public void live() throws IOException {
        try (BenchHead bench = BenchHead.open()) {
            for (int step = 0; step < STEPS; step++) {
                send(bench, all, step, start + step * Scrape.STEP_MILLIS);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(2 * STEPS * SERIES)
    public void halfLate() throws IOException {
        try (BenchHead bench = BenchHead.open()) {
            int late = 0;
            long gap = start - GAP_MILLIS;
            send(bench, cutOff, late, gap);
            for (int step = 0; step < STEPS; step++) {
                send(bench, all, step, start + step * Scrape.STEP_MILLIS);
                for (int i = 0; i < LATE_STEPS; i++) {
                    late++;
                    send(bench, cutOff, late, gap + late * Scrape.STEP_MILLIS);
                }
            }
            if (bench.lateCount() != STEPS * SERIES) {
                throw new IllegalStateException("BUG: " + bench.lateCount() + " samples were late");
            }
        }
    }

    /// Sends a scrape and waits until it is durable.
    private static void send(BenchHead bench, List<Scrape> scrapes, int step, long timeMillis) {
        long position = 0;
        for (Scrape scrape : scrapes) {
            scrape.set(step, timeMillis);
            position = bench.append(scrape.batch());
        }
        bench.head().awaitDurable(position);
    }
}
