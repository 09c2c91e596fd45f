package io.tributary.bench.tenants;

import io.tributary.format.compress.SnappyBlock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One caller of a server, with a token and connections of its own. Safe from any thread.
final class Door implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofMinutes(2);

    private final ServerProcess server;
    private final String token;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Door(ServerProcess server, String token) {
        this.server = server;
        this.token = token;
    }

    /// Sends a remote write; the status of the answer.
    ///
    /// @param tenant named in the request; empty where the token says it
    /// @param message of remote write 1.0, not packed
    int write(String tenant, byte[] message) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(server.uri("/api/v1/push"))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .POST(BodyPublishers.ofByteArray(SnappyBlock.encode(message)));
        if (!tenant.isEmpty()) {
            request.header("X-Scope-OrgID", tenant);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /// Asks and reads all of the answer; its status.
    int status(String path) throws IOException, InterruptedException {
        return client.send(request(server.uri(path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(server.uri(path)));
    }

    /// Posts a document; the answer.
    String post(String path, String document) throws IOException, InterruptedException {
        return send(
                request(server.uri(path))
                        .header("Content-Type", "application/yaml")
                        .POST(BodyPublishers.ofString(document)));
    }

    @Override
    public void close() {
        client.close();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(WITHIN)
                .header("Authorization", "Bearer " + token);
    }
}
