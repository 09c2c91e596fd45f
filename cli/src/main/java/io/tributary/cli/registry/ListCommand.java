package io.tributary.cli.registry;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.IOException;
import java.util.Optional;

/// `tributary tenants ls`, and of the other kinds.
record ListCommand(ObjectKind kind) implements Action {
    private static final String TENANT = "tenant";

    @Override
    public String name() {
        return "ls";
    }

    @Override
    public String description() {
        return switch (kind) {
            case TENANT, CREDENTIAL -> "List the " + kind.plural() + " that there are.";
            case CLUSTER ->
                    "List the clusters that there are, when each last sent a sample, and who is silent.";
            case AGENT ->
                    "List the agents that there are: those that have a certificate, and others that are registered.";
        };
    }

    @Override
    public Syntax syntax() {
        return AdminClient.addTo(new Syntax())
                .option(TENANT, "NAME", "Only those that are about this tenant.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        Optional<String> tenant = arguments.value(TENANT);
        AdminClient client = AdminClient.of(arguments);
        AdminClient.Reply reply =
                client.get(
                        kind.plural()
                                + tenant.map(name -> "?tenant=" + AdminClient.encode(name))
                                        .orElse(""));
        ClusterActivity activity =
                kind == ObjectKind.CLUSTER ? ClusterActivity.read(client) : ClusterActivity.NONE;
        console.out()
                .print(
                        output == Output.json
                                ? activity.beside(reply.raw()) + "\n"
                                : ObjectRows.list(
                                        kind, reply.data().member("objects").list(), activity));
        activity.problem()
                .ifPresent(why ->
                        console.err()
                                .println("when they last sent a sample cannot be read: " + why));
        return ExitCode.OK;
    }
}
