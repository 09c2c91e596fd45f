package io.tributary.cli.dump;

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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tributary dump`: everything that is stored in a directory that no server has open, and what of
/// it is lost.
@Command(
        name = "dump",
        description =
                "Show everything a data directory holds, and what of it is lost. No server may have it open; nothing of it changes.")
public final class DumpCommand implements Callable<Integer> {
    /// What recovery may write over the directory, in memory: chunks of all the largest wal holds.
    private static final long WRITTEN_BYTES_MAX = 1L << 30;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The data directory.")
    private Path data = Path.of("");

    @Option(
            names = "--match",
            paramLabel = "SELECTOR",
            description = "Only series that a PromQL selector finds: 'up{job=\"node\"}'.")
    private @Nullable String match;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only series of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<Matcher> matchers = matchers();
        PrintWriter out = spec.commandLine().getOut();
        DumpLines lines = json ? new JsonLines(out) : new TextLines(out);
        OverlayDisk disk = OverlayDisk.open(data, WRITTEN_BYTES_MAX);
        try (StoredData stored = StoredData.open(disk, new SystemClock())) {
            new Dump(stored, lines).run(Optional.ofNullable(tenant), matchers, out::checkError);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private List<Matcher> matchers() {
        if (match == null) {
            return List.of();
        }
        try {
            return Parser.parseSelector(match).matchers();
        } catch (ParseException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--match: " + e.getMessage());
        }
    }
}
