package io.tributary.format.remotewrite;

import io.tributary.bench.Scrape;
import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;
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

/// Reads a message of 2,000 series with a sample each, in both versions of remote write, as it is
/// and as it came, packed by Snappy; nanoseconds a sample.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DecodeBenchmark {
    private static final int SERIES = 2_000;

    private final byte[] message1 = new Scrape(0, SERIES).message();
    private final byte[] message2 = SymbolMessage.of(message1);
    private final byte[] packed1 = SnappyBlock.encode(message1);
    private final byte[] packed2 = SnappyBlock.encode(message2);
    private final byte[] raw = new byte[Math.max(message1.length, message2.length)];
    private final RemoteWrite1Decoder decoder1 = new RemoteWrite1Decoder();
    private final RemoteWrite2Decoder decoder2 = new RemoteWrite2Decoder();
    private final WriteBatch batch = new WriteBatch();

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int decode1() throws MalformedRequestException {
        decoder1.decode(message1, 0, message1.length, batch);
        return batch.sampleCount();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int decode2() throws MalformedRequestException {
        decoder2.decode(message2, 0, message2.length, batch);
        return batch.sampleCount();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int unpackAndDecode1() throws MalformedRequestException, CompressionException {
        int length = SnappyBlock.decode(packed1, 0, packed1.length, raw, 0);
        decoder1.decode(raw, 0, length, batch);
        return batch.sampleCount();
    }

    @Benchmark
    @OperationsPerInvocation(SERIES)
    public int unpackAndDecode2() throws MalformedRequestException, CompressionException {
        int length = SnappyBlock.decode(packed2, 0, packed2.length, raw, 0);
        decoder2.decode(raw, 0, length, batch);
        return batch.sampleCount();
    }
}
