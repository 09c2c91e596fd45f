package io.tributary.cli.dump;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.model.Matcher;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.disk.OverlayDisk;
import io.tributary.tsdb.dump.StoredData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `tributary dump`: everything that is stored in a directory that no server has open, and what of
/// it is lost.
public record DumpCommand() implements Action {
    private static final String DATA = "data";
    private static final String MATCH = "match";
    private static final String TENANT = "tenant";
    private static final String JSON = "json";

    /// What recovery may write over the directory, in memory: chunks of all the largest wal holds.
    private static final long WRITTEN_BYTES_MAX = 1L << 30;

    @Override
    public String name() {
        return "dump";
    }

    @Override
    public String description() {
        return "Show everything a data directory holds, and what of it is lost. No server may have it open; nothing of it changes.";
    }

    @Override
    public Syntax syntax() {
        return new Syntax()
                .required(DATA, "DIR", "The data directory.")
                .option(
                        MATCH,
                        "SELECTOR",
                        "Only series that a PromQL selector finds: 'up{job=\"node\"}'.")
                .option(TENANT, "NAME", "Only series of this tenant.")
                .flag(JSON, "One JSON object a line.");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        List<Matcher> matchers = matchers(arguments.value(MATCH));
        PrintWriter out = console.out();
        DumpLines lines = arguments.has(JSON) ? new JsonLines(out) : new TextLines(out);
        Path data = Path.of(arguments.value(DATA).orElseThrow());
        OverlayDisk disk = OverlayDisk.open(data, WRITTEN_BYTES_MAX);
        try (StoredData stored = StoredData.open(disk, new SystemClock())) {
            new Dump(stored, lines).run(arguments.value(TENANT), matchers, out::checkError);
        }
        return ExitCode.OK;
    }

    private static List<Matcher> matchers(Optional<String> selector) throws UsageException {
        if (selector.isEmpty()) {
            return List.of();
        }
        try {
            return Parser.parseSelector(selector.get()).matchers();
        } catch (ParseException e) {
            throw new UsageException("--match: " + e.getMessage());
        }
    }
}
