package io.tributary.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a server with a fleet to nothing, and back.
class BackupTest {
    @TempDir private Path directory = Path.of("");

    @Test
    void machineLost_restoredElsewhere_knowsEverybodyAgain() throws Exception {
        Path agent = directory.resolve("agent");
        Path backup = directory.resolve("site.backup");
        String writer;
        String gone;
        String boss;
        List<String> spent;
        List<String> unspent;
        try (Site site = Site.start(directory, "data")) {
            site.ok("tenants", "create", "shop");
            site.ok("clusters", "create", "eu-1", "tenant=shop");
            writer = token(site, "writer", "roles=writer", "cluster=eu-1");
            gone = token(site, "gone", "roles=writer", "cluster=eu-1");
            boss = token(site, "boss", "roles=platform-admin");
            site.ok("credentials", "disable", "gone");
            spent = site.invite("eu-1");
            assertThat(site.enroll(spent, agent)).as(site.err()).isZero();
            unspent = site.invite("eu-1");

            try (Load load = Load.of(() -> pushes(site, agent, writer))) {
                for (int i = 0; i < 5; i++) {
                    site.ok("tenants", "create", "later-" + i);
                    site.ok("registry", "backup", backup.toString(), "--passphrase-file", secret());
                    assertThat(site.out()).contains("agents enrolled   1\n");
                    assertThat(site.out()).containsPattern("tenants +" + (i + 2) + "\n");
                }
                load.end();
            }
        }
        isPrivate(backup);
        assertThat(Files.readString(backup, StandardCharsets.ISO_8859_1))
                .doesNotContain("shop")
                .doesNotContain("spiffe");
        delete(directory.resolve("data"));

        restore(backup);
        try (Site site = Site.start(directory, "new")) {
            assertThat(directory.resolve("new/registry/admin-token")).doesNotExist();
            site.by(boss);
            site.moved(agent);
            assertThat(site.push(agent)).as("the agent's certificate").isEqualTo(204);
            assertThat(site.run(List.of("agent", "renew", "--dir", agent.toString())))
                    .as(site.err())
                    .isZero();
            assertThat(site.push(agent)).as("the renewed one").isEqualTo(204);
            assertThat(site.push(writer)).isEqualTo(204);
            assertThat(site.push(gone)).isEqualTo(401);
            assertThat(site.ok("tenants", "ls")).contains("later-4");
            assertThat(site.ok("tenants", "history", "--name", "shop")).contains("create");
            joinsAgain(site, spent, unspent);
        }
    }

    /// What was restored is told, is for its owner alone, and is restored once.
    private void restore(Path backup) throws Exception {
        try (Site helper = Site.start(directory, "helper")) {
            List<String> restore =
                    new ArrayList<>(List.of("registry", "restore", backup.toString()));
            restore.addAll(List.of("--passphrase-file", secret()));
            restore.addAll(helper.options("new"));
            assertThat(helper.run(restore)).as(helper.err()).isZero();
            assertThat(helper.out()).contains("agents enrolled   1\n");
            assertThat(helper.run(restore)).isEqualTo(1);
            assertThat(helper.err()).contains("there is a registry in");
        }
        for (String file :
                List.of("changes.log", "ca.key", "ca/authority", "ca/agents", "ca/join-tokens")) {
            isPrivate(directory.resolve("new/registry").resolve(file));
        }
    }

    private void joinsAgain(Site site, List<String> spent, List<String> unspent) throws Exception {
        Path other = directory.resolve("other");
        assertThat(site.enroll(at(spent, site), other)).isEqualTo(1);
        assertThat(site.err()).contains("403").contains("was spent by agent");
        assertThat(site.enroll(at(unspent, site), other)).isEqualTo(1);
        assertThat(site.err()).contains("401").contains("is not known");
        assertThat(site.enroll(site.invite("eu-1"), other)).as(site.err()).isZero();
    }

    @Test
    void verify_tellsWhatIsIn_orWhyItDoesNotOpen() throws Exception {
        Path backup = directory.resolve("site.backup");
        Path wrong = Files.writeString(directory.resolve("wrong"), "another passphrase");
        try (Site site = Site.start(directory, "data")) {
            site.ok("tenants", "create", "shop");
            site.ok("registry", "backup", backup.toString());
            assertThat(site.err()).contains("whether it opens was not tried");
            String pin = site.server().authority().certificates().pinnedSha256();

            assertThat(site.run(verify(backup, secret()))).isZero();
            assertThat(site.out())
                    .containsPattern("registry version +1\n")
                    .containsPattern("tenants +1\n")
                    .containsPattern("trust domain +tributary\n")
                    .contains(pin);
            assertThat(site.run(verify(backup, wrong.toString()))).isEqualTo(1);
            assertThat(site.err()).contains("sealed under another passphrase");
            byte[] bytes = Files.readAllBytes(backup);
            bytes[bytes.length / 2] ^= 1;
            Files.write(backup, bytes);
            assertThat(site.run(verify(backup, secret()))).isEqualTo(1);
            assertThat(site.err()).contains("the backup is damaged");
            assertThat(
                            site.ask(
                                    "registry",
                                    "backup",
                                    directory.resolve("x").toString(),
                                    "--passphrase-file",
                                    wrong.toString()))
                    .isEqualTo(1);
            assertThat(directory.resolve("x")).as("not kept").doesNotExist();
            assertThat(site.ok("audit", "--kind", "admin")).contains("backup");
        }
    }

    @Test
    void backup_withoutAPassphraseOfTheServer_orByAnother_isRefused() throws Exception {
        Path backup = directory.resolve("site.backup");
        try (Site site =
                new Site(directory, "data", new SystemClock(), "registry.backupPassphraseFile=")) {
            assertThat(site.ask("registry", "backup", backup.toString())).isEqualTo(1);
            assertThat(site.err())
                    .isEqualTo(
                            "tributary: 409: this server has nothing to seal a backup under: set registry.backupPassphraseFile\n");
            site.ok("tenants", "create", "shop");
            site.by(token(site, "team", "roles=tenant-admin", "tenants=[shop]"));
            assertThat(site.ask("registry", "backup", backup.toString())).isEqualTo(1);
            assertThat(site.err()).startsWith("tributary: 403: ");
        }
        assertThat(backup).doesNotExist();
    }

    @Test
    void restore_ofAnotherTrustDomain_orCutShort_isTold() throws Exception {
        Path backup = directory.resolve("site.backup");
        try (Site site = Site.start(directory, "data")) {
            site.ok("registry", "backup", backup.toString());
            List<String> restore =
                    new ArrayList<>(
                            List.of(
                                    "registry",
                                    "restore",
                                    backup.toString(),
                                    "--passphrase-file",
                                    secret()));
            restore.addAll(site.options("new"));
            List<String> other = new ArrayList<>(restore);
            other.addAll(List.of("--set", "ca.trustDomain=elsewhere"));
            assertThat(site.run(other)).isNotZero();
            assertThat(site.err()).contains("ca.trustDomain: found elsewhere, expected tributary");
            assertThat(directory.resolve("new/registry")).doesNotExist();

            assertThat(site.run(restore)).isZero();
            Files.writeString(directory.resolve("new/registry/restoring"), "\n");
            List<String> server = new ArrayList<>(List.of("server", "--listen", "127.0.0.1:0"));
            server.addAll(site.options("new"));
            assertThat(site.run(server)).isEqualTo(1);
            assertThat(site.err()).contains("was cut short");
            assertThat(site.run(restore)).as("begun anew").isZero();
            List<String> running = new ArrayList<>(restore.subList(0, 5));
            running.addAll(site.options("data"));
            assertThat(site.run(running)).isEqualTo(1);
            assertThat(site.err()).contains("a server has").contains("nothing was restored");
        }
    }

    private static void pushes(Site site, Path agent, String writer) throws Exception {
        assertThat(site.push(agent)).isEqualTo(204);
        assertThat(site.push(writer)).isEqualTo(204);
    }

    private static String token(Site site, String name, String... fields) throws Exception {
        List<String> words = new ArrayList<>(List.of("credentials", "create", name));
        words.addAll(List.of(fields));
        return site.ok(words.toArray(new String[0])).strip();
    }

    /// A join line for the server where it is now.
    private static List<String> at(List<String> joinLine, Site site) {
        List<String> words = new ArrayList<>(joinLine);
        words.set(words.indexOf("--server") + 1, site.url());
        return words;
    }

    private static List<String> verify(Path backup, String passphraseFile) {
        return List.of(
                "registry", "verify", backup.toString(), "--passphrase-file", passphraseFile);
    }

    private String secret() {
        return directory.resolve("passphrase").toString();
    }

    private static void isPrivate(Path file) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as(file.toString())
                .isEqualTo("rw-------");
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
