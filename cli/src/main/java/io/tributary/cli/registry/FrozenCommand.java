package io.tributary.cli.registry;

import io.tributary.cli.json.Json;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.cli.query.Columns;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `tributary tenants frozen NAME [--force]`: which settings of a tenant stay as they were at its
/// first point, and what is declared; with force, what is declared from now on.
record FrozenCommand() implements Action {
    /// What a request says where what is frozen is to change, behind its path.
    static final String FORCE_QUERY = "?force=true";

    private static final String FORCE = "force";

    /// Adds the word by which what is frozen changes.
    static Syntax forcing(Syntax syntax) {
        return syntax.flag(
                FORCE,
                "Change settings that are frozen, too: series of the tenant get other names from then on.");
    }

    /// Whether that was said.
    static boolean isForced(Arguments arguments) {
        return arguments.has(FORCE);
    }

    @Override
    public String name() {
        return "frozen";
    }

    @Override
    public String description() {
        return "Show the settings of a tenant that are frozen since its first OTLP point, and what is declared otherwise; with --force what is declared holds from now on.";
    }

    @Override
    public Syntax syntax() {
        return forcing(AdminClient.addTo(new Syntax())).parameter("NAME", "The tenant.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = Output.of(arguments);
        boolean force = isForced(arguments);
        String path =
                AdminClient.path(ObjectKind.TENANT, arguments.parameters().getFirst()) + "/frozen";
        AdminClient.Reply reply =
                force
                        ? AdminClient.of(arguments)
                                .send("POST", path + FORCE_QUERY, Map.of(), new byte[0])
                        : AdminClient.of(arguments).get(path);
        console.out().print(output == Output.json ? reply.raw() + "\n" : rows(reply.data(), force));
        return ExitCode.OK;
    }

    private static String rows(Json frozen, boolean forced) throws IOException {
        Map<String, Json> differences = new TreeMap<>();
        for (Json of : frozen.member("differences").list()) {
            differences.put(of.member("name").plain(), of);
        }
        if (forced) {
            return differences.isEmpty()
                    ? "nothing to change\n"
                    : changes(differences.values().stream().toList());
        }
        Columns columns = new Columns();
        columns.add(List.of("SETTING", "FROZEN", "DECLARED OTHERWISE", "SOURCE"));
        if (frozen.member("settings") instanceof Json.Members(var settings)) {
            for (Map.Entry<String, Json> setting : settings.entrySet()) {
                Json of = differences.getOrDefault(setting.getKey(), new Json.Members(Map.of()));
                columns.add(
                        List.of(
                                setting.getKey(),
                                ObjectRows.text(setting.getValue()),
                                ObjectRows.cell(of, "declared"),
                                ObjectRows.cell(of, "source")));
            }
        }
        return "frozen since %s\n%s".formatted(ObjectRows.cell(frozen, "since"), columns.text());
    }

    private static String changes(List<Json> differences) {
        Columns columns = new Columns();
        columns.add(List.of("SETTING", "BEFORE", "AFTER"));
        for (Json of : differences) {
            columns.add(
                    List.of(
                            ObjectRows.cell(of, "name"),
                            ObjectRows.cell(of, "frozen"),
                            ObjectRows.cell(of, "declared")));
        }
        return columns.text();
    }
}
