package io.tributary.gateway.pki;

import java.util.Locale;

/// Why a certificate, a request for one or a token was refused.
public enum Refusal {
    /// No PKCS#10 request, or bytes around it.
    CSR_MALFORMED,
    /// Longer than {@link SigningRequest#BYTES_MAX}.
    CSR_TOO_LARGE,
    /// A kind of key that is not signed.
    CSR_KEY,
    /// Not signed by the key it asks for.
    CSR_SIGNATURE,
    /// It asks for a name that is not the asker's.
    CSR_NAME,
    /// It asks for something else that a certificate can say.
    CSR_EXTENSION,
    /// No identity of an agent of this trust domain, in the one form there is.
    IDENTITY,
    /// No root of ours signed it, or one that has gone.
    UNKNOWN_ISSUER,
    /// Valid in the future only.
    NOT_YET_VALID,
    /// Expired for so long that it is not renewed.
    EXPIRED,
    /// The registry has revoked the cluster, the agent or this certificate.
    REVOKED,
    /// No join token that is known, or its time is over.
    TOKEN_UNKNOWN,
    /// Another key has spent the join token.
    TOKEN_SPENT,
    /// As many tokens are outstanding, or agents known, as may be.
    TOO_MANY,
    /// No root of ours is valid now.
    AUTHORITY_EXPIRED;

    /// The word for answers, metrics and audit.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
