package io.tributary.gateway.identity;

import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.registry.text.CertificateName.Kind;
import io.tributary.runtime.hash.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The names by which a certificate may be known: its fingerprint, and its alternative names of
/// URIs and DNS. The subject is none: it is text that means something to people.
final class CertificateNames {
    /// Of an alternative name (RFC 5280, 4.2.1.6).
    private static final int DNS_TYPE = 2;

    private static final int URI_TYPE = 6;

    private CertificateNames() {}

    /// All of them; the fingerprint first.
    ///
    /// @throws IdentityException 401 if its alternative names cannot be read
    static List<CertificateName> of(X509Certificate certificate) throws IdentityException {
        List<CertificateName> names = new ArrayList<>();
        try {
            names.add(new CertificateName(Kind.SHA256, Sha256.hex(certificate.getEncoded())));
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> name : alternatives) {
                    add(name, names);
                }
            }
        } catch (CertificateEncodingException | CertificateParsingException e) {
            throw IdentityException.unauthenticated(
                    "malformed_certificate", "the names of the client certificate cannot be read");
        }
        return names;
    }

    private static void add(List<?> name, List<CertificateName> into) {
        if (name.get(0) instanceof Integer type && name.get(1) instanceof String text) {
            switch (type) {
                case DNS_TYPE -> into.add(new CertificateName(Kind.DNS, text));
                case URI_TYPE -> into.add(new CertificateName(Kind.URI, text));
                default -> {}
            }
        }
    }
}
