package io.tributary.cli.dump;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/// For people, `grep` and `diff`.
final class TextLines implements DumpLines {
    /// Of one width, so that columns stand.
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final PrintWriter out;

    TextLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(Finding finding) {
        line(written(finding));
    }

    @Override
    public void series(String tenant, Labels labels, SampleColumn samples) {
        line("series " + tenant + " " + written(labels));
        for (int i = 0; i < samples.size(); i++) {
            long time = samples.time(i);
            Value value = Value.of(samples, i);
            String bits = value.bits().map(hex -> " bits=" + hex).orElse("");
            line("  " + time + " " + moment(time) + " " + value.text() + bits);
        }
    }

    @Override
    public void lost(String tenant, Labels labels, Finding finding) {
        line("  " + written(finding));
    }

    @Override
    public void end(long tenants, long series, long samples, long losses) {
        line(
                "end tenants=%d series=%d samples=%d losses=%d"
                        .formatted(tenants, series, samples, losses));
    }

    /// A label set that can be handed to `--match`: `{__name__="up", job="node"}`.
    private static String written(Labels labels) {
        return labels.asList().stream()
                .map(label -> name(label) + "=" + GoQuote.quote(label.value()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String name(Label label) {
        String name = label.name();
        boolean isWord = !name.isEmpty() && !isDigit(name.charAt(0));
        for (int i = 0; i < name.length() && isWord; i++) {
            char c = name.charAt(i);
            isWord = c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return isWord ? name : GoQuote.quote(name);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String written(Finding finding) {
        String kind = finding.isLoss() ? "loss " : "torn ";
        return finding.facts().stream()
                .map(TextLines::written)
                .collect(Collectors.joining(" ", kind + finding.where() + " ", ""));
    }

    private static String written(Finding.Fact fact) {
        return switch (fact) {
            case Finding.Fact.Count(var name, var count) -> name + "=" + count;
            case Finding.Fact.Words(var name, var words) -> name + "=" + GoQuote.quote(words);
        };
    }

    private static String moment(long timeMillis) {
        return MOMENT.format(Instant.ofEpochMilli(timeMillis));
    }

    private void line(String text) {
        out.print(text);
        out.print('\n');
    }
}
