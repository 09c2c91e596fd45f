package io.tributary.server.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.isolation.Credentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `import=true` in the URL of a write, by those who may and those who may not.
class ImportTest {
    private static final long OLD_SECONDS = Instant.parse("2019-05-01T00:00:00Z").getEpochSecond();

    private final Credentials credentials = new Credentials();
    private StoredServer server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        Instant over = Instant.now().minusSeconds(1);
        credentials
                .add("mover", "roles: [writer, reader], tenants: shop, importUntil: " + tomorrow)
                .add("late", "roles: writer, tenants: shop, importUntil: " + over)
                .add("writer", "roles: writer, tenants: shop")
                .add(
                        "spread",
                        "roles: writer, tenants: shop, importUntil: %s, routing: {labels: [usage_of], tenants: [mall]}"
                                .formatted(tomorrow))
                .add("admin", "roles: platform-admin");
        Path registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        "tenants: [{name: shop, relabel: [{action: drop, source_labels: [__name__], regex: noise_.*}]}, {name: mall}]\n"
                                + credentials.yaml());
        server =
                new StoredServer(
                        directory.resolve("data"), new SystemClock(), "registry.file=" + registry);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void write_withTheGrant_isAsOldAsItLikesAndCounted() throws Exception {
        assertThat(write("mover", "&import=true").statusCode()).isEqualTo(204);

        String answer =
                credentials
                        .send(request("/api/v1/query?query=cpu_usage&time=" + OLD_SECONDS), "mover")
                        .body();
        assertThat(answer).contains("\"value\":[" + OLD_SECONDS + ",\"1.5\"]");
        assertThat(credentials.send(request("/metrics"), "admin").body())
                .contains(
                        "tributary_ingest_imported_samples_total{credential=\"mover\",tenant=\"shop\"} 1.0");
    }

    @Test
    void write_whoseLabelsChooseTheTenants_isCountedInTheNameOfEach() throws Exception {
        HttpResponse<String> answer =
                credentials.send(
                        request("/write?precision=s&import=true")
                                .POST(
                                        BodyPublishers.ofString(
                                                "cpu,usage_of=mall usage=1 %1$d\ncpu,usage_of=mall idle=1 %1$d\ncpu usage=1 %1$d"
                                                        .formatted(OLD_SECONDS))),
                        "spread");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(credentials.send(request("/metrics"), "admin").body())
                .contains(
                        "tributary_ingest_imported_samples_total{credential=\"spread\",tenant=\"mall\"} 2.0",
                        "tributary_ingest_imported_samples_total{credential=\"spread\",tenant=\"shop\"} 1.0");
    }

    @Test
    void write_whileImporting_isToldWhatBecameOfHowMany() throws Exception {
        HttpResponse<String> first = write("mover", "&import=true");
        assertThat(first.headers().map())
                .containsEntry("x-tributary-written", List.of("1"))
                .containsEntry("x-tributary-repeated", List.of("0"));
        HttpResponse<String> again = write("mover", "&import=true");
        assertThat(again.headers().map())
                .containsEntry("x-tributary-written", List.of("1"))
                .containsEntry("x-tributary-repeated", List.of("1"));

        HttpResponse<String> part =
                credentials.send(
                        request("/write?precision=s&import=true")
                                .POST(
                                        BodyPublishers.ofString(
                                                "cpu usage=9 %1$d\ncpu other=1 %1$d\ncpu bad"
                                                        .formatted(OLD_SECONDS))),
                        "mover");

        assertThat(part.statusCode()).isEqualTo(400);
        assertThat(part.headers().map())
                .containsEntry("x-tributary-written", List.of("1"))
                .containsEntry("x-tributary-repeated", List.of("0"))
                .containsEntry(
                        "x-tributary-refused",
                        List.of("1 line refused (bad_syntax=1) and 1 sample refused (conflict=1)"));
        HttpResponse<String> dropped =
                credentials.send(
                        request("/write?precision=s&import=true")
                                .POST(BodyPublishers.ofString("noise x=1 " + OLD_SECONDS)),
                        "mover");
        assertThat(dropped.statusCode()).as("the tenant wanted it so").isEqualTo(204);
        assertThat(dropped.headers().map())
                .containsEntry(
                        "x-tributary-refused", List.of("1 sample refused (relabel_dropped=1)"));
        assertThat(write("mover", "&onPartial=204").headers().map())
                .doesNotContainKey("x-tributary-written");
    }

    @Test
    void write_notAskingToImport_hasTheUsualLimits() throws Exception {
        for (String parameter : new String[] {"", "&import=false"}) {
            HttpResponse<String> answer = write("mover", parameter);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("too_old=1");
        }
    }

    @Test
    void write_withoutAGrantOrAfterIt_isForbidden() throws Exception {
        for (String who : new String[] {"writer", "late"}) {
            HttpResponse<String> answer = write(who, "&import=true");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains(who + " may not import now");
        }
        HttpResponse<String> unclear = write("mover", "&import=yes");
        assertThat(unclear.statusCode()).isEqualTo(400);
        assertThat(unclear.body()).contains("parameter import: expected true or false");
    }

    private HttpResponse<String> write(String who, String parameters) throws Exception {
        return credentials.send(
                request("/write?precision=s" + parameters)
                        .POST(BodyPublishers.ofString("cpu usage=1.5 " + OLD_SECONDS)),
                who);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }
}
