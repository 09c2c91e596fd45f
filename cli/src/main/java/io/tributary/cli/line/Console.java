package io.tributary.cli.line;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command prints: answers on `out`, what is wrong on `err`.
public record Console(PrintWriter out, PrintWriter err) {
    /// That of the process, in UTF-8 whatever the locale: labels are printed to be read by
    /// programs, too.
    public static Console ofThisProcess() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
