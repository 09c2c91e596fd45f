package io.tributary.gateway.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// One root: its certificate, its private key, and from when on it signs for agents.
record Root(X509Certificate certificate, PrivateKey key, long activeFromMillis) {
    /// How long a root is one.
    static final Duration VALIDITY = Duration.ofDays(3_650);

    /// SHA-256 of the certificate, in hex: what a join line pins.
    String sha256() {
        return Certificates.sha256(certificate);
    }

    long notAfterMillis() {
        return certificate.getNotAfter().toInstant().toEpochMilli();
    }

    @Override
    public String toString() {
        return "Root[" + sha256() + "]";
    }
}
