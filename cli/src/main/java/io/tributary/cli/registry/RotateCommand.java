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

/// `tributary credentials rotate NAME`.
record RotateCommand() implements Action {
    @Override
    public String name() {
        return "rotate";
    }

    @Override
    public String description() {
        return "Give a credential a new token, which is printed on standard output, this once. The old one is refused from"
                + " then on.";
    }

    @Override
    public Syntax syntax() {
        return AdminClient.addTo(new Syntax()).parameter("NAME", "The credential.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        String path =
                AdminClient.path(ObjectKind.CREDENTIAL, arguments.parameters().getFirst())
                        + "/rotate";
        EditCommand.show(
                AdminClient.of(arguments).send("POST", path, Map.of(), new byte[0]),
                output,
                console);
        return ExitCode.OK;
    }
}
