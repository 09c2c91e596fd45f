package io.tributary.gateway.pki.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.DocBlocks;
import io.tributary.gateway.pki.FixedRandom;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.store.SealedBytes;
import io.tributary.gateway.pki.store.SealedBytes.Content;
import io.tributary.gateway.pki.store.SealingKey;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Runs the examples of `docs/pki-files.md`: they are what is written, and are read back.
class PkiFilesDocTest {
    private static final Path DOCUMENT = Path.of("docs", "pki-files.md");
    private static final DocBlocks EXAMPLES = new DocBlocks(DOCUMENT);
    private static final TrustDomain TRUST = new TrustDomain("example.org");
    private static final long MILLIS = 1_790_000_000_000L;
    private static final Path DIRECTORY = Path.of("ca");

    @Test
    void sealedUnderAKey_ofTheDocument_isWrittenAndRead() throws IOException {
        SealingSecret secret = SealingSecret.key(new byte[32]);

        checkSealed(secret, "sealed key");
    }

    @Test
    void sealedUnderAPassphrase_ofTheDocument_isWrittenAndRead() throws IOException {
        SealingSecret secret = SealingSecret.passphrase("correct horse".toCharArray());

        checkSealed(secret, "sealed passphrase");
    }

    private static void checkSealed(SealingSecret secret, String name) throws IOException {
        byte[] plain = "tributary".getBytes(StandardCharsets.US_ASCII);
        SecureRandom random = new FixedRandom();
        byte[] sealed =
                SealedBytes.seal(
                        Content.AUTHORITY, plain, SealingKey.fresh(secret, random), random);

        assertThat(hex(sealed)).isEqualTo(EXAMPLES.hex(name));
        assertThat(
                        SealedBytes.open(
                                        Content.AUTHORITY,
                                        HexFormat.of().parseHex(EXAMPLES.hex(name)),
                                        secret,
                                        "the example")
                                .plain())
                .isEqualTo(plain);
    }

    @Test
    void authority_ofTheDocument_isReadAndWritten() throws Exception {
        byte[] file = HexFormat.of().parseHex(EXAMPLES.hex("authority"));
        SimulatedDisk disk = new SimulatedDisk(1);
        WholeFile stored = new WholeFile(disk, DIRECTORY.resolve("authority"));
        stored.replace(file);
        SealingSecret secret = SealingSecret.key(new byte[32]);

        CertificateAuthority authority =
                CertificateAuthority.open(
                        new CertificateAuthority.Place(disk, DIRECTORY),
                        TRUST,
                        secret,
                        new SimulatedClock(MILLIS),
                        new SecureRandom());

        assertThat(document()).contains(authority.pinnedSha256());
        SealedBytes.Opened opened =
                SealedBytes.open(Content.AUTHORITY, file, secret, "the example");
        checkRoots(opened.plain(), authority);
        SecureRandom random = new FixedRandom();
        random.nextBytes(new byte[32]);
        assertThat(SealedBytes.seal(Content.AUTHORITY, opened.plain(), opened.key(), random))
                .isEqualTo(file);
    }

    /// What is sealed, read by the table of the document and not by our code.
    private static void checkRoots(byte[] plain, CertificateAuthority authority) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = new byte[in.get()];
        in.get(name);
        assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo("example.org");
        assertThat(in.get()).isEqualTo((byte) 1);
        assertThat(in.getLong()).isEqualTo(MILLIS);
        byte[] certificate = new byte[in.getShort()];
        in.get(certificate);
        assertThat(hex(MessageDigest.getInstance("SHA-256").digest(certificate)))
                .isEqualTo(authority.pinnedSha256());
        assertThat(in.remaining()).isEqualTo(Short.BYTES + in.getShort(in.position()));
    }

    @Test
    void joins_ofTheDocument_areWrittenAndRead() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        SimulatedClock clock = new SimulatedClock(MILLIS);
        WholeFile file = new WholeFile(disk, DIRECTORY.resolve("joins"));
        JoinTokens tokens = JoinTokens.open(file, clock, new FixedRandom());
        JoinToken first = tokens.make(cluster());
        clock.advance(1_000);
        tokens.make(cluster());
        tokens.spend(first.text(), "11".repeat(32), uuid(3));

        assertThat(text(file)).isEqualTo(EXAMPLES.block("joins"));
        assertThat(document()).contains(first.text());
        file.replace(EXAMPLES.block("joins").getBytes(StandardCharsets.US_ASCII));
        JoinTokens read = JoinTokens.open(file, clock, new SecureRandom());
        assertThat(read.outstanding()).isEqualTo(2);
        assertThat(read.spend(first.text(), "11".repeat(32), uuid(9))).isEqualTo(uuid(3));
    }

    @Test
    void agents_ofTheDocument_areWrittenAndRead() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        SimulatedClock clock = new SimulatedClock(MILLIS);
        WholeFile file = new WholeFile(disk, DIRECTORY.resolve("agents"));
        AgentRecord agent =
                new AgentRecord(
                        new io.tributary.gateway.pki.AgentIdentity(
                                TRUST, uuid(1), uuid(2), uuid(3)),
                        "5a01",
                        "11".repeat(32),
                        MILLIS + 2_592_000_000L,
                        MILLIS,
                        MILLIS);
        AgentFile.open(file, TRUST, clock).put(agent);

        assertThat(text(file)).isEqualTo(EXAMPLES.block("agents"));
        file.replace(EXAMPLES.block("agents").getBytes(StandardCharsets.US_ASCII));
        assertThat(AgentFile.open(file, TRUST, clock).all()).containsExactly(agent);
    }

    @Test
    void approvals_ofTheDocument_areWrittenAndRead() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        SimulatedClock clock = new SimulatedClock(MILLIS);
        WholeFile file = new WholeFile(disk, DIRECTORY.resolve("approvals"));
        Outcome.NeedsApproval needed =
                new Outcome.NeedsApproval(
                        new io.tributary.gateway.pki.AgentIdentity(
                                TRUST, uuid(1), uuid(2), uuid(3)),
                        "5a01",
                        "11".repeat(32),
                        MILLIS);
        try (Approvals approvals = Approvals.open(file, clock)) {
            assertThat(approvals.has(needed)).isFalse();
            assertThat(approvals.approve(uuid(3))).isPresent();
        }

        assertThat(text(file)).isEqualTo(EXAMPLES.block("approvals"));
        file.replace(EXAMPLES.block("approvals").getBytes(StandardCharsets.US_ASCII));
        assertThat(Approvals.open(file, clock).has(needed)).isTrue();
    }

    private static ClusterReference cluster() {
        return new ClusterReference(uuid(1), uuid(2));
    }

    private static UUID uuid(int number) {
        return new UUID(0x1000 + number, 0x8000_0000_0000_0000L + number);
    }

    private static String text(WholeFile file) throws IOException {
        return new String(file.read(1 << 16).orElseThrow(), StandardCharsets.US_ASCII);
    }

    private static String document() throws IOException {
        return Files.readString(DOCUMENT);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
