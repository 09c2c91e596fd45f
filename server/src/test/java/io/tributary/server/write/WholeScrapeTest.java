package io.tributary.server.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.format.remotewrite.RemoteWrite1Template;
import io.tributary.server.StoredServer;
import io.tributary.server.StoredServer.Connection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Classic histograms, asked for while they are written: an answer is of whole scrapes.
///
/// From one scrape to the next all observations move from a low bucket to a high one and back, so
/// that a quantile of any scrape is one of two values, and of a scrape seen in part it is another,
/// or the counts shrink from bucket to bucket, which the answer would say.
class WholeScrapeTest {
    private static final int HOSTS = 3;
    private static final int BUCKETS = 24;
    private static final int LOW = 4;
    private static final int HIGH = 17;
    private static final int SERIES_BETWEEN = 10;
    private static final int ANSWERS = 150;
    private static final String TENANT = "team-a";
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"\\]");

    @TempDir private Path directory;

    @Test
    void histogramQuantile_underLoad_neverSeesHalfAScrape() throws Exception {
        Map<String, Integer> quantiles = new TreeMap<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (StoredServer server = new StoredServer(directory.resolve("data"));
                Connection reader = server.connect();
                ExecutorService threads = Executors.newFixedThreadPool(HOSTS)) {
            List<Future<Integer>> senders = new ArrayList<>();
            for (int host = 0; host < HOSTS; host++) {
                Scrapes scrapes = new Scrapes(host);
                senders.add(threads.submit(() -> scrapes.send(server, enough)));
            }
            try {
                for (int i = 0; i < ANSWERS; i++) {
                    for (String value : ask(reader, "histogram_quantile(0.5, h_bucket)")) {
                        quantiles.merge(value, 1, Integer::sum);
                    }
                    assertThat(ask(reader, "count by (host) (h_bucket) != " + BUCKETS)).isEmpty();
                    assertThat(
                                    ask(
                                            reader,
                                            "max by (host) (count_over_time(h_bucket[1d])) - min by (host) (count_over_time(h_bucket[1d]))"))
                            .allMatch("0"::equals);
                }
            } finally {
                enough.set(true);
            }
            for (Future<Integer> sender : senders) {
                assertThat(sender.get()).isGreaterThan(ANSWERS);
            }
        }
        assertThat(quantiles.keySet())
                .containsExactlyInAnyOrder(String.valueOf(LOW - 0.5), String.valueOf(HIGH - 0.5));
        assertThat(quantiles.values()).allMatch(count -> count > ANSWERS / 10);
    }

    /// The values of an answer that has nothing to remark.
    private static List<String> ask(Connection reader, String query) throws Exception {
        String answer =
                reader.get(
                        "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                        TENANT);
        assertThat(answer)
                .startsWith("{\"status\":\"success\"")
                .doesNotContain("\"infos\"")
                .doesNotContain("\"warnings\"");
        Matcher value = VALUE.matcher(answer);
        return value.results().map(result -> result.group(1)).collect(Collectors.toList());
    }

    /// A host's scrapes: a histogram whose buckets have other series between them.
    private static final class Scrapes {
        private final RemoteWrite1Template template;

        Scrapes(int host) {
            List<byte[]> series = new ArrayList<>();
            for (int bucket = 1; bucket <= BUCKETS; bucket++) {
                String bound = bucket == BUCKETS ? "+Inf" : Integer.toString(bucket);
                series.add(labels("h_bucket", host, "le", bound));
                for (int i = 0; i < SERIES_BETWEEN; i++) {
                    series.add(labels("other_" + i, host, "near", bound));
                }
            }
            template = new RemoteWrite1Template(series);
        }

        /// Sends one after the other until it is enough; how many.
        int send(StoredServer server, AtomicBoolean enough) throws Exception {
            long start = System.currentTimeMillis() - 60_000;
            int scrape = 0;
            try (Connection connection = server.connect()) {
                while (!enough.get()) {
                    byte[] body = body(scrape, start + scrape);
                    assertThat(connection.write(TENANT, body).statusCode()).isEqualTo(204);
                    scrape++;
                }
            }
            return scrape;
        }

        private byte[] body(int scrape, long timeMillis) {
            double observed = 1_000.0 * (scrape + 1);
            int at = scrape % 2 == 0 ? LOW : HIGH;
            for (int i = 0; i < template.count(); i++) {
                int bucket = i / (1 + SERIES_BETWEEN) + 1;
                template.set(i, timeMillis, bucket < at ? 0 : observed);
            }
            return SnappyBlock.encode(template.message());
        }

        private static byte[] labels(String metric, int host, String name, String value) {
            RemoteWrite1LabelWriter labels = new RemoteWrite1LabelWriter();
            labels.add("__name__", metric);
            labels.add("host", "host-" + host);
            labels.add(name, value);
            return labels.toByteArray();
        }
    }
}
