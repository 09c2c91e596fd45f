package io.tributary.server.roundtrip;

import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Native histograms as queries show them: count, sum, and the counts of buckets by value.
final class Shown {
    private Shown() {}

    static String of(Histogram histogram) {
        List<Double> buckets = new ArrayList<>();
        for (Bucket bucket : histogram.negative().reversed()) {
            buckets.add(histogram.value(bucket.count()));
        }
        if (histogram.zeroCountValue() != 0) {
            buckets.add(histogram.zeroCountValue());
        }
        for (Bucket bucket : histogram.positive()) {
            buckets.add(histogram.value(bucket.count()));
        }
        return text(histogram.countValue(), Double.longBitsToDouble(histogram.sumBits()), buckets);
    }

    static String text(double count, double sum, List<Double> buckets) {
        long bits = Double.isNaN(sum) ? SampleBits.NORMAL_NAN : Double.doubleToRawLongBits(sum);
        return "count=%s sum=%s buckets=%s"
                .formatted(count, HexFormat.of().toHexDigits(bits), buckets);
    }
}
