package io.tributary.cli;

import io.tributary.cli.line.Console;
import io.tributary.cli.line.Program;
import io.tributary.server.HeadOpener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `tributary dump` did with a directory.
///
/// @param out lines on standard output
/// @param err text on standard error
record Dumped(int code, List<String> out, String err) {
    private static final String SERIES = "series ";
    private static final String INDENT = "  ";

    /// Runs it in this process.
    static Dumped of(Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of("dump", "--data", data.toString()));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    static Dumped run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Program program = Tributary.program(new HeadOpener(), Map.of());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        int code = program.execute(console, List.of(arguments));
        return new Dumped(code, out.toString().lines().toList(), err.toString());
    }

    String text() {
        return String.join("\n", out) + "\n";
    }

    /// Values by time by series.
    Map<String, Map<Long, String>> samples() {
        Map<String, Map<Long, String>> all = new TreeMap<>();
        Map<Long, String> samples = new TreeMap<>();
        for (String line : out) {
            if (line.startsWith(SERIES)) {
                samples = new TreeMap<>();
                all.put(line.substring(SERIES.length()), samples);
            } else if (line.startsWith(INDENT) && Character.isDigit(line.charAt(INDENT.length()))) {
                String[] words = line.strip().split(" ", 3);
                samples.put(Long.parseLong(words[0]), words[2]);
            }
        }
        return all;
    }

    /// The lines that tell of losses.
    List<String> losses() {
        return out.stream().filter(line -> line.strip().startsWith("loss ")).toList();
    }
}
