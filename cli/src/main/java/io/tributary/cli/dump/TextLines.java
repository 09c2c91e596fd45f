package io.tributary.cli.dump;

import io.tributary.model.GoQuote;
import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.dump.SeriesWalk;
import io.tributary.tsdb.dump.StoredSample;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
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
    public void metadata(String tenant, Labels stamps, FamilyMetadata metadata) {
        line(
                "metadata %s %s type=%s unit=%s help=%s%s"
                        .formatted(
                                tenant,
                                name(metadata.family()),
                                metadata.type().word(),
                                GoQuote.quote(metadata.unit()),
                                GoQuote.quote(metadata.help()),
                                stamps.isEmpty() ? "" : " stamps=" + written(stamps)));
    }

    @Override
    public void series(String tenant, SeriesWalk walk) throws IOException {
        line("series " + tenant + " " + written(walk.labels()));
        while (walk.nextSample()) {
            StoredSample sample = walk.sample();
            String start = sample.startMillis() == 0 ? "" : " start=" + sample.startMillis();
            line("  " + time(sample.timeMillis()) + " " + written(sample) + start);
        }
        for (Exemplar exemplar : walk.exemplars()) {
            String value = Value.word(exemplar.valueBits());
            String labels = written(exemplar.labels());
            line("  exemplar " + time(exemplar.timeMillis()) + " " + value + " " + labels);
        }
    }

    @Override
    public void lost(String tenant, Labels labels, Finding finding) {
        line("  " + written(finding));
    }

    @Override
    public void end(Counts counts) {
        line(
                "end tenants=%d series=%d samples=%d exemplars=%d metadata=%d losses=%d"
                        .formatted(
                                counts.tenants(),
                                counts.series(),
                                counts.samples(),
                                counts.exemplars(),
                                counts.metadata(),
                                counts.losses()));
    }

    private static String written(StoredSample sample) {
        return switch (sample) {
            case StoredSample.FloatSample(var _, var _, var number) -> {
                Value value = Value.of(number);
                yield value.text() + value.bits().map(hex -> " bits=" + hex).orElse("");
            }
            case StoredSample.HistogramSample(var _, var _, var hint, var histogram) ->
                    written(HistogramWords.hint(hint), histogram);
        };
    }

    /// What is empty is left out.
    private static String written(String hint, Histogram histogram) {
        String head =
                "histogram %s hint=%s schema=%d zeroThreshold=%s zeroCount=%s count=%s sum=%s"
                        .formatted(
                                HistogramWords.kind(histogram),
                                hint,
                                histogram.schema(),
                                Value.word(histogram.zeroThresholdBits()),
                                HistogramWords.count(histogram, histogram.zeroCount()),
                                HistogramWords.count(histogram, histogram.count()),
                                Value.word(histogram.sumBits()));
        return head
                + listed("bounds", histogram.boundBits().stream().map(Value::word).toList())
                + listed("positive", written(histogram, histogram.positive()))
                + listed("negative", written(histogram, histogram.negative()));
    }

    private static List<String> written(Histogram histogram, List<Histogram.Bucket> buckets) {
        return buckets.stream()
                .map(bucket ->
                        bucket.index() + ":" + HistogramWords.count(histogram, bucket.count()))
                .toList();
    }

    private static String listed(String name, List<String> words) {
        return words.isEmpty() ? "" : " " + name + "=" + String.join(",", words);
    }

    /// A label set that can be handed to `--match`: `{__name__="up", job="node"}`.
    private static String written(Labels labels) {
        return labels.asList().stream()
                .map(label -> name(label.name()) + "=" + GoQuote.quote(label.value()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String name(String name) {
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

    private static String time(long millis) {
        return millis + " " + MOMENT.format(Instant.ofEpochMilli(millis));
    }

    private void line(String text) {
        out.print(text);
        out.print('\n');
    }
}
