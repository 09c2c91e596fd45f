package io.tributary.cli.prometheus;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonReader;
import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What `tributary dump --json` wrote of one tenant, one metric after another: series stand in the
/// order of their labels, and of these the metric's name comes first.
final class DumpFile implements AutoCloseable {
    private final BufferedReader in;
    private final List<FamilyMetadata> metadata = new ArrayList<>();
    private final SortedMap<Labels, List<Exemplar>> exemplars = new TreeMap<>();
    private SortedMap<Labels, SortedMap<Long, String>> series = new TreeMap<>();
    private long samples;

    /// Read, but of the metric after this one.
    private Optional<Json> ahead = Optional.empty();

    private long starts;
    private Optional<Json> end = Optional.empty();

    DumpFile(Path file) throws IOException {
        in = Files.newBufferedReader(file);
    }

    /// Goes to the next metric; false behind the last, where metadata and exemplars are complete.
    boolean next() throws IOException {
        series = new TreeMap<>();
        while (end.isEmpty()) {
            Json line = ahead.isPresent() ? ahead.get() : JsonReader.read(in.readLine());
            ahead = Optional.empty();
            if (line.has("end")) {
                end = Optional.of(line.member("end"));
            } else if (line.has("metadata")) {
                metadata.add(PrometheusApi.family(line.member("metadata")));
            } else {
                Labels labels = PrometheusApi.labels(line.member("labels"));
                if (!series.isEmpty() && !labels.metricName().equals(metric())) {
                    ahead = Optional.of(line);
                    break;
                }
                take(line, labels);
            }
        }
        return !series.isEmpty();
    }

    String metric() {
        return series.firstKey().metricName();
    }

    /// Its samples by series and time, as {@link StoredText} has them.
    SortedMap<Labels, SortedMap<Long, String>> series() {
        return series;
    }

    /// Of all series so far.
    SortedMap<Labels, List<Exemplar>> exemplars() {
        return exemplars;
    }

    List<FamilyMetadata> metadata() {
        return metadata;
    }

    /// Samples read.
    long samples() {
        return samples;
    }

    /// How many of them say since when they count.
    long starts() {
        return starts;
    }

    /// A count of the last line.
    long end(String name) throws IOException {
        return Long.parseLong(end.orElseThrow().member(name).plain());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void take(Json line, Labels labels) throws IOException {
        SortedMap<Long, String> into = series.computeIfAbsent(labels, _ -> new TreeMap<>());
        if (line.has("exemplars")) {
            for (Json item : line.member("exemplars").list()) {
                exemplars.computeIfAbsent(labels, _ -> new ArrayList<>()).add(exemplar(item));
            }
            return;
        }
        for (Json item : line.member("samples").list()) {
            List<Json> parts = item.list();
            if (parts.getLast().has("start")) {
                parts = parts.subList(0, parts.size() - 1);
                starts++;
            }
            into.put(Long.parseLong(parts.getFirst().plain()), sample(parts));
            samples++;
        }
    }

    private static String sample(List<Json> parts) throws IOException {
        if (parts.get(1).has("kind")) {
            return StoredText.ofHistogram(histogram(parts.get(1)));
        }
        String text = parts.get(1).plain();
        if (text.equals("stale")) {
            return StoredText.STALE;
        }
        long bits =
                parts.size() == 3
                        ? Long.parseUnsignedLong(parts.get(2).plain(), 16)
                        : PrometheusApi.bits(text);
        return StoredText.ofFloat(bits);
    }

    private static Exemplar exemplar(Json item) throws IOException {
        List<Json> parts = item.list();
        long time = Long.parseLong(parts.getFirst().plain());
        return new Exemplar(PrometheusApi.labels(parts.get(2)), time, bits(parts.get(1)));
    }

    private static Histogram histogram(Json json) throws IOException {
        boolean floats = json.member("kind").plain().equals("floats");
        List<Long> bounds = new ArrayList<>();
        for (Json bound : json.member("bounds").list()) {
            bounds.add(bits(bound));
        }
        return new Histogram(
                floats ? Histogram.Kind.FLOAT : Histogram.Kind.INTEGER,
                Integer.parseInt(json.member("schema").plain()),
                bits(json.member("zeroThreshold")),
                count(json.member("zeroCount"), floats),
                count(json.member("count"), floats),
                bits(json.member("sum")),
                buckets(json.member("positive"), floats),
                buckets(json.member("negative"), floats),
                bounds);
    }

    private static List<Histogram.Bucket> buckets(Json json, boolean floats) throws IOException {
        List<Histogram.Bucket> buckets = new ArrayList<>();
        for (Json item : json.list()) {
            int index = Integer.parseInt(item.list().getFirst().plain());
            buckets.add(new Histogram.Bucket(index, count(item.list().getLast(), floats)));
        }
        return buckets;
    }

    private static long count(Json json, boolean floats) throws IOException {
        return floats ? bits(json) : Long.parseUnsignedLong(json.plain());
    }

    private static long bits(Json json) throws IOException {
        String text = json.plain();
        return text.startsWith("NaN(")
                ? Long.parseUnsignedLong(text, 4, text.length() - 1, 16)
                : PrometheusApi.bits(text);
    }
}
