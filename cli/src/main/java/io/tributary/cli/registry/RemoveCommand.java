package io.tributary.cli.registry;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.IOException;
import java.util.Map;

/// `tributary tenants rm NAME`, and of the other kinds.
record RemoveCommand(ObjectKind kind) implements Action {
    @Override
    public String name() {
        return "rm";
    }

    @Override
    public String description() {
        return kind == ObjectKind.AGENT
                ? "Take what is said of an agent out of the registry. It is let in again by its certificate, if it was revoked."
                : "Take a %s out of the registry. What it stored stays.".formatted(kind.word());
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
                        .send(
                                "DELETE",
                                AdminClient.path(kind, arguments.parameters().getFirst()),
                                Map.of(),
                                new byte[0]);
        console.out()
                .print(
                        output == Output.json
                                ? reply.raw() + "\n"
                                : ObjectRows.changes(reply.data().member("changes").list()));
        return ExitCode.OK;
    }
}
