package io.tributary.format.exposition;

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

/// Reads 2,000 lines of text format; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ExpositionBenchmark {
    private static final int LINES = 2_000;

    private final byte[] text = text();
    private final ExpositionDecoder decoder = new ExpositionDecoder();
    private final WriteBatch batch = new WriteBatch();

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int decode() {
        decoder.decode(text, 0, text.length, ExpositionFormat.TEXT, 0, batch);
        return batch.sampleCount();
    }

    private static byte[] text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("http_requests_total{method=\"get\",code=\"200\",pod=\"web-").append(i);
            text.append("\",path=\"/x\"} ").append(i / 2.0).append(" 1700000000000\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
