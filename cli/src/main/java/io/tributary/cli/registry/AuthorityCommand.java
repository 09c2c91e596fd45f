package io.tributary.cli.registry;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.cli.query.Columns;
import io.tributary.cli.query.SeriesNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `tributary authority show`, `rotate`, `pending` and `approve AGENT`: what the certificate
/// authority of a server is, and what is done to it.
record AuthorityCommand(Form form) implements Action {
    private static final String DELAY = "delay";
    private static final byte[] NO_BODY = {};

    /// The commands.
    enum Form {
        SHOW("Show the roots of the server's certificate authority: pins, dates, what each signs."),
        ROTATE(
                "Make a new root, which signs for agents from now on or after a delay. What the old one signed stays good, and agents learn the"
                        + " new one as they renew."),
        PENDING("List agents whose expired certificate waits for an administrator's word."),
        APPROVE("Let an agent renew the expired certificate that it waits with, within 7 days.");

        private final String description;

        Form(String description) {
            this.description = description;
        }
    }

    @Override
    public String name() {
        return form.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
        return form.description;
    }

    @Override
    public Syntax syntax() {
        Syntax syntax = AdminClient.addTo(new Syntax());
        return switch (form) {
            case SHOW, PENDING -> syntax;
            case ROTATE ->
                    syntax.option(
                            DELAY,
                            "DURATION",
                            "When it signs: 0s (the default) to 30d; an anchor it is at once.");
            case APPROVE -> syntax.parameter("AGENT", "The agent's id.");
        };
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        AdminClient client = AdminClient.of(arguments);
        AdminClient.Reply reply =
                switch (form) {
                    case SHOW -> client.get("authority");
                    case PENDING -> client.get("authority/pending");
                    case ROTATE -> post(client, "authority/rotate" + delay(arguments));
                    case APPROVE ->
                            post(
                                    client,
                                    "authority/approve/"
                                            + AdminClient.encode(
                                                    arguments.parameters().getFirst()));
                };
        console.out().print(output == Output.json ? reply.raw() + "\n" : text(reply.data()));
        return ExitCode.OK;
    }

    private static AdminClient.Reply post(AdminClient client, String path)
            throws IOException, InterruptedException {
        return client.send("POST", path, Map.of(), NO_BODY);
    }

    private static String delay(Arguments arguments) {
        Optional<String> delay = arguments.value(DELAY);
        return delay.map(text -> "?delay=" + AdminClient.encode(text)).orElse("");
    }

    private String text(Json data) throws JsonException {
        return switch (form) {
            case SHOW, ROTATE -> roots(data);
            case PENDING -> pending(data.member("pending").list());
            case APPROVE ->
                    "agent %s may renew until %s\n"
                            .formatted(
                                    SeriesNames.clean(data.member("agent").plain()),
                                    SeriesNames.clean(data.member("until").plain()));
        };
    }

    private static String roots(Json data) throws JsonException {
        Columns columns = new Columns();
        columns.add(List.of("SHA-256", "NOT BEFORE", "NOT AFTER", "SIGNS", "FROM", "ANCHOR UNTIL"));
        for (Json root : data.member("roots").list()) {
            List<String> signs = new ArrayList<>();
            for (String what : List.of("Agents", "Servers")) {
                if (root.member("signsFor" + what).plain().equals("true")) {
                    signs.add(what.toLowerCase(Locale.ROOT));
                }
            }
            columns.add(
                    List.of(
                            cell(root, "sha256"),
                            cell(root, "notBefore"),
                            cell(root, "notAfter"),
                            signs.isEmpty() ? "nothing" : String.join(",", signs),
                            cell(root, "signsAgentsFrom"),
                            cell(root, "anchorUntil")));
        }
        return columns.text()
                + (data.member("rotationDue").plain().equals("true")
                        ? "less than a year is left: tributary authority rotate\n"
                        : "");
    }

    private static String pending(List<Json> agents) throws JsonException {
        if (agents.isEmpty()) {
            return "none\n";
        }
        Columns columns = new Columns();
        columns.add(List.of("AGENT", "CLUSTER", "EXPIRED", "FIRST ASKED", "LAST ASKED"));
        for (Json agent : agents) {
            columns.add(
                    List.of(
                            cell(agent, "agent"),
                            cell(agent, "cluster"),
                            cell(agent, "expired"),
                            cell(agent, "firstAsked"),
                            cell(agent, "lastAsked")));
        }
        return columns.text();
    }

    private static String cell(Json object, String name) throws JsonException {
        return SeriesNames.clean(object.member(name).plain());
    }
}
