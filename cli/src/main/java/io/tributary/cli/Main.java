package io.tributary.cli;

import io.tributary.server.HeadOpener;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name, and exits with its code. What it prints is UTF-8
    /// whatever the locale: labels are printed to be read by programs, too.
    public static void main(String[] arguments) {
        CommandLine line = Tributary.commandLine(new HeadOpener(), System.getenv());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        System.exit(line.execute(arguments));
    }
}
