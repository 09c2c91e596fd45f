package io.tributary.runtime.http.tls;

import io.tributary.runtime.tls.ServerTls;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A client that keeps its sessions, and shows exactly what it is told to.
final class TlsClient {
    private static final int WAIT_MILLIS = 20_000;

    private final SSLContext context;
    private final InetSocketAddress server;

    TlsClient(InetSocketAddress server, TestAuthority trusted, Optional<TlsIdentity> identity)
            throws GeneralSecurityException, IOException {
        this.context = context(trusted, identity);
        this.server = server;
    }

    static SSLContext context(TestAuthority trusted, Optional<TlsIdentity> identity)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("root", trusted.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        KeyManager[] keys =
                identity.map(own -> new KeyManager[] {ServerTls.of(() -> own).keys()})
                        .orElseGet(() -> new KeyManager[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    Connection connect(String... versions) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.connect(server, WAIT_MILLIS);
        socket.setSoTimeout(WAIT_MILLIS);
        return new Connection(socket);
    }

    /// The answer to one request on a connection of its own.
    String ask(String path, String... versions) throws IOException {
        try (Connection connection = connect(versions)) {
            return connection.ask(path);
        }
    }

    /// HTTP/1.1 over TLS, one request after another.
    static final class Connection implements AutoCloseable {
        private static final String LENGTH = "content-length: ";

        private final SSLSocket socket;

        private Connection(SSLSocket socket) {
            this.socket = socket;
        }

        SSLSocket socket() {
            return socket;
        }

        X509Certificate peer() throws IOException {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }

        /// The body of an answer 200.
        ///
        /// @throws IOException if there is no answer
        String ask(String path) throws IOException {
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nhost: localhost\r\n\r\n"
                                    .formatted(path)
                                    .getBytes(StandardCharsets.US_ASCII));
            String head = readUntil("\r\n\r\n");
            if (!head.startsWith("HTTP/1.1 200")) {
                throw new AssertionError(head);
            }
            int at = head.indexOf(LENGTH) + LENGTH.length();
            int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        }

        private String readUntil(String part) throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (!read.toString(StandardCharsets.US_ASCII).endsWith(part)) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("closed after " + read.size() + " bytes");
                }
                read.write(next);
            }
            return read.toString(StandardCharsets.US_ASCII);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
