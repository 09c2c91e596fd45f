package io.tributary.cli;

import io.tributary.cli.agent.EnrollCommand;
import io.tributary.cli.agent.InviteCommand;
import io.tributary.cli.audit.AuditCommand;
import io.tributary.cli.backup.BackupCommand;
import io.tributary.cli.backup.VerifyCommand;
import io.tributary.cli.credentials.HashCommand;
import io.tributary.cli.dump.DumpCommand;
import io.tributary.cli.importing.InfluxCommand;
import io.tributary.cli.line.Group;
import io.tributary.cli.line.Program;
import io.tributary.cli.query.QueryCommand;
import io.tributary.cli.registry.RegistryCommands;
import io.tributary.cli.snippet.SnippetCommand;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoreOpener;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/// `tributary`: the program with all its commands.
public final class Tributary {
    private Tributary() {}

    /// All commands.
    ///
    /// @param environment the process' own
    public static Program program(StoreOpener opener, Map<String, String> environment) {
        return new Program(
                "tributary",
                "One place for the metrics of many clusters.",
                List.of(
                        new ServerCommand(opener, environment, (run, server, lifecycle) -> {}),
                        new UpCommand(opener, environment),
                        new QueryCommand(new SystemClock(), environment),
                        new AuditCommand(new SystemClock()),
                        new DumpCommand(),
                        new Group(
                                "import",
                                "Bring what was kept elsewhere.",
                                List.of(new InfluxCommand(new SystemClock()))),
                        new Group(
                                "config",
                                "Check and show the configuration.",
                                List.of(new ConfigCheckCommand(opener, environment))),
                        new Group(
                                "agent",
                                "Be an agent of a cluster.",
                                List.of(
                                        EnrollCommand.enroll(new SecureRandom()),
                                        EnrollCommand.renew(new SecureRandom()))),
                        RegistryCommands.tenants(),
                        RegistryCommands.clusters(
                                List.of(new InviteCommand(), new SnippetCommand())),
                        RegistryCommands.agents(),
                        RegistryCommands.credentials(new HashCommand(new SecureRandom())),
                        RegistryCommands.registry(
                                List.of(
                                        new BackupCommand(),
                                        new VerifyCommand(),
                                        new RestoreCommand(opener, environment))),
                        RegistryCommands.authority(),
                        new VersionCommand(),
                        new TrainCommand(opener, () -> program(opener, Map.of()))));
    }
}
