package io.tributary.server.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A server over a real store that keeps names as they are sent, and a client.
final class Site implements AutoCloseable {
    private static final List<Integer> SUCCESS = List.of(200, 204);
    private static final List<String> ALL_WAS_TAKEN = List.of("", "{}", "\0\0\0\0\0");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final StoredServer server;

    Site(Path data) throws Exception {
        server =
                new StoredServer(
                        data,
                        new SystemClock(),
                        "query.lookback=1h",
                        "otlp.translationStrategy=noTranslation",
                        "otlp.convertHistogramsToNhcb=true");
    }

    /// Writes series by a protocol, and fails if it is answered that any of it was not taken.
    void write(String tenant, Protocols protocol, List<Series> series) throws Exception {
        HttpResponse<byte[]> answer =
                send(
                        tenant,
                        HttpRequest.newBuilder(URI.create(server.url() + protocol.path()))
                                .header("Content-Type", protocol.type())
                                .POST(BodyPublishers.ofByteArray(protocol.body(series))));
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .as(protocol.row())
                .isIn(ALL_WAS_TAKEN);
        assertThat(answer.headers().firstValue("grpc-status").orElse("0"))
                .as(protocol.row() + answer.headers().map())
                .isEqualTo("0");
        assertThat(answer.headers().firstValue("x-tributary-refused").orElse("")).isEmpty();
    }

    byte[] get(String tenant, String pathAndQuery, String accept) throws Exception {
        return send(
                        tenant,
                        HttpRequest.newBuilder(URI.create(server.url() + pathAndQuery))
                                .header("Accept", accept))
                .body();
    }

    byte[] post(String tenant, String path, byte[] body) throws Exception {
        return send(
                        tenant,
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .POST(BodyPublishers.ofByteArray(body)))
                .body();
    }

    private HttpResponse<byte[]> send(String tenant, HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> answer =
                client.send(
                        request.header("X-Scope-OrgID", tenant).build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(answer.uri() + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isIn(SUCCESS);
        return answer;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
