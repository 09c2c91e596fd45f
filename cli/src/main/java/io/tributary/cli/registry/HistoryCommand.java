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

/// `tributary tenants history`, of the other kinds, and of all.
///
/// @param kind empty for all
record HistoryCommand(Optional<ObjectKind> kind) implements Action {
    private static final String NAME = "name";
    private static final String LIMIT = "limit";

    static HistoryCommand of(ObjectKind kind) {
        return new HistoryCommand(Optional.of(kind));
    }

    static HistoryCommand ofAll() {
        return new HistoryCommand(Optional.empty());
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String description() {
        return "Show what was changed by the API, by whom, when: the newest first.";
    }

    @Override
    public Syntax syntax() {
        return AdminClient.addTo(new Syntax())
                .option(NAME, "NAME", "Only the changes of this one.")
                .option(LIMIT, "COUNT", "How many at most (default: 100).");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        StringBuilder path = new StringBuilder("history?");
        kind.ifPresent(wanted -> path.append("kind=").append(wanted.word()).append('&'));
        for (String option : new String[] {NAME, LIMIT}) {
            arguments
                    .value(option)
                    .ifPresent(value ->
                            path.append(option)
                                    .append('=')
                                    .append(AdminClient.encode(value))
                                    .append('&'));
        }
        AdminClient.Reply reply = AdminClient.of(arguments).get(path.toString());
        console.out()
                .print(
                        output == Output.json
                                ? reply.raw() + "\n"
                                : ObjectRows.history(reply.data().member("history").list()));
        return ExitCode.OK;
    }
}
