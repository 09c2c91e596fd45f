package io.tributary.gateway.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Keys and requests as agents, and others, make them.
public final class Requests {
    private Requests() {}

    /// A key on P-256.
    public static KeyPair key() {
        return key("EC", "secp256r1");
    }

    /// A key of any kind.
    ///
    /// @param kind `EC` with a curve, `RSA` with bits, or another with anything
    public static KeyPair key(String kind, String size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(size));
            } else if (kind.equals("RSA")) {
                generator.initialize(Integer.parseInt(size));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A request that asks for nothing but a certificate.
    public static byte[] plain(KeyPair pair) {
        return der(pair, "", List.of());
    }

    static byte[] der(KeyPair pair, String subject, List<Extension> extensions) {
        return signed(builder(pair, subject, extensions), pair);
    }

    static PKCS10CertificationRequestBuilder builder(
            KeyPair pair, String subject, List<Extension> extensions) {
        PKCS10CertificationRequestBuilder builder =
                new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic());
        ExtensionsGenerator asked = new ExtensionsGenerator();
        extensions.forEach(asked::addExtension);
        if (!extensions.isEmpty()) {
            builder.addAttribute(
                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, asked.generate());
        }
        return builder;
    }

    static byte[] signed(PKCS10CertificationRequestBuilder builder, KeyPair pair) {
        String algorithm =
                switch (pair.getPrivate().getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> ((EdECKey) pair.getPublic()).getParams().getName();
                };
        try {
            return builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Extension names(GeneralName... names) {
        try {
            return new Extension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    static byte[] pem(byte[] der) {
        return ("-----BEGIN CERTIFICATE REQUEST-----\n"
                        + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE REQUEST-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
