package io.tributary.cli;

import io.tributary.cli.line.Console;
import io.tributary.server.HeadOpener;
import java.util.List;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name, and exits with its code.
    public static void main(String[] arguments) {
        Console console = Console.ofThisProcess();
        System.exit(
                Tributary.program(new HeadOpener(), System.getenv())
                        .execute(console, List.of(arguments)));
    }
}
