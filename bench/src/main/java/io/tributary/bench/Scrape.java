package io.tributary.bench;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Decoder;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.format.remotewrite.RemoteWrite1Template;
import io.tributary.model.flow.WriteBatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Series of made-up hosts as a remote write 1.0 message, one sample each: ten labels, of which two
/// or three differ from one series to the next; a fifth of the values are counters, a fifth gauges,
/// the others stay as they are.
///
/// Owned by one thread at a time.
public final class Scrape {
    /// Series of one host.
    public static final int HOST_SERIES = 1_000;

    /// Between two moments.
    public static final long STEP_MILLIS = 15_000;

    private final RemoteWrite1Template template;
    private final RemoteWrite1Decoder decoder = new RemoteWrite1Decoder();
    private final WriteBatch batch = new WriteBatch();

    /// The series `from .. from + count - 1`.
    public Scrape(int from, int count) {
        this(from, count, Scrape::labels);
    }

    /// Likewise, with labels of one's own.
    ///
    /// @param labels of a series' number, as a {@link RemoteWrite1LabelWriter} writes them
    public Scrape(int from, int count, IntFunction<byte[]> labels) {
        template =
                new RemoteWrite1Template(
                        IntStream.range(from, from + count).mapToObj(labels).toList());
        set(0, STEP_MILLIS);
    }

    public int count() {
        return template.count();
    }

    /// The message as it stands.
    public byte[] message() {
        return template.message();
    }

    /// Gives all samples the values of another moment, and its time.
    public void set(int step, long timeMillis) {
        for (int i = 0; i < template.count(); i++) {
            template.set(i, timeMillis, value(i, step));
        }
    }

    /// The message, decoded into a batch that is used again.
    public WriteBatch batch() {
        byte[] message = template.message();
        try {
            decoder.decode(message, 0, message.length, batch);
        } catch (MalformedRequestException e) {
            throw new IllegalStateException("BUG: a message of ours", e);
        }
        return batch;
    }

    /// The value of a series at a step.
    public static double value(int series, int step) {
        return switch (series % 5) {
            case 0 -> (double) step * (series % 17 + 1);
            case 1 -> (step * 31 + series) % 1_000 / 10.0;
            default -> series;
        };
    }

    private static byte[] labels(int number) {
        int host = number / HOST_SERIES;
        int series = number % HOST_SERIES;
        RemoteWrite1LabelWriter out = new RemoteWrite1LabelWriter();
        out.add("__name__", "bench_metric_" + series / 10 + "_total");
        out.add("cluster", "cluster-" + host % 4);
        out.add("code", Integer.toString(200 + series % 10));
        out.add("instance", "10.0." + host / 250 + "." + host % 250 + ":9100");
        out.add("job", "job-" + series / 200);
        out.add("namespace", "namespace-" + host % 20);
        out.add("node", "node-" + host + ".example.org");
        out.add("path", "/api/path/" + series % 10);
        out.add("pod", "pod-" + host + "-" + series / 200 + "-7d4b9c6f5");
        out.add("zone", "zone-" + host % 3);
        return out.toByteArray();
    }
}
