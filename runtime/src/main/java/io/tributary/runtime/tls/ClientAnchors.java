package io.tributary.runtime.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/// The certificates that may vouch for clients, and the check of what a client shows against them.
/// Immutable.
///
/// The path is the client's certificate and those above it, as far as the first whose issuer is an
/// anchor; the JDK's PKIX validation decides over it (signatures, names, basic constraints, path
/// length, key usage, name constraints, critical extensions), and {@link ClientRules} besides.
///
/// **Dates.** Whether a certificate is valid *today* is not asked here, as the handshake could
/// answer only by breaking off. The path is validated as of the moment at which the last of its
/// certificates became valid. So one that is expired, or not valid yet, passes; a path whose
/// certificates were at no moment valid together does not. An anchor's own dates are not looked at.
public final class ClientAnchors {
    /// Nobody vouches for anybody.
    public static final ClientAnchors NONE = new ClientAnchors(Map.of());

    /// Most anchors in one set; those of a company's old and new roots stay far below.
    private static final int ANCHORS_MAX = 1_000;

    /// Most certificates of a path: the client's, and four between it and the anchor.
    private static final int PATH_MAX = 5;

    /// Most certificates looked at of what a client sends.
    private static final int SENT_MAX = 10;

    /// The bit of the key usage by which a key may sign certificates.
    private static final int KEY_CERT_SIGN = 5;

    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private final Map<X500Principal, Set<TrustAnchor>> bySubject;

    private ClientAnchors(Map<X500Principal, Set<TrustAnchor>> bySubject) {
        this.bySubject = bySubject;
    }

    /// Anchors.
    ///
    /// @throws CertificateException if one of them cannot be an anchor; says which, and why
    public static ClientAnchors of(List<X509Certificate> anchors) throws CertificateException {
        if (anchors.size() > ANCHORS_MAX) {
            throw new CertificateException(
                    "found %d certificates, expected at most %d"
                            .formatted(anchors.size(), ANCHORS_MAX));
        }
        Map<X500Principal, Set<TrustAnchor>> bySubject = new HashMap<>();
        for (X509Certificate anchor : anchors) {
            try {
                checkAnchor(anchor);
            } catch (CertificateException e) {
                throw new CertificateException(
                        "%s: %s".formatted(anchor.getSubjectX500Principal(), e.getMessage()), e);
            }
            bySubject
                    .computeIfAbsent(anchor.getSubjectX500Principal(), absent -> new HashSet<>())
                    .add(new TrustAnchor(anchor, null));
        }
        return new ClientAnchors(bySubject);
    }

    /// Checks what a client sent.
    ///
    /// @param sent the client's own first; those above it in any order, and others that are passed
    ///   over
    /// @throws CertificateException if no anchor vouches for it; says what was wrong
    public ClientCertificate verify(List<X509Certificate> sent) throws CertificateException {
        if (sent.isEmpty() || sent.size() > SENT_MAX) {
            throw new CertificateException(
                    "found %d certificates, expected 1 to %d".formatted(sent.size(), SENT_MAX));
        }
        X509Certificate own = sent.getFirst();
        ClientRules.checkOwn(own);
        List<X509Certificate> path = new ArrayList<>();
        CertificateException failure =
                new CertificateException(
                        "found no CA that is known, expected one of those trusted");
        Optional<X509Certificate> next = Optional.of(own);
        while (next.isPresent() && path.size() < PATH_MAX) {
            path.add(next.get());
            Set<TrustAnchor> anchors =
                    bySubject.getOrDefault(next.get().getIssuerX500Principal(), Set.of());
            if (!anchors.isEmpty()) {
                try {
                    return new ClientCertificate(own, validate(path, anchors));
                } catch (CertificateException e) {
                    failure = e;
                }
            }
            next = issuer(next.get(), path, sent);
        }
        throw failure;
    }

    /// The certificates themselves.
    public List<X509Certificate> certificates() {
        return bySubject.values().stream()
                .flatMap(Set::stream)
                .map(TrustAnchor::getTrustedCert)
                .toList();
    }

    public boolean isEmpty() {
        return bySubject.isEmpty();
    }

    private static Optional<X509Certificate> issuer(
            X509Certificate of, List<X509Certificate> path, List<X509Certificate> sent) {
        return sent.stream()
                .filter(other ->
                        other.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .filter(other -> !path.contains(other))
                .findFirst();
    }

    private static X509Certificate validate(List<X509Certificate> path, Set<TrustAnchor> anchors)
            throws CertificateException {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(lastBegin(path));
            parameters.addCertPathChecker(new ClientRules());
            PKIXCertPathValidatorResult result =
                    (PKIXCertPathValidatorResult)
                            CertPathValidator.getInstance("PKIX")
                                    .validate(
                                            CertificateFactory.getInstance("X.509")
                                                    .generateCertPath(path),
                                            parameters);
            X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
            checkPathLength(path, anchor);
            return anchor;
        } catch (CertPathValidatorException e) {
            throw new CertificateException(String.valueOf(e.getMessage()), e);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: cannot validate a path", e);
        }
    }

    private static Date lastBegin(List<X509Certificate> path) {
        return path.stream()
                .map(X509Certificate::getNotBefore)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// The anchor's own bound, which the library takes for none of its business. A certificate that
    /// a CA made for itself does not count.
    private static void checkPathLength(List<X509Certificate> path, X509Certificate anchor)
            throws CertificateException {
        long between =
                path.stream()
                        .skip(1)
                        .filter(ca ->
                                !ca.getSubjectX500Principal().equals(ca.getIssuerX500Principal()))
                        .count();
        if (between > anchor.getBasicConstraints()) {
            throw new CertificateException(
                    "found %d CAs between the client and the anchor, which allows %d"
                            .formatted(between, anchor.getBasicConstraints()));
        }
    }

    private static void checkAnchor(X509Certificate anchor) throws CertificateException {
        boolean[] usage = anchor.getKeyUsage();
        if (anchor.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
            throw new CertificateException(
                    "found a certificate that may certify nobody, expected a CA's");
        }
        if (anchor.getExtensionValue(NAME_CONSTRAINTS) != null) {
            throw new CertificateException(
                    "found name constraints, which are looked at below an anchor only, expected a CA without them");
        }
        Strength.checkKey(anchor.getPublicKey());
    }
}
