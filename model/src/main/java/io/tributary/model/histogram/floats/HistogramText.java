package io.tributary.model.histogram.floats;

import io.tributary.model.text.GoFloat;

/// A histogram as Prometheus prints it: `{count:3, sum:4, [-2,-1):1, (1,2]:2}`.
final class HistogramText {
    private HistogramText() {}

    static String of(FloatHistogram histogram) {
        StringBuilder text = new StringBuilder("{count:");
        text.append(GoFloat.general(histogram.count()));
        text.append(", sum:").append(GoFloat.general(histogram.sum()));
        int schema = histogram.schema();
        FloatBuckets negative = histogram.negative();
        for (int i = negative.size() - 1; i >= 0; i--) {
            double lower = -ExponentialBounds.upper(negative.index(i), schema);
            double upper = -ExponentialBounds.upper(negative.index(i) - 1, schema);
            append(text, '[', lower, upper, ')', negative.count(i));
        }
        if (histogram.zeroCount() != 0) {
            double zero = histogram.zeroThreshold();
            append(text, '[', -zero, zero, ']', histogram.zeroCount());
        }
        FloatBuckets positive = histogram.positive();
        for (int i = 0; i < positive.size(); i++) {
            int index = positive.index(i);
            if (histogram.isCustom()) {
                CustomBounds bounds = histogram.bounds();
                char begin = index == 0 ? '[' : '(';
                append(
                        text,
                        begin,
                        bounds.upper(index - 1),
                        bounds.upper(index),
                        ']',
                        positive.count(i));
            } else {
                double lower = ExponentialBounds.upper(index - 1, schema);
                double upper = ExponentialBounds.upper(index, schema);
                append(text, '(', lower, upper, ']', positive.count(i));
            }
        }
        return text.append('}').toString();
    }

    private static void append(
            StringBuilder text, char begin, double lower, double upper, char end, double count) {
        text.append(", ").append(begin).append(GoFloat.general(lower)).append(',');
        text.append(GoFloat.general(upper)).append(end);
        text.append(':').append(GoFloat.general(count));
    }
}
