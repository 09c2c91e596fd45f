package io.tributary.cli.backup;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.query.Columns;
import io.tributary.gateway.backup.RegistryBackup;
import io.tributary.gateway.pki.AuthorityBackup;
import io.tributary.gateway.pki.enroll.EnrolmentBackup;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.files.InputFiles;
import io.tributary.server.enroll.PassphraseFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Files of backups: opened, and told of.
public final class Backups {
    private static final String PASSPHRASE_FILE = "passphrase-file";

    private Backups() {}

    /// Adds the option that names the passphrase, where a backup must be opened.
    public static Syntax addPassphraseTo(Syntax syntax) {
        return syntax.required(
                PASSPHRASE_FILE, "FILE", "The passphrase that the backup was sealed under.");
    }

    /// Adds it where a backup may be opened.
    static Syntax addPassphraseIfAnyTo(Syntax syntax) {
        return syntax.option(
                PASSPHRASE_FILE,
                "FILE",
                "The passphrase that the server seals under: open the backup with it before it is kept.");
    }

    static Optional<SealingSecret> passphrase(Arguments arguments) throws IOException {
        Optional<String> file = arguments.value(PASSPHRASE_FILE);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(PassphraseFile.read(Path.of(file.get())));
    }

    /// Opens a backup, and checks all that is in it.
    ///
    /// @throws IOException if it cannot be read, or does not open
    public static RegistryBackup open(Path file, Arguments arguments) throws IOException {
        SealingSecret secret = passphrase(arguments).orElseThrow();
        byte[] sealed = InputFiles.readOne(file, RegistryBackup.BYTES_MAX);
        return RegistryBackup.open(sealed, secret);
    }

    /// What is in a backup, a row a thing.
    public static String rows(RegistryBackup backup) {
        Columns rows = new Columns();
        rows.add(List.of("WHAT", "IS"));
        rows.add(List.of("made", backup.made().toString()));
        rows.add(List.of("registry version", Long.toString(backup.journal().version())));
        for (ObjectKind kind : ObjectKind.values()) {
            rows.add(List.of(kind.plural(), Long.toString(backup.journal().count(kind))));
        }
        if (backup.enrolment().isEmpty()) {
            rows.add(List.of("authority", "none"));
            return rows.text();
        }
        EnrolmentBackup enrolment = backup.enrolment().get();
        rows.add(List.of("trust domain", enrolment.trust().name()));
        rows.add(List.of("agents enrolled", Integer.toString(enrolment.agentCount())));
        for (X509Certificate root : enrolment.roots()) {
            rows.add(
                    List.of(
                            "root",
                            "%s until %s"
                                    .formatted(
                                            AuthorityBackup.sha256(root),
                                            root.getNotAfter().toInstant())));
        }
        return rows.text();
    }
}
