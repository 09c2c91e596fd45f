package io.tributary.gateway.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.pki.DocBlocks;
import io.tributary.gateway.pki.FixedRandom;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.store.SealedBytes;
import io.tributary.gateway.pki.store.SealedBytes.Content;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistryBackupTest {
    private static final DocBlocks EXAMPLES = new DocBlocks(Path.of("docs", "backup.md"));
    private static final long MILLIS = 1_790_000_000_000L;
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400);

    private final Site site = new Site();

    @Test
    void open_ofWhatWasSealed_hasAllOfIt_andAStartReadsIt() throws Exception {
        byte[] sealed = RegistryBackup.seal(BackedUp.bytes(site), Site.secret(), Site.RANDOM);

        RegistryBackup backup = RegistryBackup.open(sealed, Site.secret());

        assertThat(backup.made()).isEqualTo(Instant.ofEpochMilli(Site.START_MILLIS));
        assertThat(backup.journal().version()).isEqualTo(2);
        assertThat(backup.journal().count(ObjectKind.TENANT)).isEqualTo(1);
        assertThat(backup.journal().count(ObjectKind.CLUSTER)).isEqualTo(1);
        assertThat(backup.enrolment().orElseThrow().agentCount()).isEqualTo(1);
        BackedUp.openAll(backup, site);
    }

    @Test
    void open_damagedOrUnderAnotherSecret_saysWhich() throws Exception {
        byte[] sealed = RegistryBackup.seal(BackedUp.bytes(site), Site.secret(), Site.RANDOM);
        byte[] damaged = sealed.clone();
        damaged[sealed.length / 2] ^= 1;
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;

        assertThatThrownBy(() -> RegistryBackup.open(damaged, Site.secret()))
                .hasMessageContaining("the backup is damaged");
        assertThatThrownBy(() -> RegistryBackup.open(sealed, SealingSecret.key(otherKey)))
                .hasMessageContaining("sealed under another key file");
        assertThatThrownBy(() ->
                        RegistryBackup.open(
                                sealed, SealingSecret.passphrase("a passphrase".toCharArray())))
                .hasMessageContaining("and a passphrase was given");
        assertThatThrownBy(() -> RegistryBackup.open(new byte[0], Site.secret()))
                .hasMessageContaining("the backup is damaged");
    }

    @Test
    void read_cutAnywhere_isRefused() throws Exception {
        byte[] bytes = BackedUp.bytes(site);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RegistryBackup.read(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(java.io.IOException.class);
        }
        assertThatThrownBy(() -> RegistryBackup.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes too many");
    }

    /// The target of the fuzzer over random changes, without guidance; in every build.
    @Test
    void read_changedAtRandom_isRefused_orCanBeRestored() throws Exception {
        byte[] bytes = BackedUp.bytes(site);
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            byte[] input = bytes.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
            }
            RegistryBackupFuzzer.fuzzerTestOneInput(input);
        }
    }

    @Test
    void backup_ofTheDocument_isWrittenAndRead() throws Exception {
        byte[] journal = EXAMPLES.block("journal").getBytes(StandardCharsets.US_ASCII);
        byte[] plain = RegistryBackup.bytes(MILLIS, journal, new byte[0]);
        SealingSecret secret = SealingSecret.passphrase("correct horse".toCharArray());

        assertThat(HexFormat.of().formatHex(plain)).isEqualTo(EXAMPLES.hex("plain"));
        byte[] sealed = RegistryBackup.seal(plain, secret, new FixedRandom());
        assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(EXAMPLES.hex("sealed"));
        RegistryBackup read =
                RegistryBackup.open(HexFormat.of().parseHex(EXAMPLES.hex("sealed")), secret);
        assertThat(read.journal().version()).isEqualTo(1);
        assertThat(read.enrolment()).isEmpty();
    }

    /// The part of the authority, put together by the tables of the documents and not by our code.
    @Test
    void authority_ofTheDocuments_isRead() throws Exception {
        DocBlocks files = new DocBlocks(Path.of("docs", "pki-files.md"));
        byte[] roots =
                SealedBytes.open(
                                Content.AUTHORITY,
                                HexFormat.of().parseHex(files.hex("authority")),
                                SealingSecret.key(new byte[32]),
                                "the example")
                        .plain();
        StringBuilder lines = new StringBuilder();
        for (String kind : List.of("joins", "agents")) {
            files.block(kind)
                    .lines()
                    .skip(1)
                    .forEach(line ->
                            lines.append(kind).append(' ').append(line.substring(9)).append('\n'));
        }
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(uint32(roots.length));
        part.writeBytes(roots);
        part.writeBytes(lines.toString().getBytes(StandardCharsets.US_ASCII));

        RegistryBackup read =
                RegistryBackup.read(RegistryBackup.bytes(MILLIS, new byte[0], part.toByteArray()));

        assertThat(read.enrolment().orElseThrow().trust())
                .isEqualTo(new TrustDomain("example.org"));
        assertThat(read.enrolment().orElseThrow().agentCount()).isEqualTo(1);
        assertThat(read.journal().version()).isZero();
    }

    private static byte[] uint32(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
