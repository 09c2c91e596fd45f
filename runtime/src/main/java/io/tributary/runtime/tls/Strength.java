package io.tributary.runtime.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.Set;

/// Which keys and signatures are good enough.
final class Strength {
    private static final int RSA_BITS_MIN = 2048;

    /// More makes each check slow, at the client's choice.
    private static final int RSA_BITS_MAX = 8192;

    private static final int EC_BITS_MIN = 256;
    private static final String PSS = "RSASSA-PSS";

    private static final Set<String> HASHES = Set.of("SHA-256", "SHA-384", "SHA-512");

    private static final Set<String> SIGNATURES =
            Set.of(
                    "SHA256withRSA",
                    "SHA384withRSA",
                    "SHA512withRSA",
                    "SHA256withECDSA",
                    "SHA384withECDSA",
                    "SHA512withECDSA",
                    "Ed25519",
                    "Ed448",
                    "EdDSA");

    private Strength() {}

    /// Checks a certificate's own key.
    ///
    /// @throws CertificateException says what was found, and what was expected
    static void checkKey(PublicKey key) throws CertificateException {
        boolean fine =
                switch (key) {
                    case RSAKey rsa -> {
                        int bits = rsa.getModulus().bitLength();
                        yield bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX;
                    }
                    case ECKey ec ->
                            ec.getParams().getCurve().getField().getFieldSize() >= EC_BITS_MIN;
                    case EdECKey _ -> true;
                    default -> false;
                };
        if (!fine) {
            throw new CertificateException(
                    "found a key of %s that is too weak, too large or not known, expected RSA of %d to %d bits, EC of at least %d, or Ed25519"
                            .formatted(
                                    key.getAlgorithm(), RSA_BITS_MIN, RSA_BITS_MAX, EC_BITS_MIN));
        }
    }

    /// Checks the signature on a certificate: what it is made with, not whether it is right.
    ///
    /// @throws CertificateException says what was found, and what was expected
    static void checkSignature(X509Certificate certificate) throws CertificateException {
        String name = certificate.getSigAlgName();
        if (!SIGNATURES.contains(name) && !(name.equals(PSS) && hasGoodHash(certificate))) {
            throw new CertificateException(
                    "found a signature of %s, expected RSA, RSASSA-PSS or ECDSA with SHA-256, SHA-384 or SHA-512, or Ed25519"
                            .formatted(name));
        }
    }

    private static boolean hasGoodHash(X509Certificate certificate) throws CertificateException {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return false;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
            parameters.init(encoded);
            return HASHES.contains(
                    parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("found a signature whose parameters cannot be read", e);
        }
    }
}
