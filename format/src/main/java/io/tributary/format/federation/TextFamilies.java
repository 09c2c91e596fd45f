package io.tributary.format.federation;

import io.tributary.model.Label;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.model.text.GoFloat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Families as Prometheus' text 0.0.4 or as OpenMetrics text 1.0.0.
///
/// ```
/// # TYPE up untyped                       # TYPE up unknown
/// up{job="a",instance=""} 1 1763672487000 up{job="a",instance=""} 1.0 1763672487.000
///                                         # EOF
/// ```
///
/// Source: Prometheus `common/expfmt/text_create.go`, `openmetrics_create.go`.
final class TextFamilies implements FamilyWriter {
    private static final int MILLIS = 1000;

    private final NameEscaping escaping;
    private final boolean openMetrics;
    private final OutputStream out;
    private final StringBuilder lines = new StringBuilder();

    TextFamilies(NameEscaping escaping, boolean openMetrics, OutputStream out) {
        this.escaping = escaping;
        this.openMetrics = openMetrics;
        this.out = out;
    }

    @Override
    public void write(String name, FamilyType type, List<FederatedSample> samples)
            throws IOException {
        lines.append("# TYPE ");
        name(name);
        lines.append(' ').append(openMetrics ? type.openMetrics() : type.text()).append('\n');
        for (FederatedSample sample : samples) {
            switch (sample) {
                case FederatedSample.Scalar number -> line(name, sample, "", number.value());
                case FederatedSample.Distribution(_, _, var histogram) ->
                        classic(name, sample, histogram);
            }
            flush();
        }
    }

    @Override
    public void end() throws IOException {
        if (openMetrics) {
            lines.append("# EOF\n");
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        lines.setLength(0);
    }

    private void classic(String name, FederatedSample sample, FloatHistogram histogram) {
        new ClassicBuckets(histogram)
                .forEach((bound, count) -> line(name + "_bucket", sample, number(bound), count));
        double all = histogram.count();
        line(name + "_bucket", sample, number(Double.POSITIVE_INFINITY), all);
        line(name + "_sum", sample, "", histogram.sum());
        line(name + "_count", sample, "", all);
    }

    /// @param bound for the label `le`; none where empty
    private void line(String name, FederatedSample sample, String bound, double value) {
        boolean nameInside = !NameEscaping.isPlain(name);
        lines.append(nameInside ? "{" : "");
        name(name);
        char separator = nameInside ? ',' : '{';
        for (Label label : sample.shownLabels()) {
            lines.append(separator);
            name(escaping.escape(label.name()));
            lines.append('=');
            quoted(label.value());
            separator = ',';
        }
        if (!bound.isEmpty()) {
            lines.append(separator).append("le=\"").append(bound).append('"');
        }
        lines.append("} ").append(number(value)).append(' ');
        time(sample.timeMillis());
        lines.append('\n');
    }

    private void name(String name) {
        if (NameEscaping.isPlain(name)) {
            lines.append(name);
        } else {
            quoted(name);
        }
    }

    private void quoted(String text) {
        lines.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\n' -> lines.append("\\n");
                case '"' -> lines.append("\\\"");
                default -> lines.append(c);
            }
        }
        lines.append('"');
    }

    /// OpenMetrics wants to see that a number is none of the whole ones.
    private String number(double value) {
        String text = GoFloat.general(value);
        boolean whole = Double.isFinite(value) && text.indexOf('.') < 0 && text.indexOf('e') < 0;
        return openMetrics && whole ? text + ".0" : text;
    }

    private void time(long millis) {
        if (!openMetrics) {
            lines.append(millis);
            return;
        }
        long magnitude = Math.abs(millis);
        lines.append(millis < 0 ? "-" : "").append(magnitude / MILLIS).append('.');
        String fraction = Long.toString(MILLIS + magnitude % MILLIS);
        lines.append(fraction, 1, fraction.length());
    }
}
