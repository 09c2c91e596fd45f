package io.tributary.gateway.pki;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/// What the TLS of our doors believes of a client's certificate: that an anchor of now signed it
/// for an agent. Dates, revocation and rights are for HTTP to answer, with words instead of an
/// alert.
///
/// Rotation is seen at once. Certificates of servers are not checked here; it is for servers only.
public final class AgentTrust implements X509TrustManager {
    private final CertificateAuthority authority;

    public AgentTrust(CertificateAuthority authority) {
        this.authority = authority;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        try {
            authority.recognise(chain[0]);
        } catch (RefusedException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("only certificates of agents are checked here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.anchors().toArray(X509Certificate[]::new);
    }
}
