package io.tributary.cli;

import io.tributary.cli.dump.DumpCommand;
import io.tributary.cli.query.QueryCommand;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.server.StoreOpener;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tributary`: the program with all its commands.
@Command(name = "tributary", description = "One place for the metrics of many clusters.")
public final class Tributary implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private Tributary() {}

    /// The command line, ready to execute arguments.
    ///
    /// @param environment the process' own
    public static CommandLine commandLine(StoreOpener opener, Map<String, String> environment) {
        CommandLine line = new CommandLine(new Tributary());
        line.addSubcommand(new CommandLine.HelpCommand());
        line.addSubcommand(new ServerCommand(opener, environment));
        line.addSubcommand(new UpCommand(opener, environment));
        line.addSubcommand(new QueryCommand(new SystemClock(), environment));
        line.addSubcommand(new DumpCommand());
        line.addSubcommand("config", new ConfigCommand(opener, environment).commandLine());
        line.addSubcommand(new VersionCommand());
        line.addSubcommand(new TrainCommand(opener, () -> commandLine(opener, Map.of())));
        line.setExecutionExceptionHandler(Tributary::failed);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int failed(
            Exception failure, CommandLine line, CommandLine.ParseResult arguments) {
        String text = String.valueOf(failure.getMessage()).replace("\n", "\ntributary: ");
        line.getErr().println("tributary: " + text);
        line.getErr().flush();
        return failure instanceof ConfigException
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE;
    }
}
