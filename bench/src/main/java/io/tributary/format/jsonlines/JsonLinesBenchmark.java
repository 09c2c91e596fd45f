package io.tributary.format.jsonlines;

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

/// Reads 20 lines of 500 samples each; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class JsonLinesBenchmark {
    private static final int LINES = 20;
    private static final int SAMPLES = 500;

    private final byte[] lines = lines();
    private final JsonLinesDecoder decoder = new JsonLinesDecoder();
    private final WriteBatch batch = new WriteBatch();

    @Benchmark
    @OperationsPerInvocation(LINES * SAMPLES)
    public int decode() {
        decoder.decode(lines, 0, lines.length, batch);
        return batch.sampleCount();
    }

    private static byte[] lines() {
        StringBuilder values = new StringBuilder("0");
        StringBuilder times = new StringBuilder("1700000000000");
        for (int i = 1; i < SAMPLES; i++) {
            values.append(',').append(i / 4.0);
            times.append(',').append(1_700_000_000_000L + 15_000L * i);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("{\"metric\":{\"__name__\":\"m\",\"n\":\"")
                    .append(i)
                    .append("\"},\"values\":[");
            text.append(values).append("],\"timestamps\":[").append(times).append("]}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
