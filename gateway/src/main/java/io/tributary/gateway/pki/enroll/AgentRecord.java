package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.CertificateAuthority;

/// What is kept of an agent that has a certificate.
///
/// @param serial of its newest certificate, in lower-case hex
/// @param keySha256 SHA-256 of the key in it, in hex
/// @param notAfterMillis when it expires
/// @param enrolledMillis when the agent came
/// @param renewedMillis when it got its newest certificate
public record AgentRecord(
        AgentIdentity agent,
        String serial,
        String keySha256,
        long notAfterMillis,
        long enrolledMillis,
        long renewedMillis) {
    /// Whether nothing can come of it any more.
    boolean isOver(long nowMillis) {
        return nowMillis > notAfterMillis + CertificateAuthority.RENEWAL_GRACE.toMillis();
    }
}
