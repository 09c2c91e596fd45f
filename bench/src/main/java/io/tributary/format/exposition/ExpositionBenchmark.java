package io.tributary.format.exposition;

import io.tributary.format.exposition.protobuf.FamilyDecoder;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
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

/// Reads 2,000 lines of text format, and the same in protobuf; nanoseconds a sample.
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
    private final byte[] families = families();
    private final FamilyDecoder familyDecoder = new FamilyDecoder();
    private final WriteBatch batch = new WriteBatch();

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int decode() {
        decoder.decode(text, 0, text.length, ExpositionFormat.TEXT, 0, batch);
        return batch.sampleCount();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int decodeProtobuf() throws MalformedRequestException {
        familyDecoder.decode(families, 0, families.length, 0, batch);
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

    /// One family behind its length.
    private static byte[] families() {
        ProtoWriter family = new ProtoWriter();
        family.text(1, "http_requests_total");
        for (int i = 0; i < LINES; i++) {
            int metric = family.begin(4);
            label(family, "method", "get");
            label(family, "code", "200");
            label(family, "pod", "web-" + i);
            label(family, "path", "/x");
            int counter = family.begin(3);
            family.fixed64(1, Double.doubleToRawLongBits(i / 2.0));
            family.end(counter);
            family.varint(6, 1_700_000_000_000L);
            family.end(metric);
        }
        ProtoWriter request = new ProtoWriter();
        request.rawVarint(family.size());
        byte[] prefix = request.toByteArray();
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + family.size());
        System.arraycopy(family.bytes(), 0, bytes, prefix.length, family.size());
        return bytes;
    }

    private static void label(ProtoWriter out, String name, String value) {
        int label = out.begin(1);
        out.text(1, name);
        out.text(2, value);
        out.end(label);
    }
}
