package io.tributary.runtime.http.tls;

import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.tributary.runtime.tls.ServerTls;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/// Has a server listen with TLS: ALPN `h2` and `http/1.1`, versions 1.2 and 1.3.
///
/// One context serves for as long as the server lives; what changes is what its managers of keys
/// and of trust say. So certificates are swapped without a word to the stack, and connections do
/// not notice; a session is resumed only as long as the certificate it was made with is shown.
public final class TlsPort {
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /// With forward secrecy and authenticated encryption only; those of 1.3 first.
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// How long a session may be resumed.
    private static final long SESSION_SECONDS = 3_600;

    /// Sessions kept, for clients that cannot keep theirs themselves.
    private static final long SESSIONS_MAX = 10_000;

    private TlsPort() {}

    /// Configures.
    public static void listen(
            ServerBuilder server, List<InetSocketAddress> addresses, ServerTls tls) {
        X509ExtendedKeyManager keys = tls.keys();
        addresses.forEach(server::https);
        server.tlsEngineType(TlsEngineType.JDK)
                .tls(new KeyManagerFactoryWrapper(keys))
                .tlsCustomizer(context -> configure(context, tls))
                .childChannelPipelineCustomizer(pipeline -> pipeline.addFirst(new PlainRequests()));
    }

    private static void configure(SslContextBuilder context, ServerTls tls) {
        context.protocols(VERSIONS)
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .sessionTimeout(SESSION_SECONDS)
                .sessionCacheSize(SESSIONS_MAX)
                .clientAuth(tls.asksClients() ? ClientAuth.OPTIONAL : ClientAuth.NONE)
                .trustManager(tls.trust());
    }
}
