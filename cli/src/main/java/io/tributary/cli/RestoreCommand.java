package io.tributary.cli;

import io.tributary.cli.backup.Backups;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.gateway.backup.RegistryBackup;
import io.tributary.gateway.pki.TrustDomain;
import io.tributary.gateway.pki.enroll.EnrolmentBackup;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.server.ServerSettings;
import io.tributary.server.StoreOpener;
import io.tributary.server.backup.Restore;
import io.tributary.server.enroll.AuthoritySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `tributary registry restore FILE`: a backup into a data directory that has no registry, by the
/// settings of the server that is to be started there.
record RestoreCommand(StoreOpener opener, Map<String, String> environment) implements Action {
    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String description() {
        return "Restore a backup into a data directory that has no registry and that no server has open. Give the settings with which"
                + " the server is started there.";
    }

    @Override
    public Syntax syntax() {
        return Backups.addPassphraseTo(ConfigOptions.syntax()).parameter("FILE", "The backup.");
    }

    @Override
    public int run(Arguments arguments, Console console) throws ConfigException, IOException {
        Config config = ConfigOptions.load(arguments, opener, environment);
        Optional<AuthoritySettings> own = AuthoritySettings.of(config);
        RegistryBackup backup = Backups.open(Path.of(arguments.parameters().getFirst()), arguments);
        Optional<TrustDomain> trust = backup.enrolment().map(EnrolmentBackup::trust);
        if (own.isPresent() && trust.isPresent() && !own.get().trust().equals(trust.get())) {
            throw new ConfigException(
                    List.of(
                            "ca.trustDomain: found %s, expected %s, as the backup has it"
                                    .formatted(own.get().trust(), trust.get())));
        }
        Disk disk = LocalDisk.open(new ServerSettings(config).data());
        Restore.into(backup, disk, own.flatMap(AuthoritySettings::secret), new SecureRandom());
        console.out().print(Backups.rows(backup));
        console.err().println("restored into " + disk.description());
        trust.filter(_ -> own.isEmpty())
                .ifPresent(name ->
                        console.err()
                                .println(
                                        "its authority is sealed under a key file made there; start the server with ca.enabled=true and ca.trustDomain="
                                                + name));
        return ExitCode.OK;
    }
}
