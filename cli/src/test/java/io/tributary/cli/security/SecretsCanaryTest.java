package io.tributary.cli.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.ServerProcess;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.gateway.secret.Secret;
import io.tributary.server.isolation.Credentials;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets that were planted everywhere a secret may be given are found nowhere: not in what the
/// process prints, answers, measures or keeps.
class SecretsCanaryTest {
    private static final String PASSWORD = "canary-password-7d1f0b";
    private static final String WRONG = "canary-wrong-5e2c9a";

    private final Credentials credentials =
            new Credentials()
                    .add("reader", "roles: reader, tenants: shop")
                    .add("writer", "roles: writer, tenants: shop")
                    .add("admin", "roles: [platform-admin, auditor]");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> answers = new ArrayList<>();

    @Test
    void secrets_plantedEverywhere_areFoundNowhere(@TempDir Path directory) throws Exception {
        String hash =
                new CredentialMint(new SecureRandom()).hashPassword(Secret.of(PASSWORD)).phc();
        Path registry = directory.resolve("registry.yaml");
        String good =
                """
                tenants: [{name: shop}]
                %s\
                  - {name: alice, roles: [reader, platform-admin], tenants: shop, password: {hash: "%s"}}
                """
                        .formatted(credentials.yaml(), hash);
        Files.writeString(registry, good);
        Path data = directory.resolve("data");
        Path log = directory.resolve("server.log");
        try (ServerProcess server =
                ServerProcess.startSet(data, log, "registry.file=" + registry)) {
            for (String authorization : authorizations()) {
                for (String path : paths()) {
                    ask(server, path, authorization);
                }
                write(server, authorization);
            }
            // A registry in which somebody put secrets where hashes belong.
            Files.writeString(registry, good.replace(hash, PASSWORD));
            awaitHealthy(server, "stays in force, as what is declared is wrong");
            for (String path : paths()) {
                ask(server, path, basic("alice", PASSWORD));
            }
        }

        Map<String, String> places = new TreeMap<>();
        places.put("log", Files.readString(log));
        for (int i = 0; i < answers.size(); i++) {
            places.put("answer " + i, answers.get(i));
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                places.put(
                        file.toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(answers.size()).isGreaterThan(100);
        places.forEach((place, text) -> {
            for (String secret : secrets()) {
                assertThat(text.contains(secret)).as("%s in %s", secret, place).isFalse();
            }
        });
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(WRONG, PASSWORD, base64("alice", PASSWORD)));
        for (String name : credentials.names()) {
            String token = credentials.token(name);
            secrets.add(token.substring(token.indexOf('_', 4) + 1));
        }
        return secrets;
    }

    private List<String> authorizations() {
        List<String> all = new ArrayList<>();
        credentials.names().forEach(name -> all.add(credentials.bearer(name)));
        String token = credentials.token("reader");
        all.addAll(
                List.of(
                        basic("alice", PASSWORD),
                        basic("alice", WRONG),
                        basic(WRONG, WRONG),
                        "Bearer " + WRONG,
                        "Bearer " + token + WRONG,
                        "Bearer " + token.substring(0, token.length() - 1) + "0",
                        "bearer  " + token,
                        "Token " + token,
                        "Token alice:" + PASSWORD,
                        "Token alice:" + WRONG,
                        WRONG,
                        "Basic " + WRONG,
                        "Bearer ey" + WRONG + ".ey" + WRONG + "." + WRONG));
        return all;
    }

    private static List<String> paths() {
        return List.of(
                "/api/v1/status/config",
                "/api/v1/status/flags",
                "/api/v1/status/runtimeinfo",
                "/api/v1/query?query=up",
                "/api/v1/query?query=up%7B",
                "/api/v1/queries/recent",
                "/api/v1/audit",
                "/api/v1/clusters",
                "/metrics",
                "/-/healthy",
                "/nowhere");
    }

    private void ask(ServerProcess server, String path, String authorization) throws Exception {
        keep(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", authorization)
                        .build());
    }

    private void write(ServerProcess server, String authorization) throws Exception {
        keep(
                HttpRequest.newBuilder(server.uri("/api/v1/push"))
                        .header("Authorization", authorization)
                        .POST(BodyPublishers.ofString("no request"))
                        .build());
    }

    private void keep(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        answers.add(answer.headers().map() + answer.body());
    }

    private void awaitHealthy(ServerProcess server, String text) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        HttpRequest request = HttpRequest.newBuilder(server.uri("/-/healthy")).build();
        while (!client.send(request, BodyHandlers.ofString()).body().contains(text)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(50_000_000L);
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + base64(user, password);
    }

    private static String base64(String user, String password) {
        return Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
