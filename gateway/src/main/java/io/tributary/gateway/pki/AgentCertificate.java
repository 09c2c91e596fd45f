package io.tributary.gateway.pki;

import java.math.BigInteger;

/// What a certificate that we signed for an agent says. Dates are not checked yet.
///
/// @param keySha256 SHA-256 of its key, in hex
/// @param notBeforeMillis inclusive
/// @param notAfterMillis inclusive
public record AgentCertificate(
        AgentIdentity agent,
        BigInteger serial,
        String keySha256,
        long notBeforeMillis,
        long notAfterMillis) {
    /// Whether it is valid at a moment; what is not is good for renewal at most.
    public boolean isValidAt(long millis) {
        return millis >= notBeforeMillis && millis <= notAfterMillis;
    }
}
