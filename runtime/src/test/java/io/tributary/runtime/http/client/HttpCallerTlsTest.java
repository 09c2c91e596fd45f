package io.tributary.runtime.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpObserver;
import io.tributary.runtime.http.HttpServer;
import io.tributary.runtime.http.Routes;
import io.tributary.runtime.http.client.CallerTls.Trust;
import io.tributary.runtime.tls.ServerTls;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TestAuthority.Wish;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class HttpCallerTlsTest implements HttpObserver {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestAuthority root = TestAuthority.root("root");
    private final TestAuthority clients = TestAuthority.root("clients");
    private final TlsIdentity usual = root.issueWithRoot(Wish.server("server"));
    private final AtomicInteger redirected = new AtomicInteger();
    private volatile TlsIdentity identity = usual;
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerTls tls = ServerTls.askingClients(() -> identity, () -> clients.anchors(), () -> {});
        Routes routes =
                new Routes()
                        .post(
                                "/who",
                                exchange ->
                                        HttpAnswer.text(
                                                200,
                                                exchange.clientCertificate()
                                                        .map(client ->
                                                                client.certificate()
                                                                        .getSubjectX500Principal()
                                                                        .toString())
                                                        .orElse("nobody")))
                        .post(
                                "/moved",
                                exchange ->
                                        HttpAnswer.empty(307)
                                                .withHeader("location", uri("/target").toString()))
                        .add(
                                "POST",
                                "/target",
                                exchange -> {
                                    redirected.incrementAndGet();
                                    return HttpAnswer.empty(200);
                                });
        server = HttpServer.start(HttpServer.Settings.of(any).withTls(tls), routes, this);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void restore() {
        identity = usual;
    }

    @Override
    public void answered(String method, String path, int status, long durationNanos) {
        // not looked at
    }

    @Override
    public void failed(String method, String path, Throwable failure) {
        throw new AssertionError(failure);
    }

    @Test
    void post_authorityKnown_isAnswered() throws Exception {
        assertThat(ask(authorities(root), "/who")).isEqualTo(new HttpCaller.Reply(200, "nobody"));
    }

    @Test
    void post_ownIdentity_isShown() throws Exception {
        TlsIdentity agent = clients.issue(Wish.client("agent"));
        Trust trust = new Trust.OfAuthorities(List.of(root.certificate()));

        assertThat(ask(new CallerTls(trust, Optional.of(agent)), "/who").body())
                .isEqualTo("CN=agent");
        TlsIdentity unknown = root.issue(Wish.client("of another CA"));
        assertThatThrownBy(() -> ask(new CallerTls(trust, Optional.of(unknown)), "/who"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void post_authorityUnknown_failsNamingTls() {
        for (CallerTls tls : List.of(authorities(clients), CallerTls.ofSystem())) {
            assertThatThrownBy(() -> ask(tls, "/who"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot ask " + uri("/who") + ": TLS: ");
        }
    }

    @Test
    void post_pinnedAuthorityOrServer_isAnswered() throws Exception {
        for (X509Certificate pin : usual.chain()) {
            assertThat(ask(pinned(pin), "/who").status()).isEqualTo(200);
        }
    }

    @Test
    void post_pinnedServerThatIsExpiredAndOfAnotherName_isAnswered() throws Exception {
        identity = TestAuthority.root("other").issue(Wish.server("old").expired());

        assertThat(ask(pinned(identity.certificate()), "/who").status()).isEqualTo(200);
    }

    @Test
    void post_pinIsNotShown_failsNamingWhatWas() {
        assertThatThrownBy(() -> ask(pinned(clients.certificate()), "/who"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server shows no certificate with the SHA-256")
                .hasMessageContaining(hash(usual.certificate()));
    }

    @Test
    void post_pinnedAuthorityShownByAnImpostor_fails() {
        TlsIdentity forged = TestAuthority.root("root").issue(Wish.server("server"));
        List<X509Certificate> chain = new ArrayList<>(forged.chain());
        chain.add(root.certificate());
        identity = new TlsIdentity(forged.key(), chain);

        assertThatThrownBy(() -> ask(pinned(root.certificate()), "/who"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void post_pinnedAuthorityThatCertifiedAClient_fails() {
        identity = root.issueWithRoot(Wish.client("an agent that poses as the server"));

        assertThatThrownBy(() -> ask(pinned(root.certificate()), "/who"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void post_pinnedAuthorityAndExpiredServer_fails() {
        identity = root.issueWithRoot(Wish.server("server").expired());

        assertThatThrownBy(() -> ask(pinned(root.certificate()), "/who"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void post_pinnedAuthorityAndOtherName_fails() {
        identity = root.issueWithRoot(Wish.server("server").forHost("elsewhere.invalid"));

        assertThatThrownBy(() -> ask(pinned(root.certificate()), "/who"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("localhost");
    }

    @Test
    void pin_thatIsNoHash_isRefused() {
        assertThat(new Trust.OfPinned("AB:".repeat(31) + "AB").sha256()).isEqualTo("ab".repeat(32));
        for (String wrong : List.of("", "ab".repeat(31), "xy".repeat(32))) {
            assertThatThrownBy(() -> new Trust.OfPinned(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected the SHA-256 of a certificate");
        }
    }

    @Test
    void post_redirect_isNotFollowed() throws Exception {
        assertThat(ask(authorities(root), "/moved").status()).isEqualTo(307);
        assertThat(redirected).hasValue(0);
    }

    private HttpCaller.Reply ask(CallerTls tls, String path) throws Exception {
        try (HttpCaller caller = new HttpCaller(tls)) {
            return caller.post(uri(path), "text/plain", Map.of(), new byte[0], LONG);
        }
    }

    private static CallerTls authorities(TestAuthority authority) {
        return new CallerTls(
                new Trust.OfAuthorities(List.of(authority.certificate())), Optional.empty());
    }

    private static CallerTls pinned(X509Certificate certificate) {
        return new CallerTls(
                new Trust.OfPinned(hash(certificate).toUpperCase(Locale.ROOT)), Optional.empty());
    }

    private static String hash(X509Certificate certificate) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private URI uri(String path) {
        return URI.create("https://localhost:%d%s".formatted(port(), path));
    }

    private int port() {
        return server.address().getPort();
    }
}
