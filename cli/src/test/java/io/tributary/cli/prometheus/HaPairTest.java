package io.tributary.cli.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.model.Labels;
import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.peers.Peers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two Prometheis scrape the same targets once a second and write to one tenant; each is killed for
/// a while, first the one that is preferred. A third lives all the time and writes to another
/// tenant. What the pair together say is compared with it at every second:
///
/// - of what rises steadily, `rate` and `increase` are within {@link #TOLERANCE} of the third's
///   within {@link #SECONDS} of it;
/// - of any counter they are no less than it rose in a window {@link #SECONDS} shorter at both
///   ends, and no more than in one as much longer, with {@link #TOLERANCE} for what lies before the
///   first sample and behind the last.
///
/// Seconds count at which the third and one of the pair had scraped all the time, which on a busy
/// machine they had not always.
///
/// ```
///                           ┌─► Prometheus a, killed ──┐
/// ExampleTarget,            │                          ├─► tenant pair  ┐
/// node_exporter,           ─┼─► Prometheus b, killed ──┘                ├ rate, increase: equal?
/// a Prometheus (histograms) └─► Prometheus ──────────────► tenant third ┘
/// ```
///
/// Each is dead for 15 s, `-Dha.minutes=3` makes that longer.
@Tag("peers")
class HaPairTest {
    private static final long DEAD_SECONDS =
            Math.max(15, TimeUnit.MINUTES.toSeconds(Long.getLong("ha.minutes", 0)));

    /// How long all are well, at the beginning and behind each death: a window and some scrapes.
    private static final long WELL_SECONDS = 40;

    /// What lies behind a second and what is compared with it: a window, and what is around.
    private static final String BEHIND = "[38s]";

    /// Of 38 scrapes; one may lie outside by a little.
    private static final double SCRAPES_MIN = 37;

    private static final long SENT_WITHIN_SECONDS = 15;

    private static final int WINDOW_SECONDS = 30;

    private static final String HISTOGRAM =
            "prometheus_http_request_duration_seconds{handler=\"/metrics\"}";

    /// What rises by scrapes; `%s` is a function of a range.
    private static final List<String> STEADY =
            List.of(
                    "%s(example_requests_total[30s])",
                    "%s(example_latency_seconds_sum[30s])",
                    "histogram_count(%s(" + HISTOGRAM + "[30s]))");

    /// Of the third's value.
    private static final double TOLERANCE = 0.1;

    /// The pair's newest sample is up to two and a quarter scrapes old where one dies; the third's
    /// is of another moment, up to one.
    private static final int SECONDS = 4;

    /// HTTP/1.1, as senders speak it in clear: a stream of HTTP/2 that is answered before its body
    /// came is reset, and this client may then not tell the answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// The greatest difference by kind of question.
    private final SortedMap<String, Double> greatest = new TreeMap<>();

    private final SortedMap<String, Long> compared = new TreeMap<>();

    /// The seconds that are compared, by target.
    private final SortedMap<String, Set<Long>> well = new TreeMap<>();

    /// The seconds that are compared.
    private long from;

    private long to;

    @TempDir private Path directory;

    @Test
    void rateAndIncrease_whileEachOfAPairIsKilled_areThoseOfOneThatLives() throws Exception {
        try (ServerProcess tributary =
                ServerProcess.startSet(
                        directory.resolve("data"),
                        directory.resolve("log"),
                        "ha.replicaLabels=pair: prometheus_replica")) {
            scrape(tributary);
            TenantAnswers pair = new TenantAnswers(client, tributary::uri, "pair");
            TenantAnswers third = new TenantAnswers(client, tributary::uri, "third");
            findWell(pair, third);
            for (String name : third.names("{__name__=~\".+_total\"}")) {
                String counter = "{__name__=\"" + name + "\"}";
                compareRise(pair, third, counter);
                expectNoReset(pair, counter);
            }
            for (String query : STEADY) {
                for (String function : List.of("rate", "increase")) {
                    compare(pair, third, query.formatted(function));
                }
            }
            expectNoReset(pair, HISTOGRAM);
        }
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "each dead for {0} s of {1}; seconds that count: {2}; values compared: {3};"
                                + " greatest difference in parts of the third''s value: {4}",
                        DEAD_SECONDS,
                        to - from,
                        well.values().stream().map(Set::size).toList(),
                        compared,
                        greatest);
        assertThat(well).hasSize(3);
        assertThat(well.values())
                .allSatisfy(seconds ->
                        assertThat((long) seconds.size()).isGreaterThan((to - from) / 3));
        assertThat(compared.get("counters")).isGreaterThan(10_000);
        assertThat(compared.get("steady")).isGreaterThan(500);
    }

    private void scrape(ServerProcess tributary) throws Exception {
        try (ExampleTarget example = ExampleTarget.start();
                PeerProcess node =
                        PeerProcess.start(
                                Peers.require("node_exporter"),
                                port -> List.of("--web.listen-address=127.0.0.1:" + port),
                                "/metrics",
                                Files.createDirectories(directory.resolve("node")));
                PeerProcess histograms = target();
                Replica a = replica("a", tributary, example, node, histograms);
                Replica b = replica("b", tributary, example, node, histograms);
                Replica _ = replica("third", tributary, example, node, histograms)) {
            pause(WELL_SECONDS);
            from = System.currentTimeMillis() / 1000;
            pause(WELL_SECONDS);
            for (Replica dying : List.of(a, b)) {
                dying.kill();
                pause(DEAD_SECONDS);
                dying.startAgain();
                pause(WELL_SECONDS);
            }
            to = System.currentTimeMillis() / 1000 - SENT_WITHIN_SECONDS;
        }
    }

    private Replica replica(
            String name,
            ServerProcess tributary,
            ExampleTarget example,
            PeerProcess node,
            PeerProcess histograms)
            throws IOException, InterruptedException {
        boolean alone = name.equals("third");
        return Replica.start(
                directory.resolve(name),
                alone ? "" : "prometheus_replica: " + name,
                tributary.uri("/api/v1/push"),
                alone ? name : "pair",
                Map.of(
                        "example",
                        example.port(),
                        "node",
                        node.port(),
                        "histograms",
                        histograms.port()));
    }

    /// A Prometheus that is only scraped.
    private PeerProcess target() throws IOException, InterruptedException {
        return PeerProcess.prometheus(directory.resolve("target"), "{}");
    }

    private void findWell(TenantAnswers pair, TenantAnswers third)
            throws IOException, InterruptedException {
        String scrapes = "sum_over_time(up" + BEHIND + ")";
        String best = "max without (prometheus_replica) (" + scrapes + ")";
        SortedMap<Labels, NavigableMap<Long, Double>> ofPair =
                pair.rangeApart(best, from + SECONDS, to + SECONDS);
        third.range(scrapes, from + SECONDS, to + SECONDS)
                .forEach((labels, scraped) -> {
                    Set<Long> seconds = new TreeSet<>();
                    NavigableMap<Long, Double> byPair =
                            ofPair.getOrDefault(labels, new TreeMap<>());
                    scraped.forEach((second, count) -> {
                        double least = Math.min(count, byPair.getOrDefault(second, 0.0));
                        if (least >= SCRAPES_MIN) {
                            seconds.add(second - SECONDS);
                        }
                    });
                    well.put(labels.value("instance"), seconds);
                });
    }

    private void compare(TenantAnswers pair, TenantAnswers third, String query)
            throws IOException, InterruptedException {
        SortedMap<Labels, NavigableMap<Long, Double>> answered = pair.range(query, from, to);
        third.range(query, from - SECONDS, to + SECONDS)
                .forEach((series, expected) -> {
                    for (long second : seconds(series)) {
                        double value = value(answered, series, second, query);
                        NavigableMap<Long, Double> around =
                                expected.subMap(second - SECONDS, true, second + SECONDS, true);
                        double difference = difference(value, around);
                        assertThat(difference)
                                .as("%s %s at %d: %s, of %s", query, series, second, value, around)
                                .isLessThanOrEqualTo(TOLERANCE);
                        greatest.merge("steady", difference, Math::max);
                        double now = around.getOrDefault(second, value);
                        greatest.merge(
                                "steady, same second", Math.abs(value - now) / now, Math::max);
                        compared.merge("steady", 1L, Long::sum);
                    }
                });
    }

    /// Compares with what a counter rose by, by its samples.
    private void compareRise(TenantAnswers pair, TenantAnswers third, String counter)
            throws IOException, InterruptedException {
        String range = "(" + counter + "[" + WINDOW_SECONDS + "s])";
        SortedMap<Labels, NavigableMap<Long, Double>> rates = pair.range("rate" + range, from, to);
        SortedMap<Labels, NavigableMap<Long, Double>> increases =
                pair.range("increase" + range, from, to);
        SortedMap<Labels, NavigableMap<Long, Double>> samples =
                third.range(counter, from - WINDOW_SECONDS - SECONDS, to + SECONDS);
        samples.forEach((named, values) -> {
            Labels series = named.withoutMetricName();
            for (long second : seconds(series)) {
                long start = second - WINDOW_SECONDS;
                if (values.firstKey() > start - SECONDS || values.lastKey() < second + SECONDS) {
                    continue; // It began, or ended, in these seconds.
                }
                double least = at(values, second - SECONDS) - at(values, start + SECONDS);
                double most = at(values, second + SECONDS) - at(values, start - SECONDS);
                double rounding = 1e-9 * at(values, second);
                double increase = value(increases, series, second, counter);
                double rate = value(rates, series, second, counter);
                assertThat(increase)
                        .as("increase of %s at %d", named, second)
                        .isBetween(least - rounding, most * (1 + TOLERANCE) + rounding);
                assertThat(rate * WINDOW_SECONDS)
                        .as("rate of %s at %d", named, second)
                        .isBetween(increase * (1 - 1e-9), increase * (1 + 1e-9));
                compared.merge("counters", 1L, Long::sum);
            }
        });
    }

    private static double at(NavigableMap<Long, Double> values, long second) {
        return values.floorEntry(second).getValue();
    }

    private static double value(
            SortedMap<Labels, NavigableMap<Long, Double>> answered,
            Labels series,
            long second,
            String query) {
        NavigableMap<Long, Double> values = answered.getOrDefault(series, new TreeMap<>());
        assertThat(values).as("%s %s", query, series).containsKey(second);
        return values.getOrDefault(second, 0.0);
    }

    private Set<Long> seconds(Labels series) {
        return well.getOrDefault(series.value("instance"), Set.of());
    }

    /// How far a value lies outside of others, in parts of them.
    private static double difference(double value, NavigableMap<Long, Double> others) {
        double least = others.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = others.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (value >= least && value <= most) {
            return 0;
        }
        return value < least ? (least - value) / least : (value - most) / most;
    }

    private void expectNoReset(TenantAnswers pair, String counter)
            throws IOException, InterruptedException {
        String query = "resets(" + counter + "[" + (to - from) + "s]) > 0";
        assertThat(pair.range(query, to, to)).as(query).isEmpty();
    }

    private static void pause(long seconds) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)).isFalse();
    }
}
