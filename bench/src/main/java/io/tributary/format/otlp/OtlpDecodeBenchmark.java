package io.tributary.format.otlp;

import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.ProtoWriter;
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

/// Reads a message of 2,000 points of sums, which become series of ten labels with a sample each;
/// nanoseconds a sample. Beside remote write's `DecodeBenchmark`, whose series have the same
/// labels.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class OtlpDecodeBenchmark {
    private static final int RESOURCES = 10;
    private static final int METRICS = 20;
    private static final int POINTS = 10;

    private final byte[] message = message();
    private final OtlpDecoder decoder = new OtlpDecoder();
    private final WriteBatch batch = new WriteBatch();

    @Benchmark
    @OperationsPerInvocation(RESOURCES * METRICS * POINTS)
    public int decode() throws MalformedRequestException {
        decoder.decode(message, 0, message.length, OtlpSettings.DEFAULT, batch);
        return batch.sampleCount();
    }

    private static byte[] message() {
        ProtoWriter out = new ProtoWriter();
        for (int resource = 0; resource < RESOURCES; resource++) {
            int ofResource = out.begin(1);
            int attributes = out.begin(1);
            attribute(out, 1, "service.name", "job-" + resource);
            attribute(out, 1, "service.instance.id", "10.0.0." + resource + ":9100");
            out.end(attributes);
            int scope = out.begin(2);
            for (int metric = 0; metric < METRICS; metric++) {
                metric(out, resource, metric);
            }
            out.end(scope);
            out.end(ofResource);
        }
        return out.toByteArray();
    }

    private static void metric(ProtoWriter out, int resource, int metric) {
        int ofMetric = out.begin(2);
        out.bytes(1, ("bench.metric." + metric).getBytes(StandardCharsets.UTF_8));
        int sum = out.begin(7);
        for (int point = 0; point < POINTS; point++) {
            int ofPoint = out.begin(1);
            out.tag(3, ProtoCursor.FIXED64);
            out.rawFixed64(1_700_000_000_000_000_000L);
            out.tag(4, ProtoCursor.FIXED64);
            out.rawFixed64(Double.doubleToRawLongBits(metric * point));
            attribute(out, 7, "cluster", "cluster-" + resource % 4);
            attribute(out, 7, "http.status", Integer.toString(200 + point));
            attribute(out, 7, "k8s.namespace", "namespace-" + resource);
            attribute(out, 7, "k8s.node", "node-" + resource + ".example.org");
            attribute(out, 7, "k8s.pod", "pod-" + resource + "-" + metric + "-7d4b9c6f5");
            attribute(out, 7, "url.path", "/api/path/" + point);
            attribute(out, 7, "zone", "zone-" + resource % 3);
            out.end(ofPoint);
        }
        out.tag(2, ProtoCursor.VARINT);
        out.rawVarint(2);
        out.tag(3, ProtoCursor.VARINT);
        out.rawVarint(1);
        out.end(sum);
        out.end(ofMetric);
    }

    private static void attribute(ProtoWriter out, int field, String key, String text) {
        int attribute = out.begin(field);
        out.bytes(1, key.getBytes(StandardCharsets.UTF_8));
        int value = out.begin(2);
        out.bytes(1, text.getBytes(StandardCharsets.UTF_8));
        out.end(value);
        out.end(attribute);
    }
}
