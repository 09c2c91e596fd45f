package io.tributary.format.influx;

import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Warmup;

/// Reads 2,000 lines of five fields each; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class InfluxBenchmark {
    private static final int LINES = 2_000;
    private static final int FIELDS = 5;
    private static final InfluxRequest REQUEST =
            new InfluxRequest(InfluxPrecision.NANOSECONDS, "", 0);

    private final byte[] lines = lines();
    private final InfluxDecoder decoder = new InfluxDecoder(InfluxNames.USUAL);
    private final WriteBatch batch = new WriteBatch();

    @Benchmark
    @OperationsPerInvocation(LINES * FIELDS)
    public int decode() {
        decoder.decode(lines, 0, lines.length, REQUEST, batch);
        return batch.sampleCount();
    }

    private static byte[] lines() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("cpu,cpu=cpu").append(i % 16).append(",host=node-").append(i);
            text.append(",region=eu usage_user=").append(i / 4.0).append(",usage_system=");
            text.append(i / 8.0).append(",usage_idle=99.5,usage_iowait=0,usage_irq=");
            text.append(i).append("i 1700000000000000000\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
