package io.tributary.promql;

import io.tributary.bench.BenchHead;
import io.tributary.bench.Scrape;
import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Questions to a head of 100,000 series with 40 samples each; milliseconds a question.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class QueryBenchmark {
    private static final int SERIES = 100_000;
    private static final int STEPS = 40;
    private static final long BYTES_MAX = 1L << 30;
    private static final long SAMPLES_MAX = 100_000_000;
    private static final long TIMEOUT_MILLIS = 60_000;

    private final BenchHead bench = BenchHead.open();
    private final Engine engine =
            new Engine(
                    EngineSettings.defaults().withLimits(BYTES_MAX, SAMPLES_MAX, TIMEOUT_MILLIS));
    private final long end = System.currentTimeMillis();
    private final ReadScope scope;

    public QueryBenchmark() {
        bench.fill(SERIES, STEPS, end);
        scope = bench.scope();
    }

    @TearDown
    public void close() throws IOException {
        engine.close();
        bench.close();
    }

    /// All series: found, copied, put in order.
    @Benchmark
    public int select() throws IOException {
        Matcher all = new Matcher(Matcher.Type.REGEX, "__name__", ".+");
        Selector selector = new Selector(List.of(all), end - 300_000, end);
        try (SeriesView view =
                bench.head().select(scope, List.of(selector), new ReadBudget(BYTES_MAX))) {
            return view.seriesCount(0);
        }
    }

    /// 1,000 series of all hosts, a rate over five minutes at one moment.
    @Benchmark
    public QueryAnswer sumOfRatesNow() throws IOException {
        return engine.instant(
                bench.head(),
                scope,
                "sum by (cluster) (rate(bench_metric_7_total[5m]))",
                end,
                control());
    }

    /// The same at 21 moments.
    @Benchmark
    public QueryAnswer sumOfRates() throws IOException {
        return engine.range(
                bench.head(),
                scope,
                "sum by (cluster) (rate(bench_metric_7_total[5m]))",
                end - 20 * Scrape.STEP_MILLIS,
                end,
                Scrape.STEP_MILLIS,
                control());
    }

    /// Every series at one moment.
    @Benchmark
    public QueryAnswer countAll() throws IOException {
        return engine.instant(bench.head(), scope, "count({__name__=~\".+\"})", end, control());
    }

    private static QueryControl control() {
        return QueryControl.startingNow(
                System::nanoTime, TIMEOUT_MILLIS, new ReadBudget(BYTES_MAX));
    }
}
