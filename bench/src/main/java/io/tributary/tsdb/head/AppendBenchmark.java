package io.tributary.tsdb.head;

import io.tributary.bench.BenchHead;
import io.tributary.bench.Scrape;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a head does with a decoded request; nanoseconds a sample. Commits go on beside, on a real
/// disk; nobody waits for each.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class AppendBenchmark {
    private static final int SERIES = 2_000;
    private static final long DAY = 86_400_000;

    private final BenchHead bench = BenchHead.open();
    private final Scrape scrape = new Scrape(0, SERIES);
    private final long start = System.currentTimeMillis() - DAY / 2;
    private int step = 1;

    public AppendBenchmark() {
        scrape.set(0, start);
        bench.append(scrape.batch());
    }

    @TearDown
    public void close() throws IOException {
        bench.close();
    }

    /// The next scrape of known series: hash, look-up, append, record. The time goes on by 1 ms, so
    /// that no run comes to the end of what is allowed.
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long ahead() {
        scrape.set(step, start + step);
        step++;
        return bench.append(scrape.batch());
    }

    /// The newest samples once more: nothing is stored, every one is compared.
    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long repeated() {
        return bench.append(scrape.batch());
    }
}
