package io.tributary.format.chunk;

import io.tributary.bench.Scrape;
import java.util.Arrays;
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

/// Chunks of 120 samples, half of counters and half of gauges; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class XorBenchmark {
    private static final int SAMPLES = 120;
    private static final int CHUNKS = 100;

    /// Behind each chunk, as there is where chunks are read into room that is used again.
    private static final int PADDING = 24;

    private final byte[][] chunks = new byte[CHUNKS][];
    private final long[] times = new long[SAMPLES];
    private final long[] bits = new long[SAMPLES];
    private final XorChunkReader reader = new XorChunkReader();
    private final XorChunkWriter writer = new XorChunkWriter();

    public XorBenchmark() {
        for (int i = 0; i < CHUNKS; i++) {
            write(i);
            chunks[i] = Arrays.copyOf(writer.bytes(), writer.sizeBytes() + PADDING);
        }
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES * CHUNKS)
    public long read() throws CorruptChunkException {
        long sum = 0;
        for (byte[] chunk : chunks) {
            reader.reset(chunk, 0, chunk.length - PADDING);
            while (reader.next()) {
                sum += reader.timeMillis() ^ reader.valueBits();
            }
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES * CHUNKS)
    public long readColumns() throws CorruptChunkException {
        long sum = 0;
        for (byte[] chunk : chunks) {
            reader.reset(chunk, 0, chunk.length - PADDING);
            sum += reader.read(Long.MAX_VALUE, SAMPLES, times, bits, 0);
            sum += times[SAMPLES - 1] ^ bits[SAMPLES - 1];
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES * CHUNKS)
    public int write() {
        int bytes = 0;
        for (int i = 0; i < CHUNKS; i++) {
            write(i);
            bytes += writer.sizeBytes();
        }
        return bytes;
    }

    private void write(int chunk) {
        writer.reset();
        int series = chunk / 2 * 5 + chunk % 2;
        for (int step = 1; step <= SAMPLES; step++) {
            writer.append(
                    step * Scrape.STEP_MILLIS,
                    Double.doubleToRawLongBits(Scrape.value(series, step)));
        }
    }
}
