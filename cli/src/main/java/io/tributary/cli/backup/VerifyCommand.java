package io.tributary.cli.backup;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import java.io.IOException;
import java.nio.file.Path;

/// `tributary registry verify FILE`: whether a backup opens, and what is in it.
public record VerifyCommand() implements Action {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String description() {
        return "Open a backup, check all that is in it, and say what that is. Restores nothing, and asks no server.";
    }

    @Override
    public Syntax syntax() {
        return Backups.addPassphraseTo(new Syntax()).parameter("FILE", "The backup.");
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        Path file = Path.of(arguments.parameters().getFirst());
        console.out().print(Backups.rows(Backups.open(file, arguments)));
        return ExitCode.OK;
    }
}
