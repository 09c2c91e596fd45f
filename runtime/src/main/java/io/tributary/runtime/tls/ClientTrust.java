package io.tributary.runtime.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Checks clients at the handshake, against the anchors of that moment.
///
/// Names no issuers to clients. Many take such a list as a filter and send *no* certificate where
/// theirs is not on it; the request would then be answered 401, and its sender would drop the data,
/// where a handshake that fails is tried again.
final class ClientTrust extends X509ExtendedTrustManager {
    private final Supplier<ClientAnchors> anchors;
    private final Runnable onRefused;

    ClientTrust(Supplier<ClientAnchors> anchors, Runnable onRefused) {
        this.anchors = anchors;
        this.onRefused = onRefused;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw neverAClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw neverAClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw neverAClient();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            anchors.get().verify(List.of(chain));
        } catch (CertificateException e) {
            onRefused.run();
            throw e;
        }
    }

    private static CertificateException neverAClient() {
        return new CertificateException("BUG: the server's trust asked about a server");
    }
}
