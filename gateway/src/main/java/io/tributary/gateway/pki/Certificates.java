package io.tributary.gateway.pki;

import io.tributary.runtime.hash.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes certificates: what stands in them is decided here ([RFC
/// 5280](https://www.rfc-editor.org/rfc/rfc5280)).
final class Certificates {
    /// How far back a certificate begins, for clocks that are behind ours.
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BYTES = 16;
    private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;
    private static final int PEM_LINE_CHARACTERS = 64;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /// What a certificate is about.
    ///
    /// @param names subject alternative names, in their DER form
    record Subject(String commonName, PublicKey key, GeneralNames names, KeyPurposeId purpose) {}

    private final TrustDomain trust;
    private final SecureRandom random;

    Certificates(TrustDomain trust, SecureRandom random) {
        this.trust = trust;
        this.random = random;
    }

    /// A new key on P-256.
    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BUG: this JDK has no P-256", e);
        }
    }

    /// A new root, signed by itself.
    Root newRoot(long nowMillis, long activeFromMillis) {
        KeyPair pair = newKey();
        BigInteger serial = serial();
        X500Name name = name("Tributary CA " + serial.toString(16));
        try {
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(
                            name,
                            serial,
                            time(nowMillis - SKEW.toMillis()),
                            time(nowMillis + Root.VALIDITY.toMillis()),
                            name,
                            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            keys.createSubjectKeyIdentifier(pair.getPublic()));
            return new Root(sign(builder, pair.getPrivate()), pair.getPrivate(), activeFromMillis);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("BUG: cannot make a root", e);
        }
    }

    /// A certificate of a root.
    X509Certificate issue(Root issuer, Subject subject, long nowMillis, long notAfterMillis) {
        try {
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(
                            X500Name.getInstance(
                                    issuer.certificate().getSubjectX500Principal().getEncoded()),
                            serial(),
                            time(nowMillis - SKEW.toMillis()),
                            time(notAfterMillis),
                            name(subject.commonName()),
                            SubjectPublicKeyInfo.getInstance(subject.key().getEncoded()));
            JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(subject.purpose()))
                    .addExtension(Extension.subjectAlternativeName, false, subject.names())
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            keys.createSubjectKeyIdentifier(subject.key()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            keys.createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
            return sign(builder, issuer.key());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("BUG: cannot make a certificate", e);
        }
    }

    /// A certificate from its DER.
    static X509Certificate read(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("BUG: a certificate without bytes", e);
        }
    }

    static String sha256(X509Certificate certificate) {
        return Sha256.hex(der(certificate));
    }

    /// Certificates as PEM, one behind the other.
    static String pem(List<X509Certificate> certificates) {
        Base64.Encoder encoder =
                Base64.getMimeEncoder(
                        PEM_LINE_CHARACTERS, "\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(encoder.encodeToString(der(certificate)))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, java.security.PrivateKey key) {
        try {
            return read(
                    builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .setSecureRandom(random)
                                            .build(key))
                            .getEncoded());
        } catch (OperatorCreationException | IOException | CertificateException e) {
            throw new IllegalStateException("BUG: cannot sign", e);
        }
    }

    private X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, trust.name())
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /// 128 random bits, never zero.
    private BigInteger serial() {
        byte[] bytes = new byte[SERIAL_BYTES];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes).max(BigInteger.ONE);
    }

    /// As RFC 5280, 4.1.2.5 wants it: with a year of two digits through 2049.
    private static Time time(long millis) {
        Instant moment = Instant.ofEpochMilli(millis);
        return moment.atZone(ZoneOffset.UTC).getYear() < FIRST_YEAR_OF_GENERALIZED_TIME
                ? new Time(new DERUTCTime(UTC_TIME.format(moment)))
                : new Time(new DERGeneralizedTime(GENERALIZED_TIME.format(moment)));
    }
}
