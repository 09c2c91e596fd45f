package io.tributary.cli.registry;

import io.tributary.cli.line.Command;
import io.tributary.cli.line.Group;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.util.ArrayList;
import java.util.List;

/// The commands, in groups by what they are about.
public final class RegistryCommands {
    private RegistryCommands() {}

    public static Group tenants() {
        List<Command> commands = new ArrayList<>(common(ObjectKind.TENANT));
        commands.add(new LimitsCommand());
        return new Group("tenants", "Who data belongs to.", commands);
    }

    /// `tributary clusters`.
    ///
    /// @param enroll invites an agent of one
    public static Group clusters(Command enroll) {
        List<Command> commands = new ArrayList<>(common(ObjectKind.CLUSTER));
        commands.add(enroll);
        return new Group("clusters", "Workload clusters.", commands);
    }

    public static Group agents() {
        return new Group(
                "agents",
                "Agents that were enrolled, seen from the server.",
                List.of(
                        new ListCommand(ObjectKind.AGENT),
                        new ShowCommand(ObjectKind.AGENT),
                        EditCommand.revoke(),
                        EditCommand.activate(),
                        new RemoveCommand(ObjectKind.AGENT),
                        HistoryCommand.of(ObjectKind.AGENT)));
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

    public static Group registry() {
        return new Group(
                "registry",
                "All that is registered.",
                List.of(new ApplyCommand(), HistoryCommand.ofAll()));
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
