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
        return "List the " + kind.plural() + " that there are.";
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
        AdminClient.Reply reply =
                AdminClient.of(arguments)
                        .get(
                                kind.plural()
                                        + tenant.map(name -> "?tenant=" + AdminClient.encode(name))
                                                .orElse(""));
        console.out()
                .print(
                        output == Output.json
                                ? reply.raw() + "\n"
                                : ObjectRows.list(kind, reply.data().member("objects").list()));
        return ExitCode.OK;
    }
}
