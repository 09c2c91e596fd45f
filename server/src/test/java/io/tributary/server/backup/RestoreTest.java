package io.tributary.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.backup.RegistryBackup;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.registry.journal.RegistryJournal;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.server.StoredServer;
import io.tributary.server.enroll.Authority;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A backup of a running server, restored: all of it or nothing, each file of the data directory
/// accounted for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "backup.md");
    private static final Pattern ROW = Pattern.compile("\\| (`[^|]+) \\| ([^|]+) \\|.*");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Path REGISTRY = Path.of("registry");
    private static final String PASSPHRASE = "correct horse battery";
    private static final Duration LONG = Duration.ofMinutes(1);

    /// The changes of a restore are fewer.
    private static final int STOPS_MAX = 60;

    private final SecureRandom random = new SecureRandom();
    private Path data = Path.of("");
    private StoredServer server;
    private RegistryBackup backup;

    /// Files of the table in the guide.
    ///
    /// @param inBackup whether a restore brings them back
    private record Known(PathMatcher files, boolean inBackup) {}

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE);
        data = directory.resolve("data");
        server =
                new StoredServer(
                        data,
                        new SystemClock(),
                        "registry.api=true",
                        "ca.enabled=true",
                        "registry.backupPassphraseFile=" + passphrase);
        send("PUT", "tenants/shop", "{}");
        send("PUT", "clusters/eu-1", "{\"tenant\": \"shop\"}");
        send("POST", "enroll/eu-1", "");
        byte[] sealed = ask("POST", "backup", "").body();
        backup = RegistryBackup.open(sealed, SealingSecret.passphrase(PASSPHRASE.toCharArray()));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void files_ofARunningServer_standInTheGuide_andComeBackAsItSays(@TempDir Path directory)
            throws Exception {
        List<Known> known = known();
        assertThat(known).hasSizeGreaterThan(15);
        List<Path> written = files(data);
        assertThat(written).hasSizeGreaterThan(12);
        assertThat(written)
                .as("files that docs/guide/backup.md does not know")
                .allMatch(file -> known.stream().anyMatch(row -> row.files().matches(file)));

        Restore.into(backup, LocalDisk.open(directory), Optional.empty(), random);

        List<Path> kept =
                written.stream()
                        .filter(file ->
                                known.stream()
                                        .anyMatch(
                                                row -> row.inBackup() && row.files().matches(file)))
                        .toList();
        List<Path> restored = files(directory);
        assertThat(kept).hasSize(4);
        assertThat(restored).containsAll(kept);
        restored.removeAll(kept);
        assertThat(restored)
                .as("a key file made anew, and the lock that was taken")
                .containsExactly(Path.of("lock"), Path.of("registry/ca.key"));
        for (Path file : kept) {
            assertThat(mode(directory.resolve(file))).isEqualTo(mode(data.resolve(file)));
        }
    }

    @Test
    void restore_stoppedAnywhere_isToldApart_andCanBeRepeated() throws Exception {
        int cut = 0;
        int done = 0;
        for (int stop = 1; stop <= STOPS_MAX; stop++) {
            SimulatedDisk disk = new SimulatedDisk(stop);
            disk.stopBefore(stop);
            boolean isDone = isRestored(disk);
            SimulatedDisk found = disk.crash();
            boolean isMarked = found.list(REGISTRY).toString().contains("restoring");
            if (isMarked) {
                cut++;
                assertThatThrownBy(() -> Restore.checkWhole(found))
                        .hasMessageContaining("was cut short");
                assertThat(isRestored(found)).isTrue();
            } else if (found.list(REGISTRY).contains("changes.log")) {
                done++;
                Restore.checkWhole(found);
            } else {
                assertThat(isDone).as("stopped before change %d", stop).isFalse();
                assertThat(isRestored(found)).isTrue();
            }
            isWhole(found);
        }
        assertThat(cut).isPositive();
        assertThat(done).isPositive();
    }

    @Test
    void restore_whereSomethingIsOfARegistry_isRefused_andChangesNothing() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        Restore.into(backup, disk, Optional.empty(), random);

        assertThatThrownBy(() -> Restore.into(backup, disk, Optional.empty(), random))
                .hasMessageContaining("there is a registry in")
                .hasMessageContaining("nothing was restored");
        isWhole(disk);
        try (AutoCloseable _ = disk.lock(Path.of("lock")).orElseThrow()) {
            assertThatThrownBy(() -> Restore.into(backup, disk, Optional.empty(), random))
                    .hasMessageContaining("a server has");
        }
    }

    @Test
    void restore_underAPassphrase_makesNoKeyFile() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(1);
        SealingSecret given = SealingSecret.passphrase("a passphrase of its own".toCharArray());
        Restore.into(backup, disk, Optional.of(given), random);

        assertThat(disk.exists(REGISTRY.resolve("ca.key"))).isFalse();
        assertThat(anchors(disk, given)).isEqualTo(server.authority().certificates().anchors());
    }

    private boolean isRestored(Disk disk) {
        try {
            Restore.into(backup, disk, Optional.empty(), random);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether a start finds all that there was.
    private void isWhole(Disk disk) throws Exception {
        try (RegistryJournal journal = RegistryJournal.open(disk, REGISTRY)) {
            assertThat(journal.version()).isEqualTo(2);
            assertThat(journal.objects()).hasSize(2);
        }
        assertThat(anchors(disk, Authority.secret(disk, Optional.empty(), random)))
                .isEqualTo(server.authority().certificates().anchors());
    }

    private List<X509Certificate> anchors(Disk disk, SealingSecret secret) throws IOException {
        return CertificateAuthority.open(
                        Authority.target(disk).authority(),
                        server.authority().certificates().trust(),
                        secret,
                        new SystemClock(),
                        random)
                .anchors();
    }

    private void send(String method, String path, String body) throws Exception {
        HttpCaller.Bytes answer = ask(method, path, body);
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isBetween(200, 201);
    }

    private HttpCaller.Bytes ask(String method, String path, String body) throws Exception {
        String url = server.url().replace("http://127.0.0.1", "https://localhost");
        String token = Files.readString(data.resolve("registry/admin-token")).strip();
        try (HttpCaller caller =
                new HttpCaller(
                        new CallerTls(
                                new CallerTls.Trust.OfAuthorities(
                                        server.authority().certificates().anchors()),
                                Optional.empty()))) {
            return caller.sendForBytes(
                    method,
                    URI.create(url + "/admin/v1/" + path),
                    Map.of("authorization", "Bearer " + token),
                    body.getBytes(StandardCharsets.UTF_8),
                    LONG);
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<Path> files(Path data) throws Exception {
        try (Stream<Path> all = Files.walk(data)) {
            return new ArrayList<>(
                    all.filter(Files::isRegularFile).map(data::relativize).sorted().toList());
        }
    }

    private static List<Known> known() throws Exception {
        List<Known> known = new ArrayList<>();
        for (String line : Files.readAllLines(GUIDE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                boolean inBackup = !row.group(2).equals("no");
                NAME.matcher(row.group(1))
                        .results()
                        .map(name -> name.group(1))
                        .forEach(name ->
                                known.add(
                                        new Known(
                                                FileSystems.getDefault()
                                                        .getPathMatcher("glob:" + name),
                                                inBackup)));
            }
        }
        return known;
    }
}
