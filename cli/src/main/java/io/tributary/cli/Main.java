package io.tributary.cli;

import io.tributary.server.HeadOpener;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs the command that the arguments name, and exits with its code.
    public static void main(String[] arguments) {
        System.exit(Tributary.commandLine(new HeadOpener(), System.getenv()).execute(arguments));
    }
}
