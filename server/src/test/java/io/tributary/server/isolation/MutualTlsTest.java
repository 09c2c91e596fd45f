package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.PemText;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TestAuthority.Wish;
import io.tributary.runtime.tls.TlsIdentity;
import io.tributary.server.StoredServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who shows a certificate is who the registry says, whatever CA vouches for it besides.
class MutualTlsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestAuthority root = TestAuthority.root("root");
    private final TestAuthority clients = TestAuthority.root("clients");
    private final TlsIdentity alice = clients.issue(Wish.client("alice").forHost("alice.example"));
    private final TlsIdentity bob = clients.issue(Wish.client("bob"));
    private final Credentials credentials = new Credentials().add("token", "roles: auditor");

    @TempDir private Path directory;
    private StoredServer server;

    @BeforeEach
    void start() throws Exception {
        TlsIdentity own = root.issue(Wish.server("server"));
        Path certificate = Files.writeString(directory.resolve("tls.crt"), PemText.of(own.chain()));
        Path key = Files.writeString(directory.resolve("tls.key"), PemText.of(own.key()));
        Path anchors =
                Files.writeString(
                        directory.resolve("ca.crt"), PemText.of(List.of(clients.certificate())));
        Path registry =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        """
                        tenants: [{name: shop}]
                        %s\
                          - {name: alice, roles: reader, tenants: shop, certificate: {dns: alice.example}}
                          - {name: bob, roles: reader, tenants: shop, certificate: {sha256: %s}}
                        """
                                .formatted(credentials.yaml(), sha256(bob)));
        server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry,
                        "tls.certFile=" + certificate,
                        "tls.keyFile=" + key,
                        "tls.clientCaFile=" + anchors);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void certificate_registered_isWhoItIsSaidToBe() throws Exception {
        assertThat(labels(Optional.of(alice)).status()).isEqualTo(200);
        assertThat(labels(Optional.of(bob)).status()).isEqualTo(200);
    }

    @Test
    void certificate_unknownOrOutOfItsTime_isUnauthenticated() throws Exception {
        assertThat(labels(Optional.empty()).status()).isEqualTo(401);
        assertThat(labels(Optional.of(clients.issue(Wish.client("alice")))).body())
                .contains("none of the client certificate's names is known");
        Wish wish = Wish.client("alice").forHost("alice.example");
        assertThat(labels(Optional.of(clients.issue(wish.expired()))).body())
                .contains("the client certificate expired at");
        assertThat(labels(Optional.of(clients.issue(wish.notYetValid()))).body())
                .contains("the client certificate is not valid before");
    }

    @Test
    void authorization_besideACertificate_isWhatCounts() throws Exception {
        HttpCaller.Reply reply =
                ask(Optional.of(alice), Map.of("authorization", credentials.bearer("token")));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("token may not do this");
    }

    private HttpCaller.Reply labels(Optional<TlsIdentity> identity) throws Exception {
        return ask(identity, Map.of());
    }

    private HttpCaller.Reply ask(Optional<TlsIdentity> identity, Map<String, String> headers)
            throws Exception {
        CallerTls tls =
                new CallerTls(
                        new CallerTls.Trust.OfAuthorities(List.of(root.certificate())), identity);
        try (HttpCaller caller = new HttpCaller(tls)) {
            URI uri =
                    URI.create(
                            server.url().replace("http://127.0.0.1", "https://localhost")
                                    + "/api/v1/labels");
            return caller.get(uri, headers, LONG);
        }
    }

    private static String sha256(TlsIdentity identity) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(identity.certificate().getEncoded()));
    }
}
