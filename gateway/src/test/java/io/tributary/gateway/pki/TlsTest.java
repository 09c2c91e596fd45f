package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Real handshakes, the JDK on both sides, with what was issued. The JDK's trust managers know the
/// wall's time only, so the site's clock is set by it.
class TlsTest {
    private static final char[] NO_PASSWORD = new char[0];
    private static final int DAYS_OF_AN_OUTAGE = 40;

    private final Site site = new Site();
    private final KeyPair pair = Requests.key();
    private final AgentIdentity agent = Site.agent();

    TlsTest() {
        site.clock.setWall(System.currentTimeMillis());
    }

    @Test
    void handshake_ofBothSides_provesTheAgent() throws Exception {
        CertificateAuthority authority = site.authority();
        X509Certificate certificate = authority.issueAgent(agent, pair.getPublic());

        assertThat(handshake(authority, authority, certificate)).isEqualTo(agent.uri());
    }

    @Test
    void handshake_withoutACertificate_isFine_andProvesNobody() throws Exception {
        CertificateAuthority authority = site.authority();

        assertThat(handshake(authority, authority, new KeyManager[0])).isEqualTo("nobody");
    }

    @Test
    void handshake_withAnExpiredCertificate_isLeftToHttp() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        site.clock.jumpWall(-java.time.Duration.ofDays(DAYS_OF_AN_OUTAGE).toMillis());
        CertificateAuthority authority = site.open(disk);
        X509Certificate certificate = authority.issueAgent(agent, pair.getPublic());
        site.passDays(DAYS_OF_AN_OUTAGE);

        assertThat(certificate.getNotAfter().toInstant().toEpochMilli())
                .isLessThan(site.clock.wallMillis());
        assertThat(handshake(authority, authority, certificate)).isEqualTo(agent.uri());
    }

    @Test
    void handshake_withAForeignCertificate_fails() throws Exception {
        CertificateAuthority authority = site.authority();
        X509Certificate foreign = site.authority().issueAgent(agent, pair.getPublic());

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() ->
                        handshake(
                                authority,
                                authority,
                                new KeyManager[] {new Stubborn(pair.getPrivate(), foreign)}))
                .withCauseInstanceOf(SSLException.class)
                .withMessageContaining("not signed by a root that is trusted now");
        assertThat(handshake(authority, authority, foreign)).isEqualTo("nobody");
    }

    @Test
    void handshake_withAServerOfAnotherAuthority_fails() throws Exception {
        CertificateAuthority authority = site.authority();
        CertificateAuthority other = site.authority();

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() ->
                        handshake(other, authority, authority.issueAgent(agent, pair.getPublic())));
    }

    /// @param believed whose anchors the client believes
    private String handshake(
            CertificateAuthority server, CertificateAuthority believed, X509Certificate agent)
            throws Exception {
        return handshake(server, believed, keys(pair.getPrivate(), List.of(agent)));
    }

    /// Who the server says that the client is.
    private String handshake(
            CertificateAuthority server, CertificateAuthority believed, KeyManager[] client)
            throws Exception {
        ServerCertificate certificate =
                server.issueServer(ServerNames.of(List.of("localhost", "127.0.0.1")));
        SSLContext serverContext = SSLContext.getInstance("TLS");
        serverContext.init(
                keys(certificate.key(), certificate.chain()),
                new TrustManager[] {new AgentTrust(server)},
                null);
        SSLContext clientContext = SSLContext.getInstance("TLS");
        clientContext.init(client, anchors(believed), null);
        try (var listener =
                        (SSLServerSocket)
                                serverContext
                                        .getServerSocketFactory()
                                        .createServerSocket(
                                                0, 1, InetAddress.getLoopbackAddress());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            listener.setWantClientAuth(true);
            CompletableFuture<String> seen =
                    CompletableFuture.supplyAsync(() -> accept(server, listener), executor);
            try (var socket =
                    (SSLSocket)
                            clientContext
                                    .getSocketFactory()
                                    .createSocket(
                                            listener.getInetAddress(), listener.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                try {
                    socket.startHandshake();
                } catch (SocketException e) {
                    // The server has hung up already, and tells why below.
                }
                return seen.join();
            }
        }
    }

    private static String accept(CertificateAuthority authority, SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            try {
                var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return authority.recognise(shown).agent().uri();
            } catch (SSLPeerUnverifiedException e) {
                return "nobody";
            }
        } catch (IOException | RefusedException e) {
            throw new CompletionException(e);
        }
    }

    private static KeyManager[] keys(PrivateKey key, List<X509Certificate> chain) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] anchors(CertificateAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        int number = 0;
        for (X509Certificate anchor : authority.anchors()) {
            store.setCertificateEntry("anchor" + number++, anchor);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// Shows a certificate, whatever authorities the server names.
    private static final class Stubborn extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate certificate;

        Stubborn(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"key"};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return "key";
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
