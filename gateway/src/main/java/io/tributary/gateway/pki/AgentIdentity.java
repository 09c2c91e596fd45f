package io.tributary.gateway.pki;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// Who an agent is, as its certificate says it:
/// `spiffe://<trust>/tenant/<uuid>/cluster/<uuid>/agent/<uuid>`.
///
/// There is one spelling of each identity; UUIDs are in lower case.
public record AgentIdentity(TrustDomain trust, UUID tenant, UUID cluster, UUID agent) {
    private static final String SCHEME = "spiffe://";
    private static final int UUID_CHARACTERS = 36;

    /// The one URI of this identity.
    public String uri() {
        return SCHEME + trust + "/tenant/" + tenant + "/cluster/" + cluster + "/agent/" + agent;
    }

    /// The identity that a URI spells.
    ///
    /// @throws RefusedException if it is not in the one form, or of another trust domain
    public static AgentIdentity parse(String uri, TrustDomain trust) throws RefusedException {
        String prefix = SCHEME + trust + "/";
        if (!uri.startsWith(prefix)) {
            throw refused("is not of trust domain " + trust, uri);
        }
        String[] parts = uri.substring(prefix.length()).split("/", -1);
        if (parts.length != 6
                || !parts[0].equals("tenant")
                || !parts[2].equals("cluster")
                || !parts[4].equals("agent")) {
            throw refused("is not tenant/UUID/cluster/UUID/agent/UUID", uri);
        }
        return new AgentIdentity(
                trust, uuid(parts[1], uri), uuid(parts[3], uri), uuid(parts[5], uri));
    }

    /// The identity in a certificate: its one subject alternative name. Says nothing of who signed
    /// it.
    ///
    /// @throws RefusedException if there is not exactly one, or it is no identity
    public static AgentIdentity of(X509Certificate certificate, TrustDomain trust)
            throws RefusedException {
        Optional<byte[]> names =
                Optional.ofNullable(
                        certificate.getExtensionValue(Extension.subjectAlternativeName.getId()));
        if (names.isEmpty()) {
            throw new RefusedException(
                    Refusal.IDENTITY, "the certificate has no subject alternative name");
        }
        return ofNames(names.get(), trust);
    }

    /// The identity in an extension of subject alternative names.
    ///
    /// @param octets DER of the octet string around them
    static AgentIdentity ofNames(byte[] octets, TrustDomain trust) throws RefusedException {
        try {
            return parse(DerShape.parsed(() -> uri(octets)), trust);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Refusal.IDENTITY, "the subject alternative names are malformed");
        }
    }

    private static String uri(byte[] octets) throws RefusedException {
        DerShape.check(octets);
        byte[] inner = ASN1OctetString.getInstance(octets).getOctets();
        DerShape.check(inner);
        GeneralName[] names = GeneralNames.getInstance(inner).getNames();
        if (names.length != 1 || names[0].getTagNo() != GeneralName.uniformResourceIdentifier) {
            throw new RefusedException(
                    Refusal.IDENTITY,
                    "there must be one subject alternative name, a URI; there are "
                            + names.length
                            + " names, or it is another kind");
        }
        return ASN1IA5String.getInstance(names[0].getName()).getString();
    }

    private static UUID uuid(String text, String uri) throws RefusedException {
        try {
            UUID uuid = UUID.fromString(text);
            if (text.length() == UUID_CHARACTERS && uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // Told below, with the URI.
        }
        throw refused("has something else where a lower-case UUID belongs", uri);
    }

    private static RefusedException refused(String why, String uri) {
        return new RefusedException(
                Refusal.IDENTITY, "identity %s %s".formatted(Shown.text(uri), why));
    }

    @Override
    public String toString() {
        return uri();
    }
}
