package io.tributary.server.admin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminApiTest {
    private static final String TENANTS = "/admin/v1/tenants";
    private static final String CREDENTIALS = "/admin/v1/credentials";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir private Path directory;

    private String token = "";
    private @Nullable StoredServer server;

    @AfterEach
    void stop() throws Exception {
        client.close();
        running().close();
    }

    @Test
    void api_firstStart_makesATokenByWhichAllElseIsDeclared() throws Exception {
        start("registry.api=true");
        assertThat(send("GET", TENANTS, "").statusCode()).isEqualTo(401);
        Path file = directory.resolve("data/registry/admin-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        token = Files.readString(file).strip();

        HttpResponse<String> made = send("PUT", TENANTS + "/shop", "displayName: The shop");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(made.body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"object\":{\"name\":\"shop\",\"displayName\":\"The shop\"},\"source\":\"api\",\"version\":1}}");
        HttpResponse<String> key =
                send("PUT", CREDENTIALS + "/boss", "{\"roles\": [\"platform-admin\"]}");
        assertThat(key.statusCode()).isEqualTo(201);
        String root = text(key.body(), "token");
        assertThat(send("GET", CREDENTIALS, "").body())
                .contains("\"hash\":\"argon2id\"")
                .doesNotContain("$argon2id")
                .doesNotContain(root);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        directory.resolve("data/registry/changes.log"))))
                .isEqualTo("rw-------");

        running().close();
        Files.delete(file);
        start("registry.api=true");
        assertThat(file).as("there is another admin").doesNotExist();
        assertThat(send("GET", TENANTS, "").statusCode()).as("its file is gone").isEqualTo(401);
        token = root;
        assertThat(send("GET", TENANTS + "/shop", "").statusCode()).isEqualTo(200);
        HttpResponse<String> rotated = send("POST", CREDENTIALS + "/boss/rotate", "");
        assertThat(rotated.statusCode()).isEqualTo(200);
        assertThat(send("GET", TENANTS, "").statusCode()).as("the old token").isEqualTo(401);
        token = text(rotated.body(), "token");
        assertThat(send("GET", "/admin/v1/history?limit=1", "").body())
                .contains("\"who\":\"boss\"")
                .contains("\"action\":\"change\",\"kind\":\"credential\",\"name\":\"boss\"")
                .contains("\"from\":\"127.0.0.1\"")
                .contains("\"fields\":[\"token\"]");
    }

    @Test
    void api_givenTokenFile_isTheOneAndIsHot() throws Exception {
        start("registry.api=true");
        String first = Files.readString(directory.resolve("data/registry/admin-token"));
        running().close();
        Path file = Files.writeString(directory.resolve("token"), first);
        start("registry.api=true", "registry.adminTokenFile=" + file);
        token = first.strip();
        assertThat(send("GET", TENANTS, "").statusCode()).isEqualTo(200);

        Files.writeString(file, "");
        long end = System.nanoTime() + 10_000_000_000L;
        while (send("GET", TENANTS, "").statusCode() == 200) {
            assertThat(System.nanoTime()).isLessThan(end);
            boolean _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void api_answers_areThoseOfTheReference() throws Exception {
        Path file = Files.writeString(directory.resolve("r.yaml"), "tenants:\n  - name: of-file\n");
        start("registry.api=true", "registry.file=" + file);
        token = Files.readString(directory.resolve("data/registry/admin-token")).strip();

        assertThat(send("GET", TENANTS + "/none", "").body())
                .isEqualTo(
                        "{\"status\":\"error\",\"errorType\":\"not_found\",\"error\":\"tenant none is not registered\"}");
        HttpResponse<String> ofFile = send("PUT", TENANTS + "/of-file", "displayName: x");
        assertThat(ofFile.statusCode()).isEqualTo(409);
        assertThat(ofFile.body()).contains("r.yaml:2:5");
        assertThat(send("GET", TENANTS, "").body())
                .contains(
                        "\"version\":0,\"objects\":[{\"object\":{\"name\":\"of-file\"},\"source\":\"");
        HttpResponse<String> wrong = send("PUT", TENANTS + "/shop", "alias: x");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("request:1:1: alias: found an unknown key");
        assertThat(send("PUT", TENANTS + "/shop", "# " + "x".repeat(300_000)).statusCode())
                .isEqualTo(413);
        assertThat(send("PUT", TENANTS + "/shop", "", "If-Match", "7").statusCode()).isEqualTo(400);
        assertThat(send("PUT", TENANTS + "/shop", "", "If-Match", "\"7\"").statusCode())
                .isEqualTo(412);
        assertThat(send("PUT", TENANTS + "/shop", "", "If-None-Match", "*").statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", TENANTS + "/shop", "", "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(send("GET", "/admin/v1/history?limit=0", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/admin/v1/history?kind=x", "").statusCode()).isEqualTo(400);

        String document =
                "clusters: [{name: eu-1, tenant: shop}]\ncredentials: [{name: w, roles: writer, cluster: eu-1}]";
        HttpResponse<String> trial = send("POST", "/admin/v1/apply?dryRun=true", document);
        assertThat(trial.body())
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"version\":1,\"dryRun\":true,\"changes\":["
                                + "{\"action\":\"create\",\"kind\":\"cluster\",\"name\":\"eu-1\"},"
                                + "{\"action\":\"create\",\"kind\":\"credential\",\"name\":\"w\"}],\"tokens\":{}}}");
        assertThat(send("GET", "/admin/v1/clusters?tenant=shop", "").body()).contains("[]");
        assertThat(send("POST", "/admin/v1/apply", document).body())
                .contains("\"version\":2,\"dryRun\":false")
                .contains("\"tokens\":{\"w\":\"trb_");
        assertThat(send("GET", "/admin/v1/clusters?tenant=shop", "").body()).contains("eu-1");
        assertThat(send("DELETE", TENANTS + "/shop", "").statusCode()).isEqualTo(400);
        assertThat(send("DELETE", CREDENTIALS + "/w", "").statusCode()).isEqualTo(200);
    }

    @Test
    void open_declaredBeforehand_isInForceOnceAuthenticationIsOn() throws Exception {
        start();
        HttpResponse<String> made =
                send("PUT", CREDENTIALS + "/boss", "{\"roles\": [\"platform-admin\"]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        running().close();

        start("registry.api=true");
        assertThat(send("GET", TENANTS, "").statusCode()).isEqualTo(401);
        assertThat(directory.resolve("data/registry/admin-token")).doesNotExist();
        token = text(made.body(), "token");
        assertThat(send("GET", TENANTS, "").statusCode()).isEqualTo(200);
    }

    @Test
    void filesAlone_changes_areConflicts() throws Exception {
        start();
        String root =
                text(send("PUT", CREDENTIALS + "/boss", "roles: platform-admin").body(), "token");
        running().close();
        Path given = Files.writeString(directory.resolve("token"), root);
        Path file = Files.writeString(directory.resolve("r.yaml"), "tenants: [{name: shop}]\n");
        start("registry.file=" + file, "registry.adminTokenFile=" + given);
        token = root;

        HttpResponse<String> refused = send("PUT", TENANTS + "/bank", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("set registry.api");
        assertThat(send("GET", TENANTS, "").body()).contains("shop");
    }

    private StoredServer running() {
        return requireNonNull(server);
    }

    private void start(String... sets) throws Exception {
        server = new StoredServer(directory.resolve("data"), new SystemClock(), sets);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(running().url() + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String text(String body, String member) {
        int start = body.indexOf("\"" + member + "\":\"trb_");
        assertThat(start).as(body).isPositive();
        int from = body.indexOf("trb_", start);
        return body.substring(from, body.indexOf('"', from));
    }
}
