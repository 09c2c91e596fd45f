package io.tributary.cli.query;

import io.tributary.cli.client.Target;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.host.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `tributary query`: asks a running server, ours or a Prometheus, and shows the answer.
///
/// @param environment the process' own; `COLUMNS` is looked at
public record QueryCommand(Clock clock, Map<String, String> environment) implements Action {
    private static final int COLUMNS_DEFAULT = 100;
    private static final int COLUMNS_MAX = 1_000;

    private static final String EXPLAIN = "explain";
    private static final String OUTPUT = "output";
    private static final String TIMEOUT = "timeout";
    private static final String TIMEOUT_DEFAULT = "30s";

    /// How an answer is shown.
    enum Output {
        table,
        json,
        csv,
        plot
    }

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String description() {
        return "Ask a running server (this one, or any with Prometheus' API) a PromQL query.";
    }

    @Override
    public Syntax syntax() {
        return SpanOptions.addTo(
                Target.addTo(new Syntax())
                        .parameters(
                                "[explain] EXPR",
                                "A PromQL expression (after -- if it begins with -). With explain, show how it"
                                        + " would be answered, and what of the store that reads.",
                                1,
                                2)
                        .option(OUTPUT, "FORM", "table, json, csv, plot (default: table).")
                        .option(
                                TIMEOUT,
                                "DURATION",
                                "How long the query may take (default: " + TIMEOUT_DEFAULT + ")."));
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        boolean explains = explains(arguments.parameters());
        String query = arguments.parameters().getLast();
        Output output = arguments.choice(OUTPUT, Output.table);
        if (explains && output != Output.table && output != Output.json) {
            throw new UsageException("explain has --output table and json");
        }
        Question question = new SpanOptions(arguments).question(query, clock.wallMillis());
        QueryClient client = new QueryClient(Target.of(arguments), timeout(arguments));
        return switch (explains ? client.explain(question) : client.ask(question)) {
            case QueryClient.Outcome.Answered answered -> show(answered, output, console);
            case QueryClient.Outcome.Explained(String json, Json plan) -> {
                console.out()
                        .print(
                                output == Output.json
                                        ? JsonReader.raw(json, "data") + "\n"
                                        : PlanText.of(plan));
                yield ExitCode.OK;
            }
            case QueryClient.Outcome.Refused(int status, String error) -> {
                console.err()
                        .println("tributary: %d: %s".formatted(status, ErrorText.of(error, query)));
                yield ExitCode.FAILED;
            }
        };
    }

    /// A second word has another before it, which can only be this one.
    private static boolean explains(List<String> words) throws UsageException {
        if (words.size() == 2 && !words.getFirst().equals(EXPLAIN)) {
            throw new UsageException("unexpected argument \"" + words.getLast() + "\"");
        }
        return words.size() == 2;
    }

    private static Duration timeout(Arguments arguments) throws UsageException {
        String text = arguments.value(TIMEOUT).orElse(TIMEOUT_DEFAULT);
        return Moments.duration(text)
                .map(Duration::ofMillis)
                .orElseThrow(() -> new UsageException("--timeout: no duration: " + text));
    }

    private int show(QueryClient.Outcome.Answered answered, Output output, Console console)
            throws JsonException, UsageException {
        Answer answer = answered.answer();
        if (output == Output.plot && answer.kind() != Answer.Kind.MATRIX) {
            throw new UsageException("--output plot needs a span: --since 1h, --range or --start");
        }
        answered.warnings()
                .forEach(
                        warning -> console.err().println("warning: " + SeriesNames.clean(warning)));
        ZoneId zone = ZoneId.systemDefault();
        console.out()
                .print(
                        switch (output) {
                            case table -> new Table(zone).text(answer);
                            case json -> JsonReader.raw(answered.json(), "data") + "\n";
                            case csv -> Csv.text(answer);
                            case plot -> new Plot(columns(), isTerminal(), zone).text(answer);
                        });
        return ExitCode.OK;
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
}
