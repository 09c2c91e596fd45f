package io.tributary.cli;

import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.format.remotewrite.RemoteWrite1Template;
import java.util.stream.IntStream;

/// One scrape of one made-up host as a remote write 1.0 request, written once and then filled with
/// the next moment's times and values: counters, gauges, histograms; more than half never change.
///
/// Owned by one thread at a time.
final class TrainingRequest {
    /// Series of one host.
    static final int SERIES = 1_000;

    private final RemoteWrite1Template template;

    TrainingRequest(int host) {
        template =
                new RemoteWrite1Template(
                        IntStream.range(0, SERIES).mapToObj(i -> labels(host, i)).toList());
    }

    /// The request of one moment, packed.
    ///
    /// @param step counts the moments
    byte[] snappy(int step, long timeMillis) {
        for (int i = 0; i < SERIES; i++) {
            template.set(i, timeMillis, value(i, step));
        }
        return SnappyBlock.encode(template.message());
    }

    private static double value(int series, int step) {
        return switch (series % 5) {
            case 0 -> (double) step * (series % 17 + 1);
            case 1 -> (step * 31 + series) % 1_000 / 10.0;
            default -> series;
        };
    }

    private static byte[] labels(int host, int series) {
        RemoteWrite1LabelWriter out = new RemoteWrite1LabelWriter();
        boolean bucket = series % 10 == 0;
        out.add("__name__", bucket ? "trained_seconds_bucket" : "trained_" + series % 40);
        out.add("cluster", "training");
        out.add("code", Integer.toString(200 + series % 7));
        out.add("instance", "host-" + host);
        out.add("job", "job-" + series % 3);
        if (bucket) {
            out.add("le", series % 100 == 90 ? "+Inf" : series % 100 / 10 + ".5");
        }
        out.add("path", "/path/" + series / 40);
        out.add("pod", "pod-" + host + "-" + series / 500);
        return out.toByteArray();
    }
}
