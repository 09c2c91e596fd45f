package io.tributary.runtime.http.client;

import io.tributary.runtime.hash.Sha256;
import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts one certificate, known by its hash, which the server has to show.
///
/// That it is shown proves nothing: anybody may show the certificate of a CA. So a pinned CA has to
/// have certified the server, as a server, and for the name that was asked, as for any other CA. Of
/// a server whose own certificate is pinned, the handshake proves that it has the key; its name and
/// its dates are then nobody's business.
final class PinnedTrust extends X509ExtendedTrustManager {
    private final String sha256;

    PinnedTrust(String sha256) {
        this.sha256 = sha256;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        X509Certificate pinned = pinned(chain);
        if (!pinned.equals(chain[0])) {
            CallerContext.trusting(List.of(pinned)).checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        X509Certificate pinned = pinned(chain);
        if (!pinned.equals(chain[0])) {
            CallerContext.trusting(List.of(pinned)).checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("BUG: a pinned CA cannot be checked without a name");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw neverAServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw neverAServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw neverAServer();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private X509Certificate pinned(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate shown : chain) {
            if (sha256.equals(hash(shown))) {
                return shown;
            }
        }
        throw new CertificateException(
                "the server shows no certificate with the SHA-256 %s; its own has %s"
                        .formatted(sha256, hash(chain[0])));
    }

    private static String hash(X509Certificate certificate) throws CertificateEncodingException {
        return Sha256.hex(certificate.getEncoded());
    }

    private static CertificateException neverAServer() {
        return new CertificateException("BUG: the caller's trust asked about a client");
    }
}
