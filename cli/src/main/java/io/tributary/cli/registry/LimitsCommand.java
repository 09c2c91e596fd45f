package io.tributary.cli.registry;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import java.io.IOException;
import java.util.List;

/// `tributary tenants limits [NAME]`: each setting of a tenant and its clusters, where it was set,
/// what is used, and what was refused.
record LimitsCommand() implements Action {
    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String description() {
        return "Show each limit of a tenant and its clusters, where it was set, what is used of it, and what was refused."
                + " Asked as one who reads the tenant.";
    }

    @Override
    public Syntax syntax() {
        return AdminClient.addTo(new Syntax())
                .parameters("[NAME]", "The tenant, where who asks has several.", 0, 1);
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        List<String> words = arguments.parameters();
        AdminClient.Reply reply =
                AdminClient.of(arguments).query("limits", words.stream().findFirst());
        console.out()
                .print(output == Output.json ? reply.raw() + "\n" : LimitRows.of(reply.data()));
        return ExitCode.OK;
    }
}
