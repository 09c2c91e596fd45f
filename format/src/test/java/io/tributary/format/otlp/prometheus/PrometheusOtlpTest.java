package io.tributary.format.otlp.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.Decoded;
import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.floats.BucketWalk;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.model.text.GoFloat;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real Prometheus stores of a request is what our decoder makes of it: series, labels,
/// values, histograms, exemplars.
///
/// `-Dotlp.requests=2000` asks more of each setting.
@Tag("peers")
final class PrometheusOtlpTest {
    private static final int REQUESTS = Integer.getInteger("otlp.requests", 100);

    /// Between the requests, so that none sees another's samples.
    private static final long STEP_MILLIS = 2 * RandomOtlp.SPAN_MILLIS;

    @TempDir private Path directory;

    @Test
    void underscoresWithSuffixes_translatesAsPrometheus() throws Exception {
        compare(OtlpSettings.DEFAULT, List.of("keep_identifying_resource_attributes: false"));
    }

    @Test
    void underscoresWithoutSuffixes_translatesAsPrometheus() throws Exception {
        compare(
                OtlpSettings.DEFAULT.withStrategy(
                        TranslationStrategy.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES),
                List.of("translation_strategy: UnderscoreEscapingWithoutSuffixes"));
    }

    @Test
    void utf8WithSuffixes_translatesAsPrometheus() throws Exception {
        compare(
                OtlpSettings.DEFAULT.withStrategy(
                        TranslationStrategy.NO_UTF8_ESCAPING_WITH_SUFFIXES),
                List.of("translation_strategy: NoUTF8EscapingWithSuffixes"));
    }

    @Test
    void noTranslation_translatesAsPrometheus() throws Exception {
        compare(
                OtlpSettings.DEFAULT.withStrategy(TranslationStrategy.NO_TRANSLATION),
                List.of("translation_strategy: NoTranslation"));
    }

    @Test
    void allElseOtherwise_translatesAsPrometheus() throws Exception {
        compare(
                new OtlpSettings(
                        TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                        new Promotion.AllBut(List.of("host.name")),
                        24,
                        true,
                        true,
                        true,
                        false,
                        false,
                        Deltas.REFUSE,
                        Duration.ofMinutes(5)),
                List.of(
                        "promote_all_resource_attributes: true",
                        "ignore_resource_attributes: [host.name]",
                        "keep_identifying_resource_attributes: true",
                        "convert_histograms_to_nhcb: true",
                        "promote_scope_metadata: true",
                        "label_name_underscore_sanitization: false",
                        "label_name_preserve_multiple_underscores: false"));
    }

    @Test
    void promotedAsTheyAre_translatesAsPrometheus() throws Exception {
        compare(
                new OtlpSettings(
                        TranslationStrategy.NO_TRANSLATION,
                        new Promotion.Only(List.of("k8s.pod.name", "job", "a.b")),
                        24,
                        true,
                        false,
                        true,
                        true,
                        true,
                        Deltas.REFUSE,
                        Duration.ofMinutes(5)),
                List.of(
                        "translation_strategy: NoTranslation",
                        "promote_resource_attributes: [k8s.pod.name, job, a.b]",
                        "keep_identifying_resource_attributes: true",
                        "promote_scope_metadata: true"));
    }

    private void compare(OtlpSettings settings, List<String> otlp) throws Exception {
        long first = System.currentTimeMillis() - (REQUESTS + 1) * STEP_MILLIS;
        int series = 0;
        int exemplars = 0;
        int refused = 0;
        try (OtlpPrometheus prometheus = OtlpPrometheus.start(directory, otlp)) {
            for (int seed = 1; seed <= REQUESTS; seed++) {
                long base = first + seed * STEP_MILLIS;
                byte[] request = new RandomOtlp(new Random(seed), seed, base).request();
                HttpResponse<String> answer = prometheus.write(request, "application/x-protobuf");
                Decoded ours = Decoded.of(request, settings);
                boolean whole =
                        ours.decoder().refusals().total() == 0
                                && ours.batch().histograms().invalidCount() == 0;
                assertThat(answer.statusCode() == 200)
                        .as("seed %d: %s", seed, answer.body())
                        .isEqualTo(whole);
                if (!whole) {
                    refused++; // and Prometheus keeps nothing of it
                    continue;
                }
                long from = base - 1;
                long to = base + RandomOtlp.SPAN_MILLIS;
                SortedMap<String, String> stored = samples(ours);
                assertThat(stored)
                        .as("seed %d", seed)
                        .isEqualTo(theirs(prometheus.samples(from, to)));
                List<String> kept = exemplars(ours);
                assertThat(kept)
                        .as("seed %d", seed)
                        .isEqualTo(exemplars(prometheus.exemplars(from, to)));
                series += stored.size();
                exemplars += kept.size();
            }
        }
        assertThat(refused).isBetween(1, REQUESTS / 2);
        assertThat(series).isGreaterThan(REQUESTS);
        assertThat(exemplars).isGreaterThan(REQUESTS / 2);
    }

    /// Markers of staleness are not shown by Prometheus.
    private static SortedMap<String, String> samples(Decoded ours) {
        WriteBatch batch = ours.batch();
        SortedMap<String, SortedMap<Long, String>> all = new TreeMap<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            SortedMap<Long, String> samples = new TreeMap<>();
            for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                if (batch.valueBits(j) != SampleBits.STALE_NAN) {
                    samples.put(
                            batch.timeMillis(j),
                            sample(Double.longBitsToDouble(batch.valueBits(j))));
                }
            }
            for (int j = batch.histogramStart(i); j < batch.histogramEnd(i); j++) {
                samples.put(batch.histograms().timeMillis(j), histogram(batch, j));
            }
            if (!samples.isEmpty()) {
                all.computeIfAbsent(ours.labels(i).toString(), _ -> new TreeMap<>())
                        .putAll(samples);
            }
        }
        SortedMap<String, String> text = new TreeMap<>();
        all.forEach((labels, samples) -> text.put(labels, samples.toString()));
        return text;
    }

    private static String histogram(WriteBatch batch, int histogram) {
        HistogramParts parts = new HistogramParts();
        batch.histograms().read(histogram, parts);
        FloatHistogram shown = FloatHistogram.of(batch.histograms().resetHint(histogram), parts);
        BucketWalk walk = new BucketWalk();
        walk.reset(shown);
        List<String> buckets = new ArrayList<>();
        for (int i = 0; i < walk.size(); i++) {
            buckets.add(
                    "%s..%s: %s"
                            .formatted(
                                    rounded(walk.lower(i)),
                                    rounded(walk.upper(i)),
                                    sample(walk.count(i))));
        }
        return "count %s sum %s %s".formatted(sample(shown.count()), sample(shown.sum()), buckets);
    }

    private static SortedMap<String, String> theirs(Json result) {
        SortedMap<String, String> all = new TreeMap<>();
        for (Json series : result.elements()) {
            SortedMap<Long, String> samples = new TreeMap<>();
            if (series.members().containsKey("values")) {
                for (Json point : series.member("values").elements()) {
                    samples.put(millis(point), point.elements().get(1).text());
                }
            }
            if (series.members().containsKey("histograms")) {
                for (Json point : series.member("histograms").elements()) {
                    samples.put(millis(point), theirHistogram(point.elements().get(1)));
                }
            }
            all.put(labels(series.member("metric")), samples.toString());
        }
        return all;
    }

    private static String theirHistogram(Json histogram) {
        List<String> buckets = new ArrayList<>();
        if (histogram.members().containsKey("buckets")) {
            for (Json bucket : histogram.member("buckets").elements()) {
                List<Json> parts = bucket.elements();
                buckets.add(
                        "%s..%s: %s"
                                .formatted(
                                        rounded(parts.get(1).text()),
                                        rounded(parts.get(2).text()),
                                        parts.get(3).text()));
            }
        }
        return "count %s sum %s %s"
                .formatted(
                        histogram.member("count").text(), histogram.member("sum").text(), buckets);
    }

    private static List<String> exemplars(Decoded ours) {
        TreeSet<String> exemplars = new TreeSet<>();
        for (int i = 0; i < ours.batch().exemplarCount(); i++) {
            exemplars.add(
                    "%s %s %d %s"
                            .formatted(
                                    ours.labels(ours.batch().exemplars().series(i)),
                                    ours.exemplarLabels(i),
                                    ours.batch().exemplars().timeMillis(i),
                                    sample(
                                            Double.longBitsToDouble(
                                                    ours.batch().exemplars().valueBits(i)))));
        }
        return List.copyOf(exemplars);
    }

    private static List<String> exemplars(Json result) {
        TreeSet<String> exemplars = new TreeSet<>();
        for (Json series : result.elements()) {
            for (Json exemplar : series.member("exemplars").elements()) {
                exemplars.add(
                        "%s %s %d %s"
                                .formatted(
                                        labels(series.member("seriesLabels")),
                                        labels(exemplar.member("labels")),
                                        Math.round(
                                                1000
                                                        * Double.parseDouble(
                                                                exemplar.member("timestamp")
                                                                        .text())),
                                        exemplar.member("value").text()));
            }
        }
        return List.copyOf(exemplars);
    }

    private static String labels(Json labels) {
        SortedMap<String, String> sorted = new TreeMap<>();
        for (Map.Entry<String, Json> label : labels.members().entrySet()) {
            sorted.put(label.getKey(), label.getValue().text());
        }
        return sorted.toString();
    }

    private static long millis(Json point) {
        return Math.round(1000 * Double.parseDouble(point.elements().getFirst().text()));
    }

    private static String sample(double value) {
        return GoFloat.format(value, GoFloat.Form.SAMPLE);
    }

    /// Bounds of exponential buckets are computed, and may differ in their last digit.
    private static String rounded(double bound) {
        return "%.10g".formatted(bound);
    }

    private static String rounded(String bound) {
        return rounded(
                switch (bound) {
                    case "+Inf" -> Double.POSITIVE_INFINITY;
                    case "-Inf" -> Double.NEGATIVE_INFINITY;
                    default -> Double.parseDouble(bound);
                });
    }
}
