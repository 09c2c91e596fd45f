package io.tributary.cli.audit;

import io.tributary.cli.client.Target;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.cli.query.Moments;
import io.tributary.cli.query.SeriesNames;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `tributary audit`: what the audit stream of a running server tells.
public record AuditCommand(Clock clock) implements Action {
    private static final String SINCE = "since";
    private static final String SINCE_DEFAULT = "1h";
    private static final String START = "start";
    private static final String END = "end";
    private static final String KIND = "kind";
    private static final String TENANT = "tenant";
    private static final String PRINCIPAL = "principal";
    private static final String SERIES = "series";
    private static final String LIMIT = "limit";
    private static final String OLDEST = "oldest-first";
    private static final String OUTPUT = "output";
    private static final String TIMEOUT = "timeout";
    private static final String TIMEOUT_DEFAULT = "30s";

    /// How lines are shown.
    enum Output {
        table,
        json
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String description() {
        return "Show what a running server's audit stream tells: conflicts, late samples, denials,"
                + " changes.";
    }

    @Override
    public Syntax syntax() {
        return Target.addServerTo(new Syntax())
                .option(
                        SINCE,
                        "DURATION",
                        "From so long ago, such as 1h (default: " + SINCE_DEFAULT + ").")
                .option(START, "TIME", "From this time: " + Moments.TIMES + ".")
                .option(END, "TIME", "To this time (default: now).")
                .repeatable(
                        KIND,
                        "KIND",
                        "conflict, late, refusal, authentication_failure, denial, admin,"
                                + " policy_change, limit_change, limit, quarantine (default: all).")
                .repeatable(TENANT, "NAME", "Only what is of this tenant.")
                .repeatable(PRINCIPAL, "NAME", "Only what this principal did.")
                .option(SERIES, "SELECTOR", "Only samples of series that a selector finds.")
                .option(LIMIT, "COUNT", "Not more lines (default: 1000).")
                .flag(OLDEST, "The oldest first.")
                .option(OUTPUT, "FORM", "table, json (default: table).")
                .option(
                        TIMEOUT,
                        "DURATION",
                        "How long the answer may take (default: " + TIMEOUT_DEFAULT + ").");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        Output output = arguments.choice(OUTPUT, Output.table);
        List<Map.Entry<String, String>> form = form(arguments);
        AuditClient client =
                new AuditClient(
                        Target.ofServer(arguments),
                        Duration.ofMillis(duration(arguments, TIMEOUT, TIMEOUT_DEFAULT)));
        return switch (client.ask(form)) {
            case AuditClient.Outcome.Answered answered -> {
                show(answered, output, console);
                yield ExitCode.OK;
            }
            case AuditClient.Outcome.Refused(int status, String error) -> {
                console.err()
                        .println("tributary: %d: %s".formatted(status, SeriesNames.clean(error)));
                yield ExitCode.FAILED;
            }
        };
    }

    private static void show(AuditClient.Outcome.Answered answered, Output output, Console console)
            throws IOException {
        switch (output) {
            case table ->
                    console.out()
                            .print(new AuditTable(ZoneId.systemDefault()).text(answered.lines()));
            case json -> answered.lines().forEach(line -> console.out().print(line + "\n"));
        }
        console.out().flush();
        if (answered.damaged() > 0) {
            console.err()
                    .println("warning: %d lines could not be read".formatted(answered.damaged()));
        }
        if (answered.more()) {
            console.err()
                    .println(
                            "warning: there are more than these %d lines: --limit shows more"
                                    .formatted(answered.lines().size()));
        }
    }

    private List<Map.Entry<String, String>> form(Arguments arguments) throws UsageException {
        if (arguments.has(SINCE) && arguments.has(START)) {
            throw new UsageException("give one of --since and --start");
        }
        long now = clock.wallMillis();
        long to = time(arguments, END, now).orElse(now);
        long from =
                arguments.has(START)
                        ? time(arguments, START, now).orElseThrow()
                        : to - duration(arguments, SINCE, SINCE_DEFAULT);
        if (to < from) {
            throw new UsageException("the span ends before it begins");
        }
        List<Map.Entry<String, String>> form = new ArrayList<>();
        form.add(Map.entry("start", seconds(from)));
        form.add(Map.entry("end", seconds(to)));
        for (String name : List.of(KIND, TENANT, PRINCIPAL)) {
            arguments.values(name).forEach(value -> form.add(Map.entry(name, value)));
        }
        arguments.value(SERIES).ifPresent(value -> form.add(Map.entry(SERIES, value)));
        arguments.value(LIMIT).ifPresent(value -> form.add(Map.entry(LIMIT, value)));
        if (arguments.has(OLDEST)) {
            form.add(Map.entry("order", "oldest"));
        }
        return form;
    }

    private static Optional<Long> time(Arguments arguments, String option, long nowMillis)
            throws UsageException {
        Optional<String> text = arguments.value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Moments(nowMillis).time(option, text.get()));
    }

    private static long duration(Arguments arguments, String option, String otherwise)
            throws UsageException {
        String text = arguments.value(option).orElse(otherwise);
        return Moments.duration(option, text);
    }

    private static String seconds(long millis) {
        return "%d.%03d".formatted(Math.floorDiv(millis, 1_000L), Math.floorMod(millis, 1_000L));
    }
}
