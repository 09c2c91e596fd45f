package io.tributary.cli.backup;

import io.tributary.cli.client.ErrorText;
import io.tributary.cli.client.Target;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.query.SeriesNames;
import io.tributary.gateway.backup.RegistryBackup;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `tributary registry backup FILE`: asks a running server for a backup, and keeps it.
public record BackupCommand() implements Action {
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final int OK = 200;

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String description() {
        return "Keep a sealed backup of what was declared by the API, and of the certificate authority with its agents. The server"
                + " seals it under the passphrase of its registry.backupPassphraseFile.";
    }

    @Override
    public Syntax syntax() {
        return Backups.addPassphraseIfAnyTo(Target.addServerTo(new Syntax()))
                .parameter("FILE", "Where it is kept; what stands there is replaced.");
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException, InterruptedException {
        Optional<SealingSecret> passphrase = Backups.passphrase(arguments);
        Path file = Path.of(arguments.parameters().getFirst()).toAbsolutePath();
        byte[] backup = ask(Target.ofServer(arguments));
        Optional<RegistryBackup> opened =
                passphrase.isEmpty()
                        ? Optional.empty()
                        : Optional.of(RegistryBackup.open(backup, passphrase.get()));
        Path directory = Optional.ofNullable(file.getParent()).orElse(file);
        Path name = Optional.ofNullable(file.getFileName()).orElse(file);
        new WholeFile(LocalDisk.open(directory), name).replace(backup);
        opened.ifPresent(found -> console.out().print(Backups.rows(found)));
        console.err()
                .println(
                        "a backup of %d bytes stands in %s%s"
                                .formatted(
                                        backup.length,
                                        file,
                                        opened.isPresent()
                                                ? ", and opens"
                                                : "; whether it opens was not tried (--passphrase-file)"));
        return ExitCode.OK;
    }

    private static byte[] ask(Target target) throws IOException, InterruptedException {
        try (HttpCaller caller = target.caller()) {
            HttpCaller.Bytes answer =
                    caller.sendForBytes(
                            "POST",
                            target.uri("/admin/v1/backup"),
                            target.headers(),
                            new byte[0],
                            WITHIN);
            if (answer.status() != OK) {
                String error = ErrorText.of(new String(answer.body(), StandardCharsets.UTF_8));
                throw new IOException(
                        "%d: %s".formatted(answer.status(), SeriesNames.clean(error)));
            }
            return answer.body();
        }
    }
}
