package io.tributary.promql.fuzz;

import io.tributary.model.text.GoFloat;
import io.tributary.promql.reference.data.NaiveHistogram;
import java.util.NavigableMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A native histogram as test scripts write it.
final class HistogramWord {
    private HistogramWord() {}

    static String of(NaiveHistogram histogram, boolean gauge) {
        if (histogram.isStale()) {
            return "stale";
        }
        StringBuilder text = new StringBuilder("{{schema:" + histogram.schema());
        text.append(" sum:").append(GoFloat.general(histogram.sum()));
        text.append(" count:").append(GoFloat.general(histogram.count()));
        if (histogram.zeroThreshold() != 0) {
            text.append(" z_bucket:").append(GoFloat.general(histogram.zeroCount()));
            text.append(" z_bucket_w:").append(GoFloat.general(histogram.zeroThreshold()));
        }
        append(text, "", histogram.positive());
        append(text, "n_", histogram.negative());
        if (histogram.isCustom()) {
            text.append(
                    histogram.bounds().stream()
                            .map(GoFloat::general)
                            .collect(Collectors.joining(" ", " custom_values:[", "]")));
        }
        text.append(gauge ? " counter_reset_hint:gauge" : "");
        return text.append("}}").toString();
    }

    private static void append(
            StringBuilder text, String prefix, NavigableMap<Integer, Double> buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        int first = buckets.firstKey();
        text.append(' ').append(prefix).append("offset:").append(first);
        text.append(
                IntStream.rangeClosed(first, buckets.lastKey())
                        .mapToObj(i -> GoFloat.general(buckets.getOrDefault(i, 0.0)))
                        .collect(Collectors.joining(" ", " " + prefix + "buckets:[", "]")));
    }
}
