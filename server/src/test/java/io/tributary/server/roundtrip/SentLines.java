package io.tributary.server.roundtrip;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.text.GoFloat;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.util.List;
import java.util.stream.Collectors;

/// Floats as lines of text.
final class SentLines {
    private static final double INTEGERS_END = 0x1p63;

    private SentLines() {}

    /// A field of no measurement is a metric of its name; whole numbers are sent as integers.
    static String influx(List<Series> series) {
        StringBuilder lines = new StringBuilder();
        for (Series each : series) {
            for (Sample sample : each.samples()) {
                for (Label label : each.labels().withoutMetricName().asList()) {
                    lines.append(',').append(influxText(label.name()));
                    lines.append('=').append(influxText(label.value()));
                }
                lines.append(' ').append(influxText(each.name())).append('=');
                lines.append(influxNumber(number(sample)));
                lines.append(' ').append(sample.timeMillis()).append("000000\n");
            }
        }
        return lines.toString();
    }

    private static String influxText(String text) {
        return text.replaceAll("[\\\\,= ]", "\\\\$0");
    }

    private static String influxNumber(double value) {
        boolean isInteger = value == Math.rint(value) && Math.abs(value) < INTEGERS_END;
        boolean isNegativeZero = value == 0 && 1 / value < 0;
        return isInteger && !isNegativeZero ? (long) value + "i" : text(value);
    }

    static String exposition(List<Series> series, boolean openMetrics) {
        StringBuilder lines = new StringBuilder();
        for (Series each : series) {
            for (int i = 0; i < each.samples().size(); i++) {
                Sample sample = each.samples().get(i);
                long time = sample.timeMillis();
                lines.append("{").append(quoted(each.name())).append(comma(each.labels()));
                lines.append(pairs(each.labels().withoutMetricName())).append("} ");
                lines.append(text(number(sample))).append(' ');
                lines.append(openMetrics ? seconds(time) : "" + time);
                if (i < each.exemplars().size()) {
                    Exemplar exemplar = each.exemplars().get(i);
                    lines.append(" # {").append(pairs(exemplar.labels())).append("} ");
                    lines.append(text(Double.longBitsToDouble(exemplar.valueBits())));
                    lines.append(' ').append(seconds(exemplar.timeMillis()));
                }
                lines.append('\n');
            }
        }
        return lines + (openMetrics ? "# EOF\n" : "");
    }

    private static String comma(Labels labels) {
        return labels.size() > 1 ? "," : "";
    }

    private static String pairs(Labels labels) {
        return labels.asList().stream()
                .map(label -> quoted(label.name()) + "=" + quoted(label.value()))
                .collect(Collectors.joining(","));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String seconds(long millis) {
        return "%d.%03d".formatted(millis / 1_000, millis % 1_000);
    }

    private static double number(Sample sample) {
        if (sample.value() instanceof Value.FloatBits(var bits)) {
            return Double.longBitsToDouble(bits);
        }
        throw new AssertionError("no number: " + sample);
    }

    private static String text(double value) {
        return GoFloat.format(value, GoFloat.Form.SAMPLE);
    }
}
