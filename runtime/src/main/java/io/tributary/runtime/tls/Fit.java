package io.tributary.runtime.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Whether a key and a chain belong together.
final class Fit {
    private static final byte[] PROOF = "tributary".getBytes(StandardCharsets.US_ASCII);

    private Fit() {}

    /// Checks that the first certificate is that of the key: what one signs, the other verifies.
    ///
    /// @throws CertificateException says what was found, and what was expected
    static void checkKey(PrivateKey key, X509Certificate certificate) throws CertificateException {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        boolean fits;
        try {
            Signature signature = Signature.getInstance(signatureBy(algorithm));
            signature.initSign(key);
            signature.update(PROOF);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROOF);
            fits = signature.verify(signed);
        } catch (GeneralSecurityException e) {
            fits = false;
        }
        if (!fits) {
            throw new CertificateException(
                    "found a key of %s that is not that of the certificate of %s, expected the key that it was made for"
                            .formatted(key.getAlgorithm(), certificate.getSubjectX500Principal()));
        }
    }

    /// Checks that each certificate is certified by the next, as TLS wants them.
    ///
    /// @throws CertificateException says what was found, and what was expected
    static void checkOrder(List<X509Certificate> chain) throws CertificateException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CertificateException(
                        "found the certificate of %s (the %d. of the file), which is not certified by the next, expected each certified by the next"
                                .formatted(chain.get(i).getSubjectX500Principal(), i + 1),
                        e);
            }
        }
    }

    private static String signatureBy(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> keyAlgorithm;
        };
    }
}
