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

/// A gap of several hours that a sender fills from its oldest end while the series are ahead of it
/// already; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class LateBenchmark {
    private static final int SERIES = 2_000;
    private static final long HOUR = 3_600_000;

    private final BenchHead bench = BenchHead.open();
    private final Scrape scrape = new Scrape(0, SERIES);
    private final long gapStart = System.currentTimeMillis() - 6 * HOUR;
    private int step;

    public LateBenchmark() {
        scrape.set(0, gapStart);
        bench.append(scrape.batch());
        scrape.set(1, gapStart + 6 * HOUR);
        bench.append(scrape.batch());
    }

    @TearDown
    public void close() throws IOException {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public long fill() {
        step++;
        scrape.set(step, gapStart + step);
        return bench.append(scrape.batch());
    }
}
