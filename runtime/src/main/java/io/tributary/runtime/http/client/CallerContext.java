package io.tributary.runtime.http.client;

import io.tributary.runtime.tls.ServerTls;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// From what a caller trusts to what the JDK asks of it.
final class CallerContext {
    private CallerContext() {}

    static SSLContext of(CallerTls tls) {
        TrustManager @Nullable [] trust =
                switch (tls.trust()) {
                    case CallerTls.Trust.OfSystem() -> null;
                    case CallerTls.Trust.OfAuthorities(var authorities) ->
                            new TrustManager[] {trusting(authorities)};
                    case CallerTls.Trust.OfPinned(var sha256) ->
                            new TrustManager[] {new PinnedTrust(sha256)};
                };
        KeyManager[] keys =
                tls.identity().map(CallerContext::keys).orElseGet(() -> new KeyManager[0]);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: no TLS", e);
        }
    }

    /// Trusts what these vouch for.
    static X509ExtendedTrustManager trusting(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("BUG: cannot keep certificates in memory", e);
        }
        throw new IllegalStateException("BUG: no trust manager for X.509");
    }

    private static KeyManager[] keys(TlsIdentity identity) {
        return new KeyManager[] {ServerTls.of(() -> identity).keys()};
    }
}
