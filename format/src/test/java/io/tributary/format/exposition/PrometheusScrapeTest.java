package io.tributary.format.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.format.lines.BatchText;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import io.tributary.testkit.peers.PeerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus scrapes random texts, half of them with bytes changed: where it takes one, we
/// take all of it, and have the same series, values, times and metadata. Where it takes none of a
/// text that is wrong somewhere, we may take the rest. `-Dexposition.cases=2000` tries more.
///
/// Each case is a job of its own. Times that are not given are those of the scrape, and not
/// compared.
@Tag("peers")
final class PrometheusScrapeTest {
    private static final int CASES = 400;
    private static final long START_MILLIS = (System.currentTimeMillis() / 1_000 - 2_400) * 1_000;
    private static final long END_MILLIS = START_MILLIS + 1_800_000;

    /// Stands for a time that is not given.
    private static final long ARRIVAL = 0;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private Path directory;

    @Test
    void prometheus_scrapingRandomTexts_storesWhatWeMakeOfThem() throws Exception {
        int count = Integer.getInteger("exposition.cases", CASES);
        List<ExpositionCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(ExpositionCase.of(i, START_MILLIS));
        }
        AtomicIntegerArray scrapes = new AtomicIntegerArray(count);
        CountDownLatch scrapedTwice = new CountDownLatch(count);
        HttpServer target =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext(
                "/",
                exchange -> {
                    int index = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
                    // The second is asked for when the first is stored.
                    if (scrapes.incrementAndGet(index) == 2) {
                        scrapedTwice.countDown();
                    }
                    answer(exchange, cases.get(index));
                });
        target.start();
        try (PeerProcess prometheus = prometheus(count, target.getAddress().getPort())) {
            assertThat(scrapedTwice.await(2, TimeUnit.MINUTES))
                    .as("all scraped; log %s", Files.readString(prometheus.log()))
                    .isTrue();
            compare(cases, prometheus);
        } finally {
            target.stop(0);
            client.close();
        }
    }

    private void compare(List<ExpositionCase> cases, PeerProcess prometheus) throws Exception {
        Map<String, Set<String>> stored = samples(prometheus);
        Set<String> taken = taken(prometheus);
        Map<String, Set<String>> told = metadata(prometheus);
        int changedAndTaken = 0;
        int refused = 0;
        for (int i = 0; i < cases.size(); i++) {
            ExpositionCase one = cases.get(i);
            String job = "case-" + i;
            WriteBatch batch = new WriteBatch();
            ExpositionDecoder decoder = new ExpositionDecoder();
            byte[] text = one.bytes();
            decoder.decode(text, 0, text.length, one.format(), ARRIVAL, batch);
            String shown = job + ":\n" + new String(text, StandardCharsets.UTF_8);
            if (!taken.contains(job)) {
                assertThat(one.changed()).as(shown).isTrue();
                refused++;
                continue;
            }
            assertThat(decoder.report().firstRefusal()).as(shown).isEmpty();
            changedAndTaken += one.changed() ? 1 : 0;
            if (comparable(batch)) {
                assertThat(samples(batch)).as(shown).isEqualTo(stored.getOrDefault(job, Set.of()));
            }
            assertThat(metadata(batch)).as(shown).containsAll(told.getOrDefault(job, Set.of()));
        }
        System.out.printf(
                "%d texts, %d refused by Prometheus, %d changed and taken%n",
                cases.size(), refused, changedAndTaken);
        assertThat(refused).isGreaterThan(cases.size() / 20);
        assertThat(changedAndTaken).isGreaterThan(cases.size() / 20);
    }

    /// Prometheus has dropped what is too old or too new without a word.
    private static boolean comparable(WriteBatch batch) {
        for (int i = 0; i < batch.sampleCount(); i++) {
            long time = batch.timeMillis(i);
            if (time != ARRIVAL && (time < START_MILLIS || time > END_MILLIS)) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> samples(WriteBatch batch) {
        Set<String> samples = new HashSet<>();
        LabelPairs pairs = new LabelPairs();
        for (int i = 0; i < batch.seriesCount(); i++) {
            batch.readSymbols(i, pairs);
            Map<String, String> labels = new TreeMap<>();
            for (int j = 0; j < pairs.count(); j++) {
                if (pairs.valueLength(j) > 0) {
                    labels.put(pairs.name(j), pairs.value(j));
                }
            }
            int sample = batch.sampleStart(i);
            long time = batch.timeMillis(sample);
            samples.add(
                    labels
                            + (time == ARRIVAL ? " " : " " + time + " ")
                            + BatchText.value(batch.valueBits(sample)));
        }
        return samples;
    }

    private static Set<String> metadata(WriteBatch batch) {
        Set<String> entries = new HashSet<>();
        MetadataColumns metadata = batch.metadata();
        String[] types = {
            "unknown",
            "counter",
            "gauge",
            "histogram",
            "gaugehistogram",
            "summary",
            "info",
            "stateset"
        };
        for (int i = 0; i < metadata.count(); i++) {
            entries.add(
                    text(batch, metadata.familyOffset(i), metadata.familyLength(i))
                            + " "
                            + types[metadata.type(i)]
                            + " "
                            + text(batch, metadata.helpOffset(i), metadata.helpLength(i))
                            + " "
                            + text(batch, metadata.unitOffset(i), metadata.unitLength(i)));
        }
        return entries;
    }

    private static String text(WriteBatch batch, int offset, int length) {
        return new String(batch.bytes(), offset, length, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, ExpositionCase one) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        one.format() == ExpositionFormat.TEXT
                                ? "text/plain; version=0.0.4; charset=utf-8"
                                : "application/openmetrics-text; version=1.0.0; charset=utf-8");
        byte[] body = one.bytes();
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private PeerProcess prometheus(int count, int port) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("global: {scrape_interval: 2s, scrape_timeout: 2s}");
        lines.add("scrape_configs:");
        for (int i = 0; i < count; i++) {
            lines.add("- job_name: case-" + i);
            lines.add("  metrics_path: /" + i);
            lines.add("  static_configs: [{targets: ['127.0.0.1:" + port + "']}]");
        }
        return PeerProcess.prometheus(directory, String.join("\n", lines) + "\n");
    }

    /// Jobs that were scraped in full.
    private Set<String> taken(PeerProcess prometheus) throws Exception {
        Set<String> jobs = new HashSet<>();
        for (Json row : query(prometheus, "max_over_time(up[1h]) == 1")) {
            jobs.add(row.member("metric").member("job").text());
        }
        return jobs;
    }

    /// Samples by job: the labels, the time if it is not the scrape's, the value.
    private Map<String, Set<String>> samples(PeerProcess prometheus) throws Exception {
        Map<String, Set<String>> samples = new TreeMap<>();
        for (Json row : query(prometheus, "{job=~\"case-.*\",__name__!~\"up|scrape_.*\"}[2h]")) {
            Map<String, String> labels = new TreeMap<>();
            row.member("metric").members().forEach((name, value) -> labels.put(name, value.text()));
            String job = labels.remove("job");
            labels.remove("instance");
            for (Json point : row.member("values").elements()) {
                long millis =
                        Math.round(Double.parseDouble(point.elements().get(0).text()) * 1_000);
                String value = point.elements().get(1).text();
                samples.computeIfAbsent(job, _ -> new HashSet<>())
                        .add(labels + (millis > END_MILLIS ? " " : " " + millis + " ") + value);
            }
        }
        return samples;
    }

    private Map<String, Set<String>> metadata(PeerProcess prometheus) throws Exception {
        Map<String, Set<String>> entries = new TreeMap<>();
        for (Json entry : get(prometheus, "/api/v1/targets/metadata?limit=100000").elements()) {
            String family = entry.member("metric").text();
            if (family.startsWith("m")) {
                entries.computeIfAbsent(
                                entry.member("target").member("job").text(), _ -> new HashSet<>())
                        .add(
                                family
                                        + " "
                                        + entry.member("type").text()
                                        + " "
                                        + entry.member("help").text()
                                        + " "
                                        + entry.member("unit").text());
            }
        }
        return entries;
    }

    private List<Json> query(PeerProcess prometheus, String expression) throws Exception {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return get(prometheus, "/api/v1/query?query=" + encoded).member("result").elements();
    }

    private Json get(PeerProcess prometheus, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(prometheus.uri(path)).build();
        return JsonReader.read(client.send(request, BodyHandlers.ofString()).body()).member("data");
    }
}
