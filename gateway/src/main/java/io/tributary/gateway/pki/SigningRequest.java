package io.tributary.gateway.pki;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// A request for a certificate (PKCS#10, [RFC 2986](https://www.rfc-editor.org/rfc/rfc2986)),
/// signed by the key it is about. Of all it says only the key is taken; what it asks for besides
/// must be what it would get anyway.
public final class SigningRequest {
    /// Longest request, as sent.
    public static final int BYTES_MAX = 16 * 1024;

    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES =
            Map.of(
                    X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA",
                    X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA",
                    X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA",
                    EdECObjectIdentifiers.id_Ed25519, "Ed25519",
                    PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
                    PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
                    PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA");

    private final PublicKey key;
    private final List<String> commonNames;
    private final List<Asked> alternativeNames;

    /// A subject alternative name that was asked for.
    private record Asked(boolean isUri, String text) {}

    private SigningRequest(PublicKey key, List<String> commonNames, List<Asked> alternativeNames) {
        this.key = key;
        this.commonNames = List.copyOf(commonNames);
        this.alternativeNames = List.copyOf(alternativeNames);
    }

    /// Reads a request, PEM or DER, and checks that its key signed it.
    ///
    /// @throws RefusedException if it is none, is about a key that is not signed, or asks for
    ///   anything else than names
    public static SigningRequest read(byte[] sent) throws RefusedException {
        CertificationRequest request = parse(RequestBytes.der(sent));
        SigningRequest read = of(request);
        checkSignature(request, read.key);
        return read;
    }

    /// All of {@link #read} but the check of the signature, which who has a key passes with
    /// whatever else stands in the request.
    static SigningRequest readUnproven(byte[] sent) throws RefusedException {
        return of(parse(RequestBytes.der(sent)));
    }

    private static SigningRequest of(CertificationRequest parsed) throws RefusedException {
        if (!parsed.getCertificationRequestInfo().getVersion().hasValue(0)) {
            throw RequestBytes.malformed("its version is not 0");
        }
        PKCS10CertificationRequest request = new PKCS10CertificationRequest(parsed);
        PublicKey key = AgentKeys.of(request.getSubjectPublicKeyInfo());
        try {
            return DerShape.parsed(
                    () -> new SigningRequest(key, commonNames(request), alternativeNames(request)));
        } catch (IllegalArgumentException e) {
            throw RequestBytes.malformed("the names or extensions it asks for are none");
        }
    }

    /// The key that is asked for; whoever made the request has its other half.
    public PublicKey key() {
        return key;
    }

    /// SHA-256 of the key, in hex.
    public String keySha256() {
        return AgentKeys.sha256(key);
    }

    /// Makes sure that no other names are asked for than those of an agent.
    ///
    /// @param commonNames what the agent may be called besides the UUIDs of its cluster and itself
    public void checkNames(AgentIdentity agent, Set<String> commonNames) throws RefusedException {
        for (String name : this.commonNames) {
            boolean own =
                    commonNames.contains(name)
                            || name.equals(agent.cluster().toString())
                            || name.equals(agent.agent().toString());
            if (!own) {
                throw new RefusedException(
                        Refusal.CSR_NAME,
                        "the request asks for the common name %s, which is not the asker's; ask for none"
                                .formatted(Shown.text(name)));
            }
        }
        for (Asked name : alternativeNames) {
            if (!name.isUri || !name.text.equals(agent.uri())) {
                throw new RefusedException(
                        Refusal.CSR_NAME,
                        "the request asks for the subject alternative name %s, which is not the asker's; ask for none"
                                .formatted(Shown.text(name.text)));
            }
        }
    }

    private static CertificationRequest parse(byte[] der) throws RefusedException {
        try {
            CertificationRequest request =
                    DerShape.parsed(() -> CertificationRequest.getInstance(der));
            if (!Arrays.equals(request.getEncoded(ASN1Encoding.DER), der)) {
                throw RequestBytes.malformed("its bytes are not DER");
            }
            return request;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw RequestBytes.malformed("its parts are not those of one");
        }
    }

    private static void checkSignature(CertificationRequest request, PublicKey key)
            throws RefusedException {
        ASN1ObjectIdentifier algorithm = request.getSignatureAlgorithm().getAlgorithm();
        String name = SIGNATURES.get(algorithm);
        if (name == null) {
            throw new RefusedException(
                    Refusal.CSR_SIGNATURE,
                    "the request is signed by way of " + algorithm + ", which is not taken");
        }
        if (!isSigned(request, name, key)) {
            throw new RefusedException(
                    Refusal.CSR_SIGNATURE,
                    "the request is not signed by the key that it asks a certificate for");
        }
    }

    private static boolean isSigned(CertificationRequest request, String algorithm, PublicKey key) {
        ASN1BitString bits = request.getSignature();
        if (bits.getPadBits() != 0) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(key);
            signature.update(request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER));
            return signature.verify(bits.getOctets());
        } catch (InvalidKeyException | SignatureException | IOException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: this JDK lacks " + algorithm, e);
        }
    }

    private static List<String> commonNames(PKCS10CertificationRequest request)
            throws RefusedException {
        List<String> names = new ArrayList<>();
        for (RDN part : request.getSubject().getRDNs()) {
            boolean plain = part.size() == 1 && part.getFirst().getType().equals(BCStyle.CN);
            if (!plain || !(part.getFirst().getValue() instanceof ASN1String name)) {
                throw new RefusedException(
                        Refusal.CSR_NAME,
                        "the request asks for the subject %s; ask for none, or a common name alone"
                                .formatted(subject(request)));
            }
            names.add(name.getString());
        }
        if (names.size() > 1) {
            throw new RefusedException(
                    Refusal.CSR_NAME,
                    "the request asks for %d common names: %s"
                            .formatted(names.size(), subject(request)));
        }
        return names;
    }

    private static String subject(PKCS10CertificationRequest request) {
        return Shown.text(request.getSubject().toString());
    }

    private static List<Asked> alternativeNames(PKCS10CertificationRequest request)
            throws RefusedException {
        List<Asked> names = new ArrayList<>();
        for (Extension extension : extensions(request)) {
            if (!extension.getExtnId().equals(Extension.subjectAlternativeName)) {
                throw new RefusedException(
                        Refusal.CSR_EXTENSION,
                        "the request asks for the extension %s; ask for none"
                                .formatted(words(extension.getExtnId())));
            }
            byte[] value = extension.getExtnValue().getOctets();
            DerShape.check(value);
            for (GeneralName name : GeneralNames.getInstance(value).getNames()) {
                names.add(
                        new Asked(
                                name.getTagNo() == GeneralName.uniformResourceIdentifier,
                                text(name)));
            }
        }
        return names;
    }

    private static List<Extension> extensions(PKCS10CertificationRequest request)
            throws RefusedException {
        List<Extension> extensions = new ArrayList<>();
        Attribute[] attributes = request.getAttributes();
        for (Attribute attribute : attributes) {
            if (!attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)
                    || attributes.length > 1
                    || attribute.getAttrValues().size() != 1) {
                throw new RefusedException(
                        Refusal.CSR_EXTENSION,
                        "the request carries the attribute %s, or one several times; it may carry one request for extensions"
                                .formatted(attribute.getAttrType()));
            }
            Extensions asked = Extensions.getInstance(attribute.getAttributeValues()[0]);
            for (ASN1ObjectIdentifier id : asked.getExtensionOIDs()) {
                extensions.add(asked.getExtension(id));
            }
        }
        return extensions;
    }

    private static String text(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier
                        && name.getName() instanceof ASN1String uri
                ? uri.getString()
                : name.toString();
    }

    private static String words(ASN1ObjectIdentifier extension) {
        if (extension.equals(Extension.basicConstraints)) {
            return "basicConstraints, which makes an authority";
        }
        return extension.getId();
    }

    @Override
    public String toString() {
        return "SigningRequest[" + keySha256() + "]";
    }
}
