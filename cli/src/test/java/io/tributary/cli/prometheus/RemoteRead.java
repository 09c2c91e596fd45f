package io.tributary.cli.prometheus;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/// What a Prometheus has stored, bit by bit, by its remote read: the one way that shows staleness
/// markers as what they are, and all of a histogram (`promtool tsdb dump` writes NaN for a marker,
/// and boundaries for buckets).
final class RemoteRead {
    private final HttpClient client;
    private final URI read;

    RemoteRead(HttpClient client, URI read) {
        this.client = client;
        this.read = read;
    }

    /// The samples of all series of a metric, as {@link StoredText} has them, by time.
    SortedMap<Labels, SortedMap<Long, String>> series(String metric)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(read)
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Read-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request(metric)))
                        .build();
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(
                    metric + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        SortedMap<Labels, SortedMap<Long, String>> series = new TreeMap<>();
        ProtoMessage answer = new ProtoMessage(ByteBuffer.wrap(Snappy.uncompress(response.body())));
        while (answer.next()) {
            ProtoMessage result = answer.message();
            while (result.next()) {
                addSeries(result.message(), series);
            }
        }
        return series;
    }

    /// All times, one matcher of equality.
    private static byte[] request(String metric) throws IOException {
        ByteArrayOutputStream matcher = new ByteArrayOutputStream();
        field(matcher, 0x12, "__name__".getBytes(StandardCharsets.UTF_8));
        field(matcher, 0x1a, metric.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        query.write(0x10);
        varint(query, System.currentTimeMillis() + 3_600_000);
        field(query, 0x1a, matcher.toByteArray());
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        field(request, 0x0a, query.toByteArray());
        return Snappy.compress(request.toByteArray());
    }

    private static void field(ByteArrayOutputStream into, int tag, byte[] content) {
        into.write(tag);
        varint(into, content.length);
        into.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream into, long value) {
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            into.write((int) (rest & 0x7f) | 0x80);
        }
        into.write((int) rest);
    }

    private static void addSeries(
            ProtoMessage message, SortedMap<Labels, SortedMap<Long, String>> into) {
        Labels.Builder labels = new Labels.Builder();
        SortedMap<Long, String> samples = new TreeMap<>();
        int count = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> addLabel(message.message(), labels);
                case 2 -> {
                    addFloat(message.message(), samples);
                    count++;
                }
                case 4 -> {
                    addHistogram(message.message(), samples);
                    count++;
                }
                default -> throw new AssertionError("field " + message.field() + " of a series");
            }
        }
        if (count != samples.size()) {
            throw new AssertionError("a time twice in " + labels.build());
        }
        into.put(labels.build(), samples);
    }

    private static void addLabel(ProtoMessage label, Labels.Builder labels) {
        String[] pair = {"", ""};
        while (label.next()) {
            pair[label.field() - 1] = label.text();
        }
        labels.set(pair[0], pair[1]);
    }

    private static void addFloat(ProtoMessage sample, SortedMap<Long, String> samples) {
        long bits = 0;
        long time = 0;
        while (sample.next()) {
            if (sample.field() == 1) {
                bits = sample.number();
            } else {
                time = sample.number();
            }
        }
        samples.put(time, StoredText.ofFloat(bits));
    }

    /// Protobuf leaves out what is zero.
    private static void addHistogram(ProtoMessage message, SortedMap<Long, String> samples) {
        Histogram.Kind kind = Histogram.Kind.INTEGER;
        long count = 0;
        long sum = 0;
        int schema = 0;
        long threshold = 0;
        long zeroCount = 0;
        List<Integer> negativePlaces = new ArrayList<>();
        List<Integer> positivePlaces = new ArrayList<>();
        List<Long> negative = new ArrayList<>();
        List<Long> positive = new ArrayList<>();
        long time = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> count = message.number();
                case 2 -> {
                    kind = Histogram.Kind.FLOAT;
                    count = message.number();
                }
                case 3 -> sum = message.number();
                case 4 -> schema = message.zigzag();
                case 5 -> threshold = message.number();
                case 6, 7 -> zeroCount = message.number();
                case 8 -> addSpan(message.message(), negativePlaces);
                case 9 -> negative = sums(message.zigzags());
                case 10 -> negative = message.doubles();
                case 11 -> addSpan(message.message(), positivePlaces);
                case 12 -> positive = sums(message.zigzags());
                case 13 -> positive = message.doubles();
                case 14 -> {} // The hint: no part of the sample.
                case 15 -> time = message.number();
                default -> throw new AssertionError("field " + message.field());
            }
        }
        if (sum == SampleBits.STALE_NAN) {
            samples.put(time, StoredText.STALE);
            return;
        }
        Histogram histogram =
                new Histogram(
                        kind,
                        schema,
                        threshold,
                        zeroCount,
                        count,
                        sum,
                        buckets(positivePlaces, positive),
                        buckets(negativePlaces, negative),
                        List.of());
        samples.put(time, StoredText.ofHistogram(histogram));
    }

    private static void addSpan(ProtoMessage span, List<Integer> places) {
        int next = places.isEmpty() ? 0 : places.getLast() + 1;
        int length = 0;
        while (span.next()) {
            if (span.field() == 1) {
                next += span.zigzag();
            } else {
                length = (int) span.number();
            }
        }
        for (int i = 0; i < length; i++) {
            places.add(next + i);
        }
    }

    private static List<Long> sums(List<Long> deltas) {
        List<Long> sums = new ArrayList<>();
        long sum = 0;
        for (long delta : deltas) {
            sum += delta;
            sums.add(sum);
        }
        return sums;
    }

    /// Those that counted something: which others a writer names is its own affair.
    private static List<Histogram.Bucket> buckets(List<Integer> places, List<Long> counts) {
        if (places.size() != counts.size()) {
            throw new AssertionError(places.size() + " buckets, " + counts.size() + " counts");
        }
        List<Histogram.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (counts.get(i) != 0) {
                buckets.add(new Histogram.Bucket(places.get(i), counts.get(i)));
            }
        }
        return buckets;
    }
}
