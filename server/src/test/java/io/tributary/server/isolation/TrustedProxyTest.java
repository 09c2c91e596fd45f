package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.gateway.forwarded.ForwardedCertificate;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `X-Forwarded-Client-Cert` over HTTP: from a listed proxy, and from others (S-TEN-2).
class TrustedProxyTest {
    private static final String SENDER = "Hash=" + "ab".repeat(32) + ";URI=spiffe://mesh/sender";

    private final Credentials credentials =
            new Credentials()
                    .add("reader", "roles: reader, tenants: shop")
                    .add("auditor", "roles: auditor");

    @TempDir private Path directory;
    private Path registry = Path.of("");

    @BeforeEach
    void declare() throws Exception {
        registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        """
                        tenants: [{name: shop}, {name: bank}]
                        clusters: [{name: eu-1, tenant: shop}]
                        %s\
                          - {name: sender, roles: writer, cluster: eu-1, certificate: {uri: "spiffe://mesh/sender"}}
                        """
                                .formatted(credentials.yaml()));
    }

    @Test
    void listedProxy_writesAndReadsForItsClients() throws Exception {
        try (StoredServer server = server("tls.proxies=127.0.0.0/8\n192.0.2.1")) {
            assertThat(push(server, List.of(SENDER)).statusCode()).isEqualTo(204);
            assertThat(push(server, List.of("URI=spiffe://mesh/other")).statusCode())
                    .isEqualTo(401);
            assertThat(push(server, List.of()).statusCode()).isEqualTo(401);
            assertThat(push(server, List.of(SENDER, SENDER)).statusCode()).isEqualTo(400);
            assertThat(push(server, List.of(SENDER + "," + SENDER)).statusCode()).isEqualTo(400);
            assertThat(push(server, List.of("X=" + "x".repeat(20_000))).statusCode())
                    .isEqualTo(400);
            assertThat(send(server, "/api/v1/series?match%5B%5D=up", "reader", SENDER).body())
                    .as("who sends Authorization is who that says")
                    .contains("\"cluster\":\"eu-1\"");
            assertThat(audit(server)).contains("bad_forwarded_certificate");
        }
    }

    @Test
    void anybodyElse_isWhoTheyProveToBeThemselves() throws Exception {
        try (StoredServer server = server("tls.proxies=192.0.2.1")) {
            HttpResponse<String> refused = push(server, List.of(SENDER));

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("tls.proxies").contains("127.0.0.1");
            assertThat(send(server, "/api/v1/labels", "reader", SENDER).statusCode())
                    .as("a proxy on the way breaks nobody's token")
                    .isEqualTo(200);
            assertThat(audit(server)).contains("forwarded_by_unlisted");
        }
        try (StoredServer server = server("tls.proxies=")) {
            assertThat(push(server, List.of(SENDER)).statusCode()).as("the default").isEqualTo(401);
        }
    }

    @Test
    void proxies_withoutARegistry_endTheStart() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> {
                    try (StoredServer server =
                            new StoredServer(
                                    directory.resolve("data"),
                                    new SystemClock(),
                                    "tls.proxies=127.0.0.1")) {
                        assertThat(server.url()).isEmpty();
                    }
                })
                .withMessageContaining("tls.proxies");
    }

    private StoredServer server(String proxies) throws Exception {
        return new StoredServer(
                directory.resolve("data"), new SystemClock(), "registry.file=" + registry, proxies);
    }

    private static HttpResponse<String> push(StoredServer server, List<String> headers)
            throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(System.currentTimeMillis(), 1, "__name__", "up")
                        .snappy();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/push"))
                        .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(header -> request.header(ForwardedCertificate.HEADER, header));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private String audit(StoredServer server) throws Exception {
        return send(server, "/api/v1/audit", "auditor", SENDER).body();
    }

    private HttpResponse<String> send(StoredServer server, String path, String who, String header)
            throws Exception {
        return credentials.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header(ForwardedCertificate.HEADER, header),
                who);
    }
}
