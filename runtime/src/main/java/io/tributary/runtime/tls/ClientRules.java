package io.tributary.runtime.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What we ask of each certificate of a client's chain beyond the standard path validation: strong
/// keys and signatures, and that it may be used by a client where it says what it may be used for.
final class ClientRules extends PKIXCertPathChecker {
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";

    /// The bit of the key usage by which a key may sign a handshake.
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int VERSION_WITH_EXTENSIONS = 3;

    /// Checks the client's own certificate for what only that must be.
    ///
    /// @throws CertificateException says what was found, and what was expected
    static void checkOwn(X509Certificate own) throws CertificateException {
        if (own.getVersion() != VERSION_WITH_EXTENSIONS) {
            throw new CertificateException(
                    "found an X.509 certificate of version %d, expected version 3"
                            .formatted(own.getVersion()));
        }
        if (own.getBasicConstraints() >= 0) {
            throw new CertificateException("found the certificate of a CA, expected a client's");
        }
        boolean[] usage = own.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new CertificateException(
                    "found a key usage without digitalSignature, expected it or none");
        }
    }

    @Override
    public void init(boolean forward) throws CertPathValidatorException {
        if (forward) {
            throw new CertPathValidatorException("BUG: checked from the client upwards");
        }
    }

    @Override
    public boolean isForwardCheckingSupported() {
        return false;
    }

    @Override
    public Set<String> getSupportedExtensions() {
        return Set.of(EXTENDED_KEY_USAGE);
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolved)
            throws CertPathValidatorException {
        if (!(certificate instanceof X509Certificate checked)) {
            throw new CertPathValidatorException("BUG: not an X.509 certificate");
        }
        try {
            Strength.checkKey(checked.getPublicKey());
            Strength.checkSignature(checked);
            checkUse(checked);
        } catch (CertificateException e) {
            throw new CertPathValidatorException(e.getMessage(), e);
        }
        unresolved.remove(EXTENDED_KEY_USAGE);
    }

    private static void checkUse(X509Certificate certificate) throws CertificateException {
        List<String> uses = certificate.getExtendedKeyUsage();
        if (uses != null && !uses.contains(CLIENT_AUTH) && !uses.contains(ANY_USE)) {
            throw new CertificateException(
                    "found an extended key usage without clientAuth, expected it or none");
        }
    }
}
