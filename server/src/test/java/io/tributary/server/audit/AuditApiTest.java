package io.tributary.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.audit.AuditEvent;
import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.audit.AuditLog;
import io.tributary.gateway.audit.AuditQuery.Sight;
import io.tributary.gateway.audit.AuditSettings;
import io.tributary.gateway.audit.Origin;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.WriteResult.Finding;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpHandler;
import io.tributary.runtime.http.HttpObserver;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.http.HttpServer;
import io.tributary.runtime.http.Routes;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.server.RunningServer;
import io.tributary.server.api.ApiParameters;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The route over HTTP, of a server that has nothing else; who asks says what they may see.
class AuditApiTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final Tenant A = new Tenant(new UUID(0, 1), "team-a");
    private static final Tenant B = new Tenant(new UUID(0, 2), "team-b");
    private static final String PATH = "/api/v1/audit";

    private final SimulatedClock clock = new SimulatedClock(NOW);
    private final AuditLog log = log();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server = server();

    private AuditLog log() {
        try {
            return AuditLog.open(
                    new SimulatedDisk(1),
                    Path.of("audit"),
                    new AuditSettings(16 << 20, 1L << 40, 100_000),
                    clock,
                    new Metrics());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpServer server() {
        AuditTrail trail = new AuditTrail(clock, new Metrics());
        trail.open(log);
        AuditApi api = new AuditApi(trail, clock);
        HttpHandler handler =
                exchange ->
                        api.answer(
                                sight(exchange), new ApiParameters(exchange.parameters(_ -> true)));
        try {
            return HttpServer.start(
                    HttpServer.Settings.of(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    new Routes().getOrPost(PATH, handler),
                    new Ignored());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Sight sight(HttpExchange exchange) {
        return switch (exchange.header("x-test-sight").orElse("")) {
            case "all" -> new Sight.Everything();
            case "a" -> new Sight.Tenants(Set.of(A.id()));
            default -> throw new HttpRefusalException(403, "you may not see the audit stream");
        };
    }

    private static final class Ignored implements HttpObserver {
        @Override
        public void answered(String method, String path, int status, long durationNanos) {}

        @Override
        public void failed(String method, String path, Throwable failure) {}
    }

    @BeforeEach
    void record() {
        log.record(
                AuditEvent.of(
                        NOW - 1_000, Kind.DENIAL, origin("edge", A), "read", "may not \"read\""));
        log.record(
                new AuditEvent(
                        NOW - 2_000,
                        Kind.LATE,
                        origin("edge", B),
                        "late",
                        "",
                        Optional.of(new Finding.Late(Labels.of("a", "ü\n"), 1, 2, 3))));
        log.record(
                AuditEvent.of(
                        NOW - 7_200_000, Kind.LIMIT, origin("old", A), "rate", "before the hour"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        log.close();
    }

    @Test
    void get_theLastHour_newestFirst() throws Exception {
        HttpResponse<String> answer = get("all", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        List<Json> lines = lines(answer);
        assertThat(types(lines))
                .containsExactly("count", "count", "count", "event", "event", "end");
        assertThat(lines.get(3).member("series").member("a").text()).isEqualTo("ü\n");
        assertThat(lines.get(4).member("detail").text()).isEqualTo("may not \"read\"");
        assertThat(lines.getLast().member("lines").text()).isEqualTo("5");
        assertThat(lines.getLast().member("more").text()).isEqualTo("false");
    }

    @Test
    void get_withParameters_narrows() throws Exception {
        assertThat(types(lines(get("all", "kind=late")))).containsExactly("count", "event", "end");
        assertThat(types(lines(get("all", "kind=late&kind=denial&order=oldest&limit=1"))))
                .containsExactly("event", "end");
        assertThat(lines(get("all", "limit=1")).getLast().member("more").text()).isEqualTo("true");
        assertThat(types(lines(get("all", "series=%7Ba%3D~%22.%2B%22%7D"))))
                .containsExactly("event", "end");
        assertThat(types(lines(get("all", "tenant=team-a&start=0")))).hasSize(5);
        assertThat(types(lines(get("all", "principal=old&start=0")))).hasSize(3);
        assertThat(types(lines(get("all", "start=0&end=1")))).containsExactly("end");
    }

    @Test
    void post_form_isTheSame() throws Exception {
        HttpResponse<String> answer =
                client.send(
                        request("all", "")
                                .header("content-type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                RunningServer.form("series", "{a=~\".+\"}")))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(types(lines(answer))).containsExactly("event", "end");
    }

    @Test
    void get_byOneTenant_seesItsOwnWhateverIsAsked() throws Exception {
        for (String asked :
                List.of("", "tenant=team-b", "tenant=team-a&tenant=team-b", "start=0")) {
            String body = get("a", asked).body();
            assertThat(body).doesNotContain(B.name()).doesNotContain(B.id().toString());
        }
        assertThat(types(lines(get("a", "")))).containsExactly("count", "count", "event", "end");
        HttpResponse<String> nobody = get("", "");
        assertThat(nobody.statusCode()).isEqualTo(403);
        assertThat(nobody.body()).contains("you may not see");
    }

    @Test
    void get_whatIsNoQuestion_isRefusedByName() throws Exception {
        assertRefused("kind=conflikt", "kind", "authentication_failure");
        assertRefused("order=up", "order", "newest or oldest");
        assertRefused("start=x", "start", "x");
        assertRefused("start=2&end=1", "end", "before start");
        assertRefused("limit=100001", "limit", "100000");
        assertRefused("series=%7Ba", "series", "parse error");
    }

    private void assertRefused(String query, String name, String why) throws Exception {
        HttpResponse<String> answer = get("all", query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(name).contains(why);
    }

    @Test
    void get_ofMuch_isStreamedWhole() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            log.record(
                    AuditEvent.of(NOW, Kind.DENIAL, origin("edge", A), "r", i + "x".repeat(200)));
            if (i % 1_000 == 0) {
                // So that no example finds the queue full.
                get("all", "limit=1");
            }
        }
        List<Json> lines = lines(get("all", "limit=100000&order=oldest&tenant=team-a"));
        assertThat(types(lines)).filteredOn("event"::equals).hasSize(20_001);
        assertThat(lines.getLast().member("lines").text())
                .isEqualTo(Integer.toString(lines.size() - 1));
    }

    private static Origin origin(String principal, Tenant tenant) {
        return new Origin(principal, "c", Optional.of(tenant), "west", "10.0.0.7", "/push");
    }

    private HttpResponse<String> get(String sight, String query)
            throws IOException, InterruptedException {
        return client.send(request(sight, query).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String sight, String query) {
        return HttpRequest.newBuilder(
                        URI.create(
                                "http://127.0.0.1:%d%s?%s"
                                        .formatted(server.address().getPort(), PATH, query)))
                .header("x-test-sight", sight);
    }

    private static List<Json> lines(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<Json> lines = answer.body().lines().map(JsonReader::read).toList();
        assertThat(lines.getLast().member("type").text()).isEqualTo("end");
        return lines;
    }

    private static List<String> types(List<Json> lines) {
        return lines.stream().map(line -> line.member("type").text()).toList();
    }
}
