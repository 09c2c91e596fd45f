package io.tributary.runtime.tls;

import java.security.cert.X509Certificate;

/// What a client showed at the handshake and proved to hold the key of.
///
/// Its chain is checked, its dates are not: it may be expired, or not valid yet.
///
/// @param certificate the client's own
/// @param anchor the certificate that vouches for it, of those trusted now
public record ClientCertificate(X509Certificate certificate, X509Certificate anchor) {}
