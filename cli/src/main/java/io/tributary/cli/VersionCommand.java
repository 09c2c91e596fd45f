package io.tributary.cli;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.server.Version;

/// `tributary version`.
record VersionCommand() implements Action {
    @Override
    public String name() {
        return "version";
    }

    @Override
    public String description() {
        return "Say which version this is.";
    }

    @Override
    public Syntax syntax() {
        return new Syntax();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        console.out().println("tributary " + Version.text());
        return ExitCode.OK;
    }
}
