package io.tributary.tsdb.head;

import io.tributary.bench.BenchHead;
import io.tributary.bench.Scrape;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Series that nobody has met, a sample each: decode, admission, directory, definitions;
/// nanoseconds a series. Counted in requests, so that memory has a bound: 400,000 series.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 100)
@Measurement(iterations = 100)
@Fork(1)
@State(Scope.Benchmark)
public class CreateBenchmark {
    private static final int SERIES = 2_000;

    private final BenchHead bench = BenchHead.open();
    private final long start = System.currentTimeMillis();
    private int made = SERIES;
    private Scrape fresh = new Scrape(0, SERIES);

    /// Makes up the next series; not measured.
    @Setup(Level.Invocation)
    public void prepare() {
        fresh = new Scrape(made, SERIES);
        fresh.set(0, start);
        made += SERIES;
    }

    @TearDown
    public void close() throws IOException {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long create() {
        return bench.append(fresh.batch());
    }
}
