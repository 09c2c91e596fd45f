package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attempts to change stored samples by every way in, with every trick of labels, values and times:
/// none is changed, each is counted.
///
/// `-Doverwrite.attempts=1000000` makes the whole of it, half of it each way; the default is less.
class OverwriteMatrixTest {
    private static final int SERIES = 500;
    private static final int STEPS = 8;
    private static final long STEP_MILLIS = 15_000;
    private static final int ATTEMPTS = Integer.getInteger("overwrite.attempts", 100_000);

    private static final List<String> WAYS =
            List.of(
                    "/api/v1/push",
                    "/api/v1/write",
                    "/api/v1/receive",
                    "/api/v1/prom/write",
                    "/prometheus/api/v1/write");

    private static final Pattern COUNT =
            Pattern.compile("\"type\":\"count\".*?\"kind\":\"conflict\".*?\"count\":(\\d+)");

    private final Random random = new Random(20_261_126);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Credentials credentials =
            new Credentials()
                    .add("one", "roles: writer, cluster: eu-1")
                    .add("two", "roles: writer, cluster: eu-1, backlog: true")
                    .add("three", "roles: writer, cluster: eu-1")
                    .add("reader", "roles: reader, tenants: shop")
                    .add("auditor", "roles: auditor");

    private final long now = System.currentTimeMillis() / STEP_MILLIS * STEP_MILLIS;

    /// @param limits of the tenant: as they are, and where late samples fill any empty slot
    @ParameterizedTest
    @ValueSource(strings = {"", "late: any"})
    void attempts_ofEveryKind_changeNothingAndAreCountedExactly(
            String limits, @TempDir Path directory) throws Exception {
        Path registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        """
                        tenants: [{name: shop, aliases: [store], limits: {%s}}]
                        clusters: [{name: eu-1, tenant: shop, labels: {region: eu}}]
                        %s\
                        """
                                .formatted(limits, credentials.yaml()));
        Path data = directory.resolve("data");
        String[] settings = {"registry.file=" + registry, "head.lateLookupBytes=1TiB"};
        try (StoredServer server = new StoredServer(data, new SystemClock(), settings)) {
            store(server);
            String before = all(server);
            long attempts = attack(server);

            assertThat(attempts).isGreaterThanOrEqualTo(ATTEMPTS / 2);
            assertThat(all(server)).as("what is stored").isEqualTo(before);
            assertThat(audited(server)).as("conflicts in the audit").isEqualTo(attempts);
            System.out.printf("overwrite matrix: %d attempts%n", attempts);
        }
        String again;
        try (StoredServer server = new StoredServer(data, new SystemClock(), settings)) {
            again = all(server);
        }
        assertThat(again).contains("\"metric\":{\"__name__\":\"m0\"");
        assertThat(count(again)).isEqualTo((long) SERIES * STEPS);
    }

    private void store(StoredServer server) throws Exception {
        for (int step = 0; step < STEPS; step++) {
            WriteRequestBytes request = new WriteRequestBytes();
            for (int series = 0; series < SERIES; series++) {
                request.sample(time(step), value(series, step), labels(series, false));
            }
            assertThat(write(server, WAYS.getFirst(), "one", request).statusCode()).isEqualTo(204);
        }
    }

    /// How many samples were sent that would have changed one.
    private long attack(StoredServer server) throws Exception {
        long attempts = 0;
        while (attempts < ATTEMPTS / 2) {
            WriteRequestBytes request = new WriteRequestBytes();
            int count = 0;
            for (int series = 0; series < SERIES; series++) {
                int step = random.nextInt(STEPS);
                request.sample(time(step), other(value(series, step)), labels(series, true));
                count++;
            }
            String way = WAYS.get(random.nextInt(WAYS.size()));
            String who = List.of("one", "two", "three").get(random.nextInt(3));
            HttpResponse<String> answer;
            do {
                answer = write(server, way, who, request);
            } while (answer.statusCode() == 503);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("conflict=" + count);
            assertThat(answer.headers().firstValue("x-prometheus-remote-write-samples-written"))
                    .contains("0");
            attempts += count;
        }
        return attempts;
    }

    /// Labels of a series; with tricks, in another order, with empty ones, and with what the server
    /// stamps said rightly or wrongly.
    private String[] labels(int series, boolean tricks) {
        List<String[]> pairs = new ArrayList<>();
        pairs.add(new String[] {"__name__", "m" + series % 7});
        pairs.add(new String[] {"series", "s" + series});
        pairs.add(new String[] {"job", "attack"});
        if (tricks) {
            if (random.nextBoolean()) {
                pairs.add(new String[] {"empty", ""});
            }
            switch (random.nextInt(4)) {
                case 0 -> pairs.add(new String[] {"cluster", "eu-1"});
                case 1 -> pairs.add(new String[] {"cluster", "us-9"});
                case 2 -> pairs.add(new String[] {"region", ""});
                default -> {}
            }
            Collections.shuffle(pairs, random);
        }
        return pairs.stream().flatMap(pair -> List.of(pair).stream()).toArray(String[]::new);
    }

    private long time(int step) {
        return now - (STEPS - step) * STEP_MILLIS;
    }

    private static double value(int series, int step) {
        return switch (series % 5) {
            case 0 -> 0.0;
            case 1 -> Double.NaN;
            case 2 -> Double.POSITIVE_INFINITY;
            default -> series * 1_000.5 + step;
        };
    }

    /// Another value: some as near as there are.
    private double other(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return switch (random.nextInt(3)) {
            case 0 -> Double.longBitsToDouble(bits ^ 1);
            case 1 -> value == 0 ? -0.0 : Double.longBitsToDouble(bits ^ (1L << 50));
            default -> 42.5;
        };
    }

    private HttpResponse<String> write(
            StoredServer server, String way, String who, WriteRequestBytes request)
            throws Exception {
        HttpRequest.Builder post =
                HttpRequest.newBuilder(URI.create(server.url() + way))
                        .header("Authorization", credentials.bearer(who))
                        .POST(BodyPublishers.ofByteArray(request.snappy()));
        switch (random.nextInt(3)) {
            case 0 -> post.header("X-Scope-OrgID", "store");
            case 1 -> post.header("THANOS-TENANT", "shop");
            default -> {}
        }
        return client.send(post.build(), BodyHandlers.ofString());
    }

    /// Every sample of all series, as the query API shows them.
    private String all(StoredServer server) throws Exception {
        return get(
                server,
                "reader",
                "/api/v1/query?query=%%7Bjob%%3D%%22attack%%22%%7D%%5B10m%%5D&time=%d"
                        .formatted(now / 1000));
    }

    private static long count(String answer) {
        return answer.split("\\],\\[|\\[\\[", -1).length - 1L;
    }

    private long audited(StoredServer server) throws Exception {
        String lines = get(server, "auditor", "/api/v1/audit?kind=conflict&limit=100000");
        assertThat(lines).contains("\"more\":false");
        long sum = 0;
        Matcher counts = COUNT.matcher(lines);
        while (counts.find()) {
            sum += Long.parseLong(counts.group(1));
        }
        return sum;
    }

    private String get(StoredServer server, String who, String path) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", credentials.bearer(who));
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
