package io.tributary.cli.query;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.host.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tributary query`: asks a running server, ours or a Prometheus, and shows the answer.
@Command(
        name = "query",
        description =
                "Ask a running server (this one, or any with Prometheus' API) a PromQL query.")
public final class QueryCommand implements Callable<Integer> {
    private static final int COLUMNS_DEFAULT = 100;
    private static final int COLUMNS_MAX = 1_000;

    /// How an answer is shown.
    enum Output {
        table,
        json,
        csv,
        plot
    }

    private final Clock clock;
    private final Map<String, String> environment;

    @Parameters(paramLabel = "EXPR", description = "A PromQL expression.")
    private String query = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9009",
            showDefaultValue = CommandLine.Help.Visibility.ALWAYS,
            description = "The server to ask, without /api/v1.")
    private String url = "";

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose series (X-Scope-OrgID).")
    private @Nullable String tenant;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: table).")
    private Output output = Output.table;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            showDefaultValue = CommandLine.Help.Visibility.ALWAYS,
            description = "How long the query may take.")
    private String timeout = "";

    @Mixin private SpanOptions span = new SpanOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// A command.
    ///
    /// @param environment the process' own; `COLUMNS` is looked at
    public QueryCommand(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Question question = question();
        Duration within =
                Moments.duration(timeout)
                        .map(Duration::ofMillis)
                        .orElseThrow(() -> usage("--timeout: no duration: " + timeout));
        QueryClient client = new QueryClient(url, Optional.ofNullable(tenant), within);
        return switch (client.ask(question)) {
            case QueryClient.Outcome.Answered answered -> show(answered);
            case QueryClient.Outcome.Refused(int status, String error) -> {
                say("tributary: %d: %s".formatted(status, ErrorText.of(error, query)));
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    private Question question() {
        try {
            return span.question(query, clock.wallMillis());
        } catch (SpanOptions.UsageException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private int show(QueryClient.Outcome.Answered answered) throws JsonException {
        Answer answer = answered.answer();
        if (output == Output.plot && answer.kind() != Answer.Kind.MATRIX) {
            throw usage("--output plot needs a span: --since 1h, --range or --start");
        }
        answered.warnings().forEach(warning -> say("warning: " + SeriesNames.clean(warning)));
        ZoneId zone = ZoneId.systemDefault();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (output) {
                    case table -> new Table(zone).text(answer);
                    case json -> JsonReader.raw(answered.json(), "data") + "\n";
                    case csv -> Csv.text(answer);
                    case plot -> new Plot(columns(), isTerminal(), zone).text(answer);
                });
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private int columns() {
        Optional<Long> said =
                Optional.ofNullable(environment.get("COLUMNS")).flatMap(QueryCommand::number);
        long columns = said.isPresent() ? said.get() : Terminal.columns().orElse(COLUMNS_DEFAULT);
        return (int) Math.min(columns, COLUMNS_MAX);
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(value -> value > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isTerminal() {
        return Terminal.columns().isPresent();
    }

    private void say(String text) {
        spec.commandLine().getErr().println(text);
        spec.commandLine().getErr().flush();
    }

    private CommandLine.ParameterException usage(String text) {
        return new CommandLine.ParameterException(spec.commandLine(), text);
    }
}
