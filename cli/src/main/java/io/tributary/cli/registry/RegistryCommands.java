package io.tributary.cli.registry;

import io.tributary.cli.line.Command;
import io.tributary.cli.line.Group;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The commands, in groups by what they are about.
public final class RegistryCommands {
    private RegistryCommands() {}

    public static Group tenants() {
        List<Command> commands = new ArrayList<>(common(ObjectKind.TENANT));
        commands.add(new LimitsCommand());
        commands.add(new ExplainCommand());
        commands.add(new FrozenCommand());
        return new Group("tenants", "Who data belongs to.", commands);
    }

    /// `tributary clusters`.
    ///
    /// @param more that are about clusters, and change no registry
    public static Group clusters(List<Command> more) {
        List<Command> commands = new ArrayList<>(common(ObjectKind.CLUSTER));
        commands.addAll(quarantining(ObjectKind.CLUSTER));
        commands.addAll(more);
        return new Group("clusters", "Workload clusters.", commands);
    }

    public static Group agents() {
        List<Command> commands = new ArrayList<>();
        commands.add(new ListCommand(ObjectKind.AGENT));
        commands.add(new ShowCommand(ObjectKind.AGENT));
        commands.add(EditCommand.revoke());
        commands.add(EditCommand.activate());
        commands.addAll(quarantining(ObjectKind.AGENT));
        commands.add(new RemoveCommand(ObjectKind.AGENT));
        commands.add(HistoryCommand.of(ObjectKind.AGENT));
        return new Group("agents", "Agents that were enrolled, seen from the server.", commands);
    }

    /// `tributary credentials`.
    ///
    /// @param hash makes a credential without a server
    public static Group credentials(Command hash) {
        List<Command> commands = new ArrayList<>(common(ObjectKind.CREDENTIAL));
        commands.add(new RotateCommand());
        commands.add(EditCommand.disable());
        commands.add(hash);
        return new Group(
                "credentials", "What senders and readers say who they are with.", commands);
    }

    /// `tributary registry`.
    ///
    /// @param backups make, check and restore backups of it
    public static Group registry(List<Command> backups) {
        List<Command> commands =
                new ArrayList<>(List.of(new ApplyCommand(), HistoryCommand.ofAll()));
        commands.addAll(backups);
        return new Group("registry", "All that is registered.", commands);
    }

    public static Group authority() {
        return new Group(
                "authority",
                "The server's certificate authority.",
                Stream.of(AuthorityCommand.Form.values())
                        .<Command>map(AuthorityCommand::new)
                        .toList());
    }

    private static List<Command> quarantining(ObjectKind kind) {
        List<Command> commands = new ArrayList<>();
        for (QuarantineCommand.Verb verb : QuarantineCommand.Verb.values()) {
            commands.add(new QuarantineCommand(kind, verb));
        }
        return commands;
    }

    private static List<Command> common(ObjectKind kind) {
        return List.of(
                new ListCommand(kind),
                new ShowCommand(kind),
                EditCommand.create(kind),
                EditCommand.set(kind),
                new RemoveCommand(kind),
                HistoryCommand.of(kind));
    }
}
