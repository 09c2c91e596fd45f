package io.tributary.cli.registry;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.IOException;

/// `tributary tenants show NAME`, and of the other kinds.
record ShowCommand(ObjectKind kind) implements Action {
    @Override
    public String name() {
        return "show";
    }

    @Override
    public String description() {
        return "Show all fields of a " + kind.word() + ", and where it is declared.";
    }

    @Override
    public Syntax syntax() {
        return AdminClient.addTo(new Syntax())
                .parameter(Output.nameOf(kind), "The " + kind.word() + ".");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        AdminClient.Reply reply =
                AdminClient.of(arguments)
                        .get(AdminClient.path(kind, arguments.parameters().getFirst()));
        console.out()
                .print(output == Output.json ? reply.raw() + "\n" : ObjectRows.one(reply.data()));
        return ExitCode.OK;
    }
}
