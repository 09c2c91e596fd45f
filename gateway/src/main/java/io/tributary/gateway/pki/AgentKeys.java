package io.tributary.gateway.pki;

import io.tributary.runtime.hash.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// The keys that are signed: EC on P-256 or P-384, Ed25519, RSA of 2048 to 4096 bits.
final class AgentKeys {
    /// Shortest modulus of RSA.
    static final int RSA_BITS_MIN = 2_048;

    /// Longest modulus of RSA: a longer one makes each handshake dear.
    static final int RSA_BITS_MAX = 4_096;

    /// The one public exponent: a long one would make each check of a signature dear.
    static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65_537);

    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

    private AgentKeys() {}

    /// The key of a request.
    ///
    /// @throws RefusedException if it is another kind
    static PublicKey of(SubjectPublicKeyInfo asked) throws RefusedException {
        try {
            String algorithm = algorithm(asked.getAlgorithm());
            PublicKey key =
                    KeyFactory.getInstance(algorithm)
                            .generatePublic(new X509EncodedKeySpec(asked.getEncoded()));
            if (key instanceof RSAPublicKey rsa) {
                checkRsa(rsa);
            }
            return key;
        } catch (InvalidKeySpecException | java.io.IOException e) {
            throw refused("the key's bytes are none of its kind");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: this JDK lacks a kind of key", e);
        }
    }

    /// SHA-256 of a key's one encoding, in hex: who a key is.
    static String sha256(PublicKey key) {
        return Sha256.hex(key.getEncoded());
    }

    private static String algorithm(AlgorithmIdentifier asked) throws RefusedException {
        ASN1ObjectIdentifier kind = asked.getAlgorithm();
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            if (asked.getParameters() instanceof ASN1ObjectIdentifier curve
                    && CURVES.contains(curve)) {
                return "EC";
            }
            throw refused("the key is on another curve than P-256 and P-384");
        }
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        throw refused("the key is of kind " + kind);
    }

    private static void checkRsa(RSAPublicKey key) throws RefusedException {
        int bits = key.getModulus().bitLength();
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
            throw refused(
                    "the RSA key has %d bits, must have %d to %d"
                            .formatted(bits, RSA_BITS_MIN, RSA_BITS_MAX));
        }
        if (!key.getPublicExponent().equals(RSA_EXPONENT)) {
            throw refused("the RSA key's exponent is not " + RSA_EXPONENT);
        }
    }

    private static RefusedException refused(String why) {
        return new RefusedException(
                Refusal.CSR_KEY,
                why + "; keys are EC on P-256 or P-384, Ed25519, or RSA of 2048 to 4096 bits");
    }
}
