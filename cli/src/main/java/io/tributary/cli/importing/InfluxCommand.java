package io.tributary.cli.importing;

import io.tributary.cli.client.Target;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.cli.query.Moments;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.files.InputFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// `tributary import influx`: brings the numbers of one database of an Influx 1.x, once, and proves
/// by counts that it did.
///
/// @param clock for waiting, and for when now is
public record InfluxCommand(Clock clock) implements Action {
    private static final String FROM = "from";
    private static final String DATABASE = "database";
    private static final String POLICY = "retention-policy";
    private static final String MEASUREMENT = "measurement";
    private static final String TAG = "tag";
    private static final String PROMETHEUS = "prometheus";
    private static final String USER = "user";
    private static final String PASSWORD_FILE = "password-file";
    private static final String START = "start";
    private static final String END = "end";
    private static final String STATE = "state";
    private static final String RATE = "rate";
    private static final String BATCH_LINES = "batch-lines";
    private static final String DRY_RUN = "dry-run";

    private static final int PASSWORD_BYTES_MAX = 16 * 1024;
    private static final long RATE_MAX = 1_000_000_000;

    @Override
    public String name() {
        return "influx";
    }

    @Override
    public String description() {
        return "Bring the numbers of a database of Influx 1.x into a running server, and compare counts. A run that was stopped goes on where it was.";
    }

    @Override
    public Syntax syntax() {
        return Target.addTo(new Syntax())
                .required(FROM, "URL", "The Influx to read, http://HOST:8086.")
                .required(DATABASE, "NAME", "Its database; becomes the label db.")
                .option(POLICY, "NAME", "Its retention policy (default: the database's).")
                .repeatable(MEASUREMENT, "NAME", "Only this measurement; may be repeated.")
                .repeatable(TAG, "NAME=VALUE", "Only points with this tag; may be repeated.")
                .flag(
                        PROMETHEUS,
                        "A Prometheus wrote the database: its field value is the metric itself, and no label db is added.")
                .option(USER, "NAME", "Who asks Influx, with --password-file.")
                .option(PASSWORD_FILE, "FILE", "A file with the password for it.")
                .option(START, "TIME", "From when on: " + Moments.TIMES + " (default: all).")
                .option(END, "TIME", "Until when, exclusive (default: when the import began).")
                .option(STATE, "FILE", "Where is noted how far it came; needed, but for --dry-run.")
                .option(RATE, "N", "At most so many samples a second.")
                .option(
                        BATCH_LINES,
                        "N",
                        "Samples a request (default, and at most: " + LineBatch.LINES_MAX + ").")
                .flag(DRY_RUN, "Only count what there is.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        String from = arguments.value(FROM).orElseThrow();
        String database = arguments.value(DATABASE).orElseThrow();
        Span span = span(arguments);
        long rate = number(arguments, RATE, 0, RATE_MAX);
        int lines = (int) number(arguments, BATCH_LINES, LineBatch.LINES_MAX, LineBatch.LINES_MAX);
        Target target = Target.of(arguments);
        Map<String, String> tags = tags(arguments);
        Naming naming = new Naming(database, arguments.has(PROMETHEUS));
        try (InfluxServer source =
                InfluxServer.open(
                        query(from),
                        headers(arguments),
                        database,
                        arguments.value(POLICY).orElse(""),
                        tags)) {
            List<FieldColumn> columns = source.columns(Set.copyOf(arguments.values(MEASUREMENT)));
            if (arguments.has(DRY_RUN)) {
                count(source, columns, span, console);
                return ExitCode.OK;
            }
            Path state = Path.of(state(arguments)).toAbsolutePath();
            ImportIdentity wanted =
                    new ImportIdentity(
                            from,
                            naming,
                            source.policy(),
                            tags.toString(),
                            target.url(),
                            arguments.value("tenant").orElse(""),
                            span);
            Disk disk = LocalDisk.open(state.resolveSibling(""));
            boolean isEndOpen = arguments.value(END).isEmpty();
            try (ImportLog log = ImportLog.open(disk, state.getFileName(), wanted, isEndOpen);
                    Receiver receiver = new Receiver(target, naming.label(), clock)) {
                receiver.count("up", Map.of(), new Span(0, 1));
                ColumnImport bring =
                        new ColumnImport(
                                source,
                                receiver,
                                log,
                                new Pace(clock, rate),
                                new LineBatch(lines),
                                console.err());
                for (FieldColumn column : columns) {
                    if (column.kind() != FieldKind.STRING) {
                        bring.run(column);
                    }
                }
                Verification.Result result =
                        new Verification(source, receiver, log, tags).of(columns);
                CountTable.print(result, console.out());
                return result.unexplained().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }

    private static void count(
            InfluxServer source, List<FieldColumn> columns, Span span, Console console)
            throws IOException, InterruptedException {
        List<Verification.Row> rows = new ArrayList<>();
        for (FieldColumn column : columns) {
            rows.add(new Verification.Row(column, source.count(column, span), Tally.NOTHING, 0));
        }
        CountTable.printPoints(rows, console.out());
    }

    private Span span(Arguments arguments) throws UsageException {
        long nowMillis = clock.wallMillis();
        Moments moments = new Moments(nowMillis);
        Optional<String> start = arguments.value(START);
        Optional<String> end = arguments.value(END);
        long startMillis =
                start.isPresent() ? moments.time(START, start.get()) : Span.ALL.startMillis();
        long endMillis = end.isPresent() ? moments.time(END, end.get()) : nowMillis;
        if (endMillis < startMillis) {
            throw new UsageException("--end is before --start");
        }
        return new Span(startMillis, endMillis).and(Span.ALL);
    }

    private static SortedMap<String, String> tags(Arguments arguments) throws UsageException {
        SortedMap<String, String> tags = new TreeMap<>();
        for (String pair : arguments.values(TAG)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("--tag: expected NAME=VALUE, found " + pair);
            }
            tags.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return tags;
    }

    private static String state(Arguments arguments) throws UsageException {
        return arguments
                .value(STATE)
                .orElseThrow(() -> new UsageException("--state FILE is missing"));
    }

    private static long number(Arguments arguments, String option, long otherwise, long most)
            throws UsageException {
        Optional<String> text = arguments.value(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new UsageException(
                "--%s: found \"%s\", expected a whole number from 1 to %d"
                        .formatted(option, text.get(), most));
    }

    private static URI query(String from) throws UsageException {
        String base = from.endsWith("/") ? from.substring(0, from.length() - 1) : from;
        try {
            URI uri = URI.create(base + "/query");
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new UsageException("--from: expected http://HOST:PORT, found " + from);
    }

    private static Map<String, String> headers(Arguments arguments)
            throws UsageException, IOException {
        Optional<String> user = arguments.value(USER);
        Optional<String> file = arguments.value(PASSWORD_FILE);
        if (user.isPresent() != file.isPresent()) {
            throw new UsageException("--user and --password-file go together");
        }
        if (user.isEmpty()) {
            return Map.of();
        }
        byte[] bytes = InputFiles.readOne(Path.of(file.orElseThrow()), PASSWORD_BYTES_MAX);
        String password = new String(bytes, StandardCharsets.UTF_8).strip();
        if (password.isEmpty()) {
            throw new IOException(
                    "--password-file: found no password in %s".formatted(file.orElseThrow()));
        }
        String pair = user.get() + ":" + password;
        return Map.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
