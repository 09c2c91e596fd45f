package io.tributary.cli;

import io.tributary.server.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tributary version`.
@Command(name = "version", description = "Say which version this is.")
final class VersionCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println("tributary " + Version.text());
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
