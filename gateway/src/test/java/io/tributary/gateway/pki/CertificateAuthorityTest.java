package io.tributary.gateway.pki;

import static io.tributary.gateway.pki.Site.RANDOM;
import static io.tributary.gateway.pki.Site.TRUST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.StoredStateException;
import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.runtime.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Path FILE = Path.of("registry", "ca", "authority");

    private final Site site = new Site();

    @TempDir private Path directory = Path.of("");

    @Test
    void root_isAnAuthorityOverNoOther_forTenYears() throws Exception {
        X509Certificate root = site.authority().anchors().getFirst();

        assertThat(root.getBasicConstraints()).isZero();
        assertThat(root.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        boolean[] usage = root.getKeyUsage();
        assertThat(usage[5]).isTrue();
        assertThat(usage[6]).isTrue();
        assertThat(root.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(root.getSubjectX500Principal().getName()).contains("O=metrics.example.org");
        assertThat(root.getSerialNumber().bitLength()).isBetween(64, 128);
        assertThat(end(root)).isEqualTo(Site.START_MILLIS + 3_650 * DAY);
        root.verify(root.getPublicKey());
    }

    @Test
    void open_again_isTheSameAuthority() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        CertificateAuthority made = site.open(disk);
        X509Certificate agent = made.issueAgent(Site.agent(), Requests.key().getPublic());

        CertificateAuthority opened = site.open(disk.crash());

        assertThat(opened.anchors()).isEqualTo(made.anchors());
        assertThat(opened.pinnedSha256())
                .isEqualTo(made.pinnedSha256())
                .isEqualTo(Sha256.hex(made.anchors().getFirst().getEncoded()));
        opened.recognise(agent);
    }

    @Test
    void issueAgent_saysWhoAndForWhat_forThirtyDays() throws Exception {
        AgentIdentity agent = Site.agent();
        KeyPair pair = Requests.key();

        X509Certificate certificate = site.authority().issueAgent(agent, pair.getPublic());

        assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(6, agent.uri()));
        assertThat(certificate.getNotBefore().toInstant().toEpochMilli())
                .isEqualTo(Site.START_MILLIS - 5 * MINUTE);
        assertThat(end(certificate)).isEqualTo(Site.START_MILLIS + 30 * DAY);
    }

    @Test
    void issueAgent_nearTheRootsEnd_endsWithIt_andThenIsRefused() throws Exception {
        CertificateAuthority authority = site.authority();
        KeyPair pair = Requests.key();
        assertThat(authority.isRotationDue()).isFalse();
        site.passDays(3_640);
        assertThat(authority.isRotationDue()).isTrue();

        X509Certificate certificate = authority.issueAgent(Site.agent(), pair.getPublic());

        assertThat(end(certificate)).isEqualTo(end(authority.anchors().getFirst()));
        site.passDays(11);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> authority.issueAgent(Site.agent(), pair.getPublic()))
                .withMessageContaining("has expired; rotate the certificate authority")
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.AUTHORITY_EXPIRED));
        authority.rotate(Duration.ZERO);
        authority.issueAgent(Site.agent(), pair.getPublic());
        assertThat(authority.isRotationDue()).isFalse();
    }

    @Test
    void issueServer_hasItsNamesAndItsRoot() throws Exception {
        CertificateAuthority authority = site.authority();
        ServerNames names = ServerNames.of(List.of("tributary.example.org", "10.0.0.1", "::1"));

        ServerCertificate server = authority.issueServer(names);

        X509Certificate certificate = server.chain().getFirst();
        assertThat(server.chain()).hasSize(2).last().isEqualTo(authority.pinned());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "tributary.example.org"),
                        List.of(7, "10.0.0.1"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(server.renewAtMillis()).isEqualTo(Site.START_MILLIS + 20 * DAY);
        assertThat(server.toString()).doesNotContain("key");
    }

    @Test
    void serverCertificates_areMadeAnewAtTwoThirds_andWithAnotherRoot() throws Exception {
        CertificateAuthority authority = site.authority();
        ServerCertificates servers =
                new ServerCertificates(authority, ServerNames.of(List.of("localhost")), site.clock);
        ServerCertificate first = servers.current();
        site.passDays(19);
        assertThat(servers.current()).isSameAs(first);
        site.passDays(1);
        ServerCertificate second = servers.current();
        assertThat(second).isNotSameAs(first);

        site.clock.jumpWall(-DAY);
        ServerCertificate third = servers.current();
        assertThat(third).isNotSameAs(second);
        authority.rotate(Duration.ZERO);
        assertThat(servers.current()).isSameAs(third);
        site.passDays(121);
        assertThat(servers.current().chain().getLast())
                .isEqualTo(authority.anchors().getFirst())
                .isNotEqualTo(second.chain().getLast());
    }

    @Test
    void recognise_ofForeignCertificates_isRefused() throws Exception {
        CertificateAuthority authority = site.authority();
        AgentIdentity agent = Site.agent();
        KeyPair pair = Requests.key();
        X509Certificate foreign = site.authority().issueAgent(agent, pair.getPublic());
        X509Certificate server =
                authority.issueServer(ServerNames.of(List.of("localhost"))).chain().getFirst();

        assertThat(authority.recognise(authority.issueAgent(agent, pair.getPublic())).agent())
                .isEqualTo(agent);
        refused(authority, foreign, Refusal.UNKNOWN_ISSUER);
        refused(authority, server, Refusal.IDENTITY);
        refused(authority, authority.pinned(), Refusal.IDENTITY);
    }

    /// As another authority would, that calls its root as ours is called.
    @Test
    void recognise_signedBySomebodyInOurName_isRefused() throws Exception {
        CertificateAuthority authority = site.authority();
        Root ours = new Root(authority.pinned(), Requests.key().getPrivate(), 0);
        X509Certificate forged =
                new Certificates(TRUST, RANDOM)
                        .issue(
                                ours,
                                new Certificates.Subject(
                                        "x",
                                        Requests.key().getPublic(),
                                        new org.bouncycastle.asn1.x509.GeneralNames(
                                                Requests.uri(Site.agent().uri())),
                                        org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth),
                                Site.START_MILLIS,
                                Site.START_MILLIS + DAY);

        refused(authority, forged, Refusal.UNKNOWN_ISSUER);
    }

    @Test
    void open_underAnotherSecretOrTrustDomain_isRefused() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        site.open(disk);
        TrustDomain other = new TrustDomain("other.example.org");

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> open(disk, SealingSecret.key(new byte[33])))
                .withMessageContaining("simulated disk/registry/ca/authority does not open")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SECRET));
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() ->
                        CertificateAuthority.open(
                                Site.place(disk), other, Site.secret(), site.clock, RANDOM))
                .withMessageContaining(
                        "is of trust domain \"metrics.example.org\", and other.example.org was"
                                + " asked for");
    }

    @Test
    void reseal_changesTheSecretAndNothingElse() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        CertificateAuthority authority = site.open(disk);
        SealingSecret passphrase = SealingSecret.passphrase("correct horse".toCharArray());

        authority.reseal(passphrase);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> open(disk, Site.secret()))
                .withMessageContaining("sealed under a passphrase, and a key file was given");
        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(
                        () -> open(disk, SealingSecret.passphrase("correct house".toCharArray())))
                .withMessageContaining("another passphrase");
        assertThat(open(disk, passphrase).anchors()).isEqualTo(authority.anchors());
        authority.rotate(Duration.ZERO);
        assertThat(open(disk, passphrase).anchors()).hasSize(2);
    }

    @Test
    void file_holdsNothingReadable_andIsForTheOwnerOnly() throws Exception {
        LocalDisk disk = LocalDisk.open(directory);
        CertificateAuthority authority = site.open(disk);

        Path path = directory.resolve(FILE);
        byte[] bytes = Files.readAllBytes(path);
        String hex = HexFormat.of().formatHex(bytes);
        assertThat(Files.getPosixFilePermissions(path))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(hex)
                .doesNotContain(
                        HexFormat.of()
                                .formatHex(
                                        "metrics.example"
                                                .getBytes(
                                                        java.nio.charset.StandardCharsets
                                                                .US_ASCII)));
        assertThat(authority).hasToString("CertificateAuthority[metrics.example.org]");
        assertThat(path.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void open_withAnyByteChanged_isRefused() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        site.open(disk);
        WholeFile file = new WholeFile(disk, FILE);
        byte[] whole = file.read(1 << 16).orElseThrow();
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % Byte.SIZE));
            file.replace(flipped);
            assertThatExceptionOfType(StoredStateException.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> site.open(disk))
                    .withMessageContaining("registry/ca/authority is damaged");
        }
    }

    @Test
    void changes_stoppedAnywhere_leaveTheOldOrTheNew() throws Exception {
        for (int stop = 1; stop <= 30; stop++) {
            SimulatedDisk disk = new SimulatedDisk(stop);
            disk.stopBefore(stop);
            List<X509Certificate> believed = List.of();
            try {
                CertificateAuthority authority = site.open(disk);
                believed = authority.anchors();
                authority.rotate(Duration.ZERO);
                believed = authority.anchors();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("the machine has crashed");
            }
            List<X509Certificate> found = site.open(disk.crash()).anchors();
            assertThat(found).as("stop %d", stop).containsAll(believed);
            assertThat(found.size()).isBetween(Math.max(1, believed.size()), 2);
        }
    }

    @Test
    void rotate_thatFails_changesNothing() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        CertificateAuthority authority = site.open(disk);
        List<X509Certificate> before = authority.anchors();
        disk.failSync(1);

        assertThatIOException().isThrownBy(() -> authority.rotate(Duration.ZERO));

        assertThat(authority.anchors()).isEqualTo(before);
        authority.rotate(Duration.ZERO);
        assertThat(authority.anchors()).hasSize(2).startsWith(before.getFirst());
    }

    private CertificateAuthority open(Disk disk, SealingSecret secret) throws IOException {
        return CertificateAuthority.open(Site.place(disk), TRUST, secret, site.clock, RANDOM);
    }

    private static void refused(
            CertificateAuthority authority, X509Certificate certificate, Refusal refusal) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> authority.recognise(certificate))
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private static long end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toEpochMilli();
    }
}
