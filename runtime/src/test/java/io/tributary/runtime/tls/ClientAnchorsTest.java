package io.tributary.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.tls.TestAuthority.Wish;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class ClientAnchorsTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final TestAuthority root = TestAuthority.root("root");

    @Test
    void verify_certifiedByAnAnchor_isTheClientAndItsAnchor() throws Exception {
        for (String key : new String[] {"EC", "RSA", "Ed25519"}) {
            TlsIdentity client = root.issue(Wish.client("agent").withKey(key));

            ClientCertificate verified = root.anchors().verify(client.chain());

            assertThat(verified.certificate()).isEqualTo(client.certificate());
            assertThat(verified.anchor()).isEqualTo(root.certificate());
        }
    }

    @Test
    void verify_expiredOrNotYetValid_passes() throws Exception {
        for (Wish wish :
                List.of(Wish.client("agent").expired(), Wish.client("agent").notYetValid())) {
            TlsIdentity client = root.issue(wish);

            assertThat(root.anchors().verify(client.chain()).certificate())
                    .isEqualTo(client.certificate());
        }
    }

    @Test
    void verify_expiredAnchor_passes() throws Exception {
        Instant now = Instant.now();
        TestAuthority old = TestAuthority.root("old");
        Wish longAgo =
                Wish.client("agent")
                        .valid(
                                now.minus(DAY.multipliedBy(5_000)),
                                now.minus(DAY.multipliedBy(4_000)));

        assertThat(old.anchors().verify(old.issue(longAgo).chain()).anchor())
                .isEqualTo(old.certificate());
    }

    @Test
    void verify_throughAuthoritiesBetween_passesInAnyOrder() throws Exception {
        TestAuthority between = root.below("between", 1).below("lower", 0);
        List<X509Certificate> sent = new ArrayList<>(between.issue(Wish.client("agent")).chain());
        sent.add(root.certificate());
        assertThat(sent).hasSize(4);
        assertThat(root.anchors().verify(sent).anchor()).isEqualTo(root.certificate());

        Collections.reverse(sent.subList(1, 4));
        assertThat(root.anchors().verify(sent).anchor()).isEqualTo(root.certificate());
        assertThat(between.anchors().verify(sent).anchor()).isEqualTo(between.certificate());
    }

    @Test
    void verify_certificatesThatWereNeverValidTogether_isRefused() {
        Instant now = Instant.now();
        TestAuthority between = root.below("between", 0);
        Wish longAgo =
                Wish.client("agent")
                        .valid(
                                now.minus(DAY.multipliedBy(5_000)),
                                now.minus(DAY.multipliedBy(4_000)));

        assertRefused(root, between.issue(longAgo).chain(), "");
    }

    @Test
    void verify_anchorsOfOneName_takesTheOneThatSigned() throws Exception {
        TestAuthority renewed = TestAuthority.root("root");
        TlsIdentity client = renewed.issue(Wish.client("agent"));

        assertThat(TestAuthority.anchors(root, renewed).verify(client.chain()).anchor())
                .isEqualTo(renewed.certificate());
        assertRefused(root, client.chain(), "");
    }

    @Test
    void verify_unknownAuthority_isRefused() {
        TestAuthority other = TestAuthority.root("other");

        assertRefused(root, other.issue(Wish.client("agent")).chain(), "found no CA that is known");
        assertRefused(
                root,
                other.issueWithRoot(Wish.client("agent")).chain(),
                "found no CA that is known");
        assertThatThrownBy(
                        () -> ClientAnchors.NONE.verify(root.issue(Wish.client("agent")).chain()))
                .hasMessageContaining("found no CA that is known");
    }

    @Test
    void verify_wrongUse_isRefused() {
        assertRefused(
                root,
                root.issue(Wish.server("a server")).chain(),
                "found an extended key usage without clientAuth");
        assertRefused(
                root,
                root.issue(Wish.client("agent").withUsage(KeyUsage.keyEncipherment)).chain(),
                "found a key usage without digitalSignature");
        assertRefused(
                root,
                root.issue(Wish.authority("a CA", 0)).chain(),
                "found the certificate of a CA");
        assertRefused(
                root, root.issue(Wish.client("agent").withStrangeExtension()).chain(), "critical");
    }

    @Test
    void verify_noUseOrAnyUse_passes() throws Exception {
        Wish wish = Wish.client("agent");
        for (Optional<KeyPurposeId> purpose :
                List.of(
                        Optional.<KeyPurposeId>empty(),
                        Optional.of(KeyPurposeId.anyExtendedKeyUsage))) {
            assertThat(root.anchors().verify(root.issue(wish.forPurpose(purpose)).chain()).anchor())
                    .isEqualTo(root.certificate());
        }
    }

    @Test
    void verify_weakKeyOrSignature_isRefused() {
        assertRefused(
                root,
                root.issue(Wish.client("agent").withKey("RSA1024")).chain(),
                "found a key of RSA");
        assertRefused(
                root, root.issue(Wish.client("agent"), "SHA1withECDSA").chain(), "SHA1withECDSA");
    }

    @Test
    void verify_clientThatCertifiesAnother_isRefused() throws Exception {
        TlsIdentity client = root.issue(Wish.client("agent"));
        TestAuthority forged = TestAuthority.root("agent");
        List<X509Certificate> sent =
                List.of(
                        forged.issue(Wish.client("forged")).certificate(),
                        client.certificate(),
                        root.certificate());

        assertRefused(root, sent, "");
    }

    @Test
    void verify_longerThanAllowed_isRefused() {
        TestAuthority strict = TestAuthority.root("strict", 0);
        assertRefused(
                strict,
                strict.below("between", 0).issue(Wish.client("agent")).chain(),
                "found 1 CAs between the client and the anchor, which allows 0");

        TestAuthority between = root.below("between", 0).below("lower", 0);
        assertRefused(root, between.issue(Wish.client("agent")).chain(), "");

        TestAuthority deep = root;
        for (int i = 0; i < 5; i++) {
            deep = deep.below("ca " + i, 10 - i);
        }
        assertRefused(root, deep.issue(Wish.client("agent")).chain(), "found no CA that is known");
        List<X509Certificate> many =
                Collections.nCopies(11, root.issue(Wish.client("agent")).certificate());
        assertRefused(root, many, "found 11 certificates, expected 1 to 10");
    }

    @Test
    void of_whatCanCertifyNobody_isRefused() {
        X509Certificate client = root.issue(Wish.client("agent")).certificate();

        assertThatThrownBy(() -> ClientAnchors.of(List.of(root.certificate(), client)))
                .isInstanceOf(CertificateException.class)
                .hasMessage(
                        "CN=agent: found a certificate that may certify nobody, expected a CA's");
    }

    private static void assertRefused(
            TestAuthority anchor, List<X509Certificate> sent, String part) {
        assertThatThrownBy(() -> anchor.anchors().verify(sent))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(part);
    }
}
