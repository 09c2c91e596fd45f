package io.tributary.cli.registry;

import io.tributary.cli.explain.ExplanationText;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `tributary tenants explain SERIES`: where a series of a sender would go, what would be done to
/// its labels, and what would be refused.
record ExplainCommand() implements Action {
    private static final String PRINCIPAL = "principal";
    private static final String CLUSTER = "cluster";
    private static final String TENANT = "tenant";

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String description() {
        return "Show to which tenants a series of a sender would go, what would be done to its labels there, and what would be refused: nothing is written.";
    }

    @Override
    public Syntax syntax() {
        return AdminClient.addTo(new Syntax())
                .parameter("SERIES", "The series as it is sent, such as 'up{team=\"a\"}'.")
                .option(
                        PRINCIPAL,
                        "NAME",
                        "Who sends it: a credential by its name, an agent by its id.")
                .option(
                        CLUSTER,
                        "NAME",
                        "Or who sends for this cluster by a token of others, as its service accounts do.")
                .option(TENANT, "NAME", "The tenant that the sender names in X-Scope-OrgID.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        if (arguments.value(PRINCIPAL).isPresent() && arguments.value(CLUSTER).isPresent()) {
            throw new UsageException("found --principal and --cluster, expected one of them");
        }
        List<String> parameters = new ArrayList<>();
        parameters.add("series=" + AdminClient.encode(arguments.parameters().getFirst()));
        for (String option : List.of(PRINCIPAL, CLUSTER, TENANT)) {
            Optional<String> value = arguments.value(option);
            value.ifPresent(text -> parameters.add(option + "=" + AdminClient.encode(text)));
        }
        AdminClient.Reply reply =
                AdminClient.of(arguments).get("explain?" + String.join("&", parameters));
        console.out()
                .print(
                        output == Output.json
                                ? reply.raw() + "\n"
                                : ExplanationText.of(reply.data()));
        return ExitCode.OK;
    }
}
