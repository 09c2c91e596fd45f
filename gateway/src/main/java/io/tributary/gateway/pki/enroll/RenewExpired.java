package io.tributary.gateway.pki.enroll;

/// What becomes of the renewal of an expired certificate that is not revoked. A caller that has a
/// human's approval of an agent ({@link Approvals}) passes {@link #ALLOW} for it.
public enum RenewExpired {
    /// It is renewed.
    ALLOW,
    /// A human is asked first.
    APPROVE
}
