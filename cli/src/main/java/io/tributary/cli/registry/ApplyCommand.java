package io.tributary.cli.registry;

import io.tributary.cli.json.Json;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.admin.RegistryAdmin;
import io.tributary.runtime.files.InputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// `tributary registry apply FILE`: all objects of a file, together or not at all.
record ApplyCommand() implements Action {
    private static final String DRY_RUN = "dry-run";

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public String description() {
        return "Declare all tenants, clusters and credentials of a file by the API, together or not at all. Others stay as they"
                + " are. Tokens that are made are printed on standard output, a line each: NAME TOKEN.";
    }

    @Override
    public Syntax syntax() {
        return FrozenCommand.forcing(AdminClient.addTo(new Syntax()))
                .parameter("FILE", "YAML or JSON, as a registry file is.")
                .flag(DRY_RUN, "Say what would change, and change nothing.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        Path file = Path.of(arguments.parameters().getFirst());
        byte[] body = InputFiles.readOne(file, RegistryAdmin.DOCUMENT_BYTES_MAX);
        AdminClient.Reply reply =
                AdminClient.of(arguments)
                        .send(
                                "POST",
                                "apply?dryRun=%s&force=%s"
                                        .formatted(
                                                arguments.has(DRY_RUN),
                                                FrozenCommand.isForced(arguments)),
                                Map.of(),
                                body);
        if (output == Output.json) {
            console.out().println(reply.raw());
            return ExitCode.OK;
        }
        console.err().print(ObjectRows.changes(reply.data().member("changes").list()));
        if (reply.data().member("tokens") instanceof Json.Members(var tokens)) {
            for (Map.Entry<String, Json> token : tokens.entrySet()) {
                console.out().println(token.getKey() + " " + token.getValue().plain());
            }
        }
        return ExitCode.OK;
    }
}
