package io.tributary.promql;

import com.sun.management.OperatingSystemMXBean;
import io.tributary.bench.BenchHead;
import io.tributary.bench.Scrape;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.model.flow.ReadBudget;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/// Prints what queries over one metric hold in memory, by series and by steps, and what becomes of
/// those that hold too much: a table for `docs/reference/performance.md`.
///
/// ```
/// java -cp bench/target/benchmarks.jar io.tributary.promql.QueryMemory [SERIES]
/// ```
///
/// The metric `m` has an hour of 240 samples a series; its label `i` tells all series apart, `x`
/// has ten values, and `part="0"` a hundredth of the series, `part=~"."` a tenth.
final class QueryMemory {
    private static final int SERIES = 100_000;
    private static final int SAMPLES = 240;
    private static final int SERIES_A_REQUEST = 2_000;
    private static final long TIMEOUT_MILLIS = 600_000;
    private static final long MIB = 1 << 20;
    private static final long AMPLE = 4L << 30;

    private final long end = System.currentTimeMillis();
    private final BenchHead bench;
    private final Engine engine;

    private QueryMemory(BenchHead bench, Engine engine) {
        this.bench = bench;
        this.engine = engine;
    }

    /// @param arguments how many series, 100,000 by default
    static void main(String... arguments) throws IOException {
        int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SERIES;
        EngineSettings settings =
                EngineSettings.defaults().withLimits(AMPLE, Long.MAX_VALUE, TIMEOUT_MILLIS);
        try (BenchHead bench = BenchHead.open();
                Engine engine = new Engine(settings)) {
            new QueryMemory(bench, engine).run(series);
        }
    }

    private void run(int series) throws IOException {
        for (int from = 0; from < series; from += SERIES_A_REQUEST) {
            int count = Math.min(SERIES_A_REQUEST, series - from);
            bench.fill(new Scrape(from, count, QueryMemory::labels), SAMPLES, end);
        }
        System.out.printf(
                "| query | steps | bound, MiB | peak, MiB | samples read, M | CPU, s |%n"
                        + "| --- | --- | --- | --- | --- | --- |%n");
        for (String which : new String[] {"m{part=\"0\"}", "m{part=~\".\"}", "m"}) {
            for (int steps : new int[] {60, 240, 960}) {
                print("sum by (x) (rate(%s[5m]))".formatted(which), steps, AMPLE);
            }
        }
        for (String query :
                new String[] {"quantile(0.9, m)", "sum(m * on (i) (m offset 1m))", "topk(10, m)"}) {
            for (long bound : new long[] {AMPLE, 256 * MIB, 128 * MIB, 64 * MIB}) {
                print(query, SAMPLES, bound);
            }
        }
    }

    private static byte[] labels(int series) {
        RemoteWrite1LabelWriter out = new RemoteWrite1LabelWriter();
        out.add("__name__", "m");
        out.add("i", Integer.toString(series));
        out.add("part", Integer.toString(series % 100));
        out.add("x", Integer.toString(series % 10));
        return out.toByteArray();
    }

    /// Asks over the last 59 minutes.
    private void print(String query, int steps, long boundBytes) throws IOException {
        ReadBudget budget = new ReadBudget(boundBytes);
        QueryControl control = QueryControl.startingNow(System::nanoTime, TIMEOUT_MILLIS, budget);
        long step = 59L * 60_000 / steps;
        long cpu = cpuNanos();
        String peak;
        try {
            engine.range(
                    bench.head(),
                    bench.scope(),
                    query,
                    end - (steps - 1) * step,
                    end,
                    step,
                    control);
            peak = "%.1f".formatted(control.statistics().peakBytes() / (double) MIB);
        } catch (QueryException e) {
            peak = e.getMessage();
        }
        System.out.printf(
                "| `%s` | %d | %d | %s | %.1f | %.1f |%n",
                query,
                steps,
                boundBytes / MIB,
                peak,
                control.statistics().samplesRead() / 1e6,
                (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
