package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class SigningRequestTest {
    private static final KeyPair KEY = Requests.key();
    private static final AgentIdentity AGENT = Site.agent();
    private static final Set<String> NAMES = Set.of("prod-eu");

    @Test
    void read_ofDerAndPem_givesTheKey() throws RefusedException {
        byte[] der = Requests.plain(KEY);
        String pem = new String(Requests.pem(der), StandardCharsets.US_ASCII);

        assertThat(SigningRequest.read(der).key()).isEqualTo(KEY.getPublic());
        assertThat(read(pem).key()).isEqualTo(KEY.getPublic());
        assertThat(read("\n " + pem.replace("\n", "\r\n") + "\n\n").keySha256())
                .isEqualTo(AgentKeys.sha256(KEY.getPublic()));
        assertThat(read(pem.replace("CERTIFICATE", "NEW CERTIFICATE")).key())
                .isEqualTo(KEY.getPublic());
    }

    @Test
    void read_ofEveryKindOfKeyThatIsSigned_givesTheKey() throws RefusedException {
        Map<String, List<String>> kinds =
                Map.of(
                        "EC", List.of("secp256r1", "secp384r1"),
                        "Ed25519", List.of(""),
                        "RSA", List.of("2048", "3072"));
        for (var kind : kinds.entrySet()) {
            for (String size : kind.getValue()) {
                KeyPair pair = Requests.key(kind.getKey(), size);
                assertThat(SigningRequest.read(Requests.plain(pair)).key())
                        .isEqualTo(pair.getPublic());
            }
        }
    }

    @Test
    void read_ofOtherKeys_isRefused() {
        refused(
                Requests.plain(Requests.key("EC", "secp521r1")),
                Refusal.CSR_KEY,
                "another curve than P-256 and P-384");
        refused(
                Requests.plain(Requests.key("RSA", "1024")),
                Refusal.CSR_KEY,
                "the RSA key has 1024 bits, must have 2048 to 4096");
        refused(Requests.plain(Requests.key("Ed448", "")), Refusal.CSR_KEY, "1.3.101.113");
    }

    @Test
    void read_signedByAnotherKey_isRefused() {
        byte[] foreign = Requests.signed(Requests.builder(KEY, "", List.of()), Requests.key());

        refused(foreign, Refusal.CSR_SIGNATURE, "not signed by the key");
    }

    @Test
    void read_withBytesAround_isRefused() throws IOException {
        byte[] der = Requests.plain(KEY);
        String pem = new String(Requests.pem(der), StandardCharsets.US_ASCII);
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        behind.write(der);
        behind.write(0);

        refused(behind.toByteArray(), Refusal.CSR_MALFORMED, "1 bytes behind its end");
        refused(Requests.pem(behind.toByteArray()), Refusal.CSR_MALFORMED, "1 bytes behind");
        refused((pem + "x").getBytes(StandardCharsets.US_ASCII), Refusal.CSR_MALFORMED, "PEM");
        refused(("x" + pem).getBytes(StandardCharsets.US_ASCII), Refusal.CSR_MALFORMED, "PEM");
        refused((pem + pem).getBytes(StandardCharsets.US_ASCII), Refusal.CSR_MALFORMED, "Base64");
        refused(new byte[0], Refusal.CSR_MALFORMED, "neither DER nor one PEM block");
        refused(
                "-----BEGIN CERTIFICATE REQUEST----------END CERTIFICATE REQUEST-----"
                        .getBytes(StandardCharsets.US_ASCII),
                Refusal.CSR_MALFORMED,
                "cut");
        refused(
                "-----BEGIN CERTIFICATE REQUEST-----END CERTIFICATE REQUEST-----"
                        .getBytes(StandardCharsets.US_ASCII),
                Refusal.CSR_MALFORMED,
                "cut");
    }

    @Test
    void read_cutAnywhere_isRefused() {
        byte[] der = Requests.plain(KEY);
        for (int length = 0; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            assertThatExceptionOfType(RefusedException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> SigningRequest.read(cut));
        }
    }

    @Test
    void read_withAnyBitChanged_isRefused() {
        byte[] der = Requests.plain(KEY);
        for (int bit = 0; bit < der.length * Byte.SIZE; bit++) {
            byte[] flipped = der.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThatExceptionOfType(RefusedException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> SigningRequest.read(flipped));
        }
    }

    @Test
    void read_ofNestedBytesOrTooMany_isRefusedWithoutParsing() {
        byte[] nested = new byte[SigningRequest.BYTES_MAX];
        for (int at = 0; at + 4 <= nested.length; at += 4) {
            int length = nested.length - at - 4;
            nested[at] = 0x30;
            nested[at + 1] = (byte) 0x82;
            nested[at + 2] = (byte) (length >> 8);
            nested[at + 3] = (byte) length;
        }
        refused(nested, Refusal.CSR_MALFORMED, "nested deeper than 16");
        refused(
                new byte[SigningRequest.BYTES_MAX + 1],
                Refusal.CSR_TOO_LARGE,
                "the request has 16385 bytes, at most 16384 are read");
    }

    @Test
    void checkNames_ofNoneOrItsOwn_isFine() throws RefusedException {
        for (String subject :
                List.of("", "CN=prod-eu", "CN=" + AGENT.agent(), "CN=" + AGENT.cluster())) {
            SigningRequest.read(Requests.der(KEY, subject, List.of())).checkNames(AGENT, NAMES);
        }
        SigningRequest.read(
                        Requests.der(KEY, "", List.of(Requests.names(Requests.uri(AGENT.uri())))))
                .checkNames(AGENT, NAMES);
    }

    @Test
    void checkNames_ofAnothers_isRefusedByName() {
        AgentIdentity other = Site.agent();
        namesRefused("CN=admin", List.of(), "the common name \"admin\"");
        namesRefused("CN=" + AGENT.tenant(), List.of(), AGENT.tenant().toString());
        for (GeneralName name :
                List.of(
                        Requests.uri(other.uri()),
                        Requests.uri(AGENT.uri() + "/"),
                        Requests.uri("https://example.org/"),
                        new GeneralName(GeneralName.dNSName, "server.example.org"),
                        new GeneralName(GeneralName.dNSName, AGENT.uri()),
                        new GeneralName(GeneralName.rfc822Name, "root@example.org"),
                        new GeneralName(GeneralName.iPAddress, "10.0.0.1"))) {
            namesRefused("", List.of(Requests.names(name)), "the subject alternative name \"");
            namesRefused(
                    "",
                    List.of(Requests.names(Requests.uri(AGENT.uri()), name)),
                    "the subject alternative name \"");
        }
        namesRefused(
                "",
                List.of(Requests.names(new GeneralName(GeneralName.dNSName, "server.example.org"))),
                "server.example.org");
    }

    @Test
    void read_ofAnotherSubject_isRefused() {
        for (String subject :
                List.of(
                        "O=system:masters",
                        "CN=prod-eu,O=system:masters",
                        "CN=prod-eu+O=system:masters",
                        "CN=prod-eu,CN=prod-eu")) {
            refused(Requests.der(KEY, subject, List.of()), Refusal.CSR_NAME, "the request asks");
        }
    }

    @Test
    void read_thatAsksForOtherExtensions_isRefusedByName() throws IOException {
        refused(
                asking(Extension.basicConstraints, new BasicConstraints(true).getEncoded()),
                Refusal.CSR_EXTENSION,
                "basicConstraints, which makes an authority");
        refused(
                asking(Extension.basicConstraints, new BasicConstraints(false).getEncoded()),
                Refusal.CSR_EXTENSION,
                "basicConstraints");
        refused(
                asking(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign).getEncoded()),
                Refusal.CSR_EXTENSION,
                "2.5.29.15");
        refused(
                asking(
                        Extension.extendedKeyUsage,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth).getEncoded()),
                Refusal.CSR_EXTENSION,
                "2.5.29.37");
    }

    @Test
    void read_withOtherAttributes_isRefused() {
        byte[] challenge =
                Requests.signed(
                        Requests.builder(KEY, "", List.of())
                                .addAttribute(
                                        PKCSObjectIdentifiers.pkcs_9_at_challengePassword,
                                        new DERPrintableString("secret")),
                        KEY);
        byte[] twice =
                Requests.signed(
                        Requests.builder(
                                        KEY, "", List.of(Requests.names(Requests.uri(AGENT.uri()))))
                                .addAttribute(
                                        PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                        new DERPrintableString("again")),
                        KEY);

        refused(challenge, Refusal.CSR_EXTENSION, "the attribute 1.2.840.113549.1.9.7");
        refused(twice, Refusal.CSR_EXTENSION, "one several times");
    }

    private static byte[] asking(
            org.bouncycastle.asn1.ASN1ObjectIdentifier extension, byte[] value) {
        return Requests.der(KEY, "", List.of(new Extension(extension, true, value)));
    }

    private static SigningRequest read(String text) throws RefusedException {
        return SigningRequest.read(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void namesRefused(String subject, List<Extension> extensions, String words) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() ->
                        SigningRequest.read(Requests.der(KEY, subject, extensions))
                                .checkNames(AGENT, NAMES))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.CSR_NAME));
    }

    private static void refused(byte[] request, Refusal refusal, String words) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> SigningRequest.read(request))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(refusal));
    }
}
