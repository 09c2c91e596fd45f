package io.tributary.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.tls.TestAuthority.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir private Path directory = Path.of("");

    private final TestAuthority root = TestAuthority.root("root");
    private final List<String> told = new ArrayList<>();
    private final TlsFiles.Watcher watcher =
            new TlsFiles.Watcher() {
                @Override
                public void taken(TlsIdentity identity) {
                    told.add("taken " + identity.certificate().getSubjectX500Principal());
                }

                @Override
                public void kept(TlsFileException why) {
                    told.add("kept " + why.getMessage());
                }
            };

    private TlsFiles.Paths paths = new TlsFiles.Paths(directory, directory, Optional.empty());

    @BeforeEach
    void write() throws IOException {
        paths =
                new TlsFiles.Paths(
                        directory.resolve("tls.crt"),
                        directory.resolve("tls.key"),
                        Optional.of(directory.resolve("ca.crt")));
        write(root.issue(Wish.server("first")));
        Files.writeString(directory.resolve("ca.crt"), PemText.of(List.of(root.certificate())));
    }

    @Test
    void open_keysOfEachAlgorithm_areRead() throws Exception {
        for (String key : new String[] {"EC", "RSA", "Ed25519"}) {
            TlsIdentity identity = root.issueWithRoot(Wish.server("server").withKey(key));
            write(identity);

            TlsFiles files = TlsFiles.open(paths, watcher);

            assertThat(files.identity().chain()).isEqualTo(identity.chain());
            assertThat(files.identity().key()).isEqualTo(identity.key());
            assertThat(files.anchors().isEmpty()).isFalse();
            assertThat(files.serverTls(() -> {}).asksClients()).isTrue();
        }
    }

    @Test
    void open_keyBesideTheCertificateInOneFile_isRead() throws Exception {
        TlsIdentity identity = root.issue(Wish.server("server"));
        Path both = directory.resolve("both.pem");
        Files.writeString(both, PemText.of(identity.key()) + PemText.of(identity.chain()));

        TlsFiles files = TlsFiles.open(new TlsFiles.Paths(both, both, Optional.empty()), watcher);

        assertThat(files.identity()).isEqualTo(identity);
        assertThat(files.serverTls(() -> {}).asksClients()).isFalse();
    }

    @Test
    void open_keyInAnotherForm_saysHowToHaveItRight() throws Exception {
        String convert = "openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW";
        assertKeyRefused(
                PemText.block("RSA PRIVATE KEY", new byte[9]),
                "found a key in PKCS#1, expected PKCS#8, -----BEGIN PRIVATE KEY----- (" + convert);
        assertKeyRefused(PemText.block("EC PRIVATE KEY", new byte[9]), "found a key in SEC 1");
        assertKeyRefused(
                PemText.block("ENCRYPTED PRIVATE KEY", new byte[9]),
                "found an encrypted key, expected one that is not (" + convert);
        assertKeyRefused(
                PemText.block("PRIVATE KEY", new byte[9]),
                "found a key of no algorithm that is known, expected RSA, EC or Ed25519");
        assertKeyRefused("no PEM at all", "found 0 private keys, expected one");
        assertKeyRefused("-----BEGIN PRIVATE KEY-----\nabc", "found a block that does not end");
    }

    @Test
    void open_keyOfAnother_isRefused() throws Exception {
        for (String key : new String[] {"EC", "RSA", "Ed25519"}) {
            assertKeyRefused(
                    PemText.of(root.issue(Wish.server("other").withKey(key)).key()),
                    "that is not that of the certificate of CN=first");
        }
    }

    @Test
    void open_brokenCertificates_saysWhich() throws Exception {
        assertCertificatesRefused("", "found no certificate, expected -----BEGIN CERTIFICATE-----");
        assertCertificatesRefused(
                PemText.block("CERTIFICATE", new byte[99]),
                "found a certificate (the 1. of the file) that cannot be read");
        assertCertificatesRefused(
                PemText.of(
                        List.of(
                                root.issue(Wish.server("first")).certificate(),
                                TestAuthority.root("other").certificate())),
                "found the certificate of CN=first (the 1. of the file), which is not certified by the next");
        Files.delete(paths.certificates());
        assertRefused(TlsFiles.Part.CERTIFICATES, "found no such file, expected PEM");
    }

    @Test
    void open_anchorsThatAreNone_isRefused() throws Exception {
        Files.writeString(
                directory.resolve("ca.crt"), PemText.of(root.issue(Wish.client("agent")).chain()));

        assertRefused(TlsFiles.Part.CLIENT_ANCHORS, "expected a CA's");
    }

    @Test
    void look_newPair_isTakenAsAWhole() throws Exception {
        TlsFiles files = TlsFiles.open(paths, watcher);
        TlsIdentity second = root.issue(Wish.server("second"));
        ClientAnchors before = files.anchors();

        files.look();
        assertThat(files.anchors()).isSameAs(before);
        Files.writeString(paths.certificates(), PemText.of(second.chain()));
        files.look();
        assertThat(files.identity().certificate().getSubjectX500Principal())
                .hasToString("CN=first");
        Files.writeString(paths.key(), PemText.of(second.key()));
        files.look();

        assertThat(files.identity()).isEqualTo(second);
        assertThat(files.isBroken()).isFalse();
        assertThat(told).containsExactly("taken CN=second");
    }

    @Test
    void look_brokenForLonger_isToldOnceAndHealed() throws Exception {
        TlsFiles files = TlsFiles.open(paths, watcher);
        TlsIdentity first = files.identity();
        String good = Files.readString(paths.key());

        Files.writeString(paths.key(), "half");
        files.look();
        assertThat(files.isBroken()).isFalse();
        files.look();
        files.look();
        assertThat(files.isBroken()).isTrue();
        assertThat(files.identity()).isSameAs(first);
        Files.writeString(paths.key(), good);
        files.look();

        assertThat(files.isBroken()).isFalse();
        assertThat(told)
                .containsExactly(
                        "kept "
                                + paths.key()
                                + ": found 0 private keys, expected one, -----BEGIN PRIVATE KEY-----");
    }

    @Test
    void look_fileThatIsGone_isToldOnce() throws Exception {
        TlsFiles files = TlsFiles.open(paths, watcher);
        Files.delete(paths.key());

        files.look();
        files.look();
        files.look();

        assertThat(told).singleElement().asString().contains("found no such file");
    }

    @Test
    void watch_newPair_isTakenByItself() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        TlsFiles.Watcher waiting =
                new TlsFiles.Watcher() {
                    @Override
                    public void taken(TlsIdentity identity) {
                        taken.countDown();
                    }

                    @Override
                    public void kept(TlsFileException why) {
                        throw new AssertionError(why);
                    }
                };
        try (TlsFiles files = TlsFiles.open(paths, waiting)) {
            files.watch();
            TlsIdentity second = root.issue(Wish.server("second"));
            write(second);

            assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(files.identity()).isEqualTo(second);
        }
    }

    private void write(TlsIdentity identity) throws IOException {
        Files.writeString(paths.certificates(), PemText.of(identity.chain()));
        Files.writeString(paths.key(), PemText.of(identity.key()));
    }

    private void assertKeyRefused(String key, String part) throws IOException {
        Files.writeString(paths.key(), key);
        assertRefused(TlsFiles.Part.KEY, part);
    }

    private void assertCertificatesRefused(String certificates, String part) throws IOException {
        Files.writeString(paths.certificates(), certificates);
        assertRefused(TlsFiles.Part.CERTIFICATES, part);
    }

    private void assertRefused(TlsFiles.Part at, String part) {
        assertThatThrownBy(() -> TlsFiles.open(paths, watcher))
                .isInstanceOfSatisfying(
                        TlsFileException.class, e -> assertThat(e.part()).isEqualTo(at))
                .hasMessageContaining(part);
    }
}
