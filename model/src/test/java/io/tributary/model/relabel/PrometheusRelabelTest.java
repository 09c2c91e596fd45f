package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.relabel.Relabeling.Outcome;
import io.tributary.testkit.SeededCases.Random;
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

/// A real Prometheus scrapes random series under random `metric_relabel_configs`; what it has
/// stored then is what we make of them. `-Drelabel.cases=2000` tries more.
///
/// Each case is a job of its own. Three rules that Prometheus and we both get in the end keep the
/// cases apart, and let no series be without a metric name, which would fail the scrape. Each
/// series brings a job and an instance, so that none is added to it.
@Tag("peers")
class PrometheusRelabelTest {
    private static final int CASES = 400;
    private static final int SERIES_MAX = 12;

    private static final String CASE = "zz_case";

    @TempDir private Path directory;

    private record Case(List<RelabelRule> rules, List<Map<String, String>> series) {
        static Case of(long seed) {
            Random random = new Random(seed);
            List<RelabelRule> rules = new ArrayList<>(RandomRules.list(random));
            rules.add(
                    RelabelRule.builder()
                            .sourceLabels(List.of("__name__"))
                            .targetLabel("zz_name")
                            .build());
            rules.add(RelabelRule.builder().targetLabel("__name__").replacement("m").build());
            rules.add(RelabelRule.builder().targetLabel(CASE).replacement("" + seed).build());
            List<Map<String, String>> series =
                    random.list(random.between(1, SERIES_MAX), RandomRules::series);
            return new Case(rules, series.stream().distinct().toList());
        }

        String exposition() {
            StringBuilder text = new StringBuilder();
            for (Map<String, String> labels : series) {
                Map<String, String> others = new TreeMap<>(labels);
                others.remove("__name__");
                text.append('{').append(RandomRules.quoted(labels.getOrDefault("__name__", "")));
                others.forEach((name, value) ->
                        text.append(',')
                                .append(RandomRules.quoted(name))
                                .append('=')
                                .append(RandomRules.quoted(value)));
                text.append("} 1\n");
            }
            return text.toString();
        }

        /// What Prometheus is to have of it. A label without a name fails the whole scrape.
        Set<Map<String, String>> expected() {
            Relabeling relabeling = Relabeling.of(rules);
            Set<Map<String, String>> expected = new HashSet<>();
            for (Map<String, String> labels : series) {
                LabelPairs pairs = Series.of(labels);
                if (relabeling.apply(pairs) instanceof Outcome.Kept) {
                    expected.add(Series.map(pairs));
                }
            }
            return expected.stream().anyMatch(labels -> labels.containsKey(""))
                    ? Set.of()
                    : expected;
        }
    }

    @Test
    void prometheus_scrapingAtRandom_storesWhatWeMakeOfIt() throws Exception {
        int count = Integer.getInteger("relabel.cases", CASES);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(Case.of(i));
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
                    answer(exchange, cases.get(index).exposition());
                });
        target.start();
        try (PeerProcess prometheus = prometheus(cases, target.getAddress().getPort())) {
            assertThat(scrapedTwice.await(2, TimeUnit.MINUTES))
                    .as("all scraped; log %s", Files.readString(prometheus.log()))
                    .isTrue();
            compare(cases, stored(prometheus));
        } finally {
            target.stop(0);
        }
    }

    private static void compare(List<Case> cases, Map<String, Set<Map<String, String>>> stored) {
        int kept = 0;
        int dropped = 0;
        int failed = 0;
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            Set<Map<String, String>> expected = one.expected();
            assertThat(stored.getOrDefault("" + i, Set.of()))
                    .as("case %d: %s over %s", i, RandomRules.yaml(one.rules()), one.series())
                    .isEqualTo(expected);
            kept += expected.size();
            dropped += one.series().size() - expected.size();
            failed += expected.isEmpty() ? 1 : 0;
        }
        System.out.printf(
                "%d cases: %d series kept, %d dropped or merged, %d cases without series%n",
                cases.size(), kept, dropped, failed);
        assertThat(kept).isGreaterThan(cases.size());
        assertThat(dropped).isGreaterThan(cases.size());
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private PeerProcess prometheus(List<Case> cases, int port) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("global: {scrape_interval: 2s, scrape_timeout: 2s}");
        lines.add("scrape_configs:");
        for (int i = 0; i < cases.size(); i++) {
            lines.add("- job_name: case-" + i);
            lines.add("  honor_labels: true");
            lines.add("  metrics_path: /" + i);
            lines.add("  static_configs: [{targets: ['127.0.0.1:" + port + "']}]");
            lines.add("  metric_relabel_configs:");
            RandomRules.yaml(cases.get(i).rules()).forEach(rule -> lines.add("  " + rule));
        }
        return PeerProcess.prometheus(directory, String.join("\n", lines) + "\n");
    }

    /// Label sets by their case.
    private static Map<String, Set<Map<String, String>>> stored(PeerProcess prometheus)
            throws Exception {
        String query = URLEncoder.encode("{" + CASE + "!=\"\"}", StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(prometheus.uri("/api/v1/query?query=" + query)).build();
        String answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(request, BodyHandlers.ofString()).body();
        }
        Map<String, Set<Map<String, String>>> stored = new TreeMap<>();
        for (Json row : JsonReader.read(answer).member("data").member("result").elements()) {
            Map<String, String> labels = new TreeMap<>();
            row.member("metric").members().forEach((name, value) -> labels.put(name, value.text()));
            stored.computeIfAbsent(labels.getOrDefault(CASE, ""), name -> new HashSet<>())
                    .add(labels);
        }
        return stored;
    }
}
